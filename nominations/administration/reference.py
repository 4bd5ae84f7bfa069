"""The lists that the administration keeps, each with its rows, its form and its service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.administration.forms import reference as forms
from nominations.law import services as law
from nominations.law.models import AwardType
from nominations.people import services
from nominations.people.authorization import is_trusted, keeps_shared_data
from nominations.people.models import Organization, Person, Position, Unit, User
from nominations.people.models.dated import holds_on
from nominations.people.queries import managed_ids, search_people
from workflow import clock

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class ReferenceTable:
    """A list: who keeps it, its rows for them, its columns and the service that writes a row."""

    slug: str
    label: _StrOrPromise
    lead: _StrOrPromise
    icon: str
    model: type[Model]
    rows: Callable[[User], QuerySet[Any]]
    columns: tuple[str, ...]
    form: type[forms.ReferenceForm]
    save: Callable[..., bool]
    is_shared: bool = False
    may_add: Callable[[User], bool] = lambda _user: True
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    history: str = ""

    def may_keep(self, user: User) -> bool:
        """Whether the list is the reader's to keep."""
        return keeps_shared_data(user) if self.is_shared else bool(managed_ids(user))

    def headings(self) -> list[str]:
        """The columns in words."""
        fields = {field.name: field.verbose_name for field in self.model._meta.fields}
        return [str(fields[name]) for name in self.columns]

    def cells(self, row: Model) -> list[Any]:
        """The columns of a row in words, each with its value as the list shows it."""
        shown = []
        for name in self.columns:
            display = getattr(row, f"get_{name}_display", None)
            shown.append(display() if display else getattr(row, name))
        return list(zip(self.headings(), shown, strict=True))

    def write(self, user: User, row: Model, values: Mapping[str, Any]) -> bool:
        """Hand the values to the service."""
        return self.save(actor=user, row=row, values=values)


def _people(user: User) -> QuerySet[Any]:
    here = Q(memberships__unit__organization_id__in=managed_ids(user))
    today = holds_on(clock.today(), "memberships__")
    found = Person.objects.filter(here & today | Q(memberships__isnull=True))
    return Person.objects.filter(pk__in=found.values("pk"))


TABLES = {
    table.slug: table
    for table in (
        ReferenceTable(
            slug="nhan-su",
            label=pgettext_lazy("administration", "Persons"),
            lead=_("Names, gender and dates of birth; places of work are on the person's page."),
            icon="people",
            model=Person,
            rows=_people,
            columns=("full_name", "gender", "birth_date"),
            form=forms.PersonForm,
            save=services.save_person,
            may_add=lambda _user: False,
            search=lambda rows, text: rows.filter(pk__in=search_people(text).values("pk")),
        ),
        ReferenceTable(
            slug="don-vi",
            label=_("Units"),
            lead=_("Divisions of the agency in the order of the organization decision."),
            icon="diagram-3",
            model=Unit,
            rows=lambda user: (
                Unit.objects.workplaces()
                .filter(organization_id__in=managed_ids(user))
                .select_related("organization")
            ),
            columns=("name", "code", "organization", "rank", "valid_from", "valid_to"),
            form=forms.UnitForm,
            save=services.save_unit,
        ),
        ReferenceTable(
            slug="co-quan",
            label=_("Agencies"),
            lead=_("Names and symbols as they stand on papers."),
            icon="building",
            model=Organization,
            rows=lambda user: Organization.objects.filter(pk__in=managed_ids(user)).select_related(
                "parent"
            ),
            columns=("name", "code", "symbol", "head_title", "parent"),
            form=forms.OrganizationForm,
            save=services.save_organization,
            may_add=is_trusted,
        ),
        ReferenceTable(
            slug="chuc-vu",
            label=_("Positions"),
            lead=_("The posts that all agencies choose from, and which of them lead."),
            icon="person-badge",
            model=Position,
            rows=lambda _user: Position.objects.all(),
            columns=("name", "rank", "is_manager"),
            form=forms.PositionForm,
            save=services.save_position,
            is_shared=True,
        ),
        ReferenceTable(
            slug="danh-hieu",
            label=pgettext_lazy("administration", "Names of awards"),
            lead=_("How awards are called and ordered; authority and days of force are law."),
            icon="award",
            model=AwardType,
            rows=lambda _user: AwardType.objects.all(),
            columns=("name", "short_name", "authority", "rank", "valid_from", "valid_to"),
            form=forms.AwardNameForm,
            save=law.rename_award,
            is_shared=True,
            may_add=lambda _user: False,
        ),
    )
}


def tables_for(user: User) -> list[ReferenceTable]:
    """The lists that the account keeps."""
    return [table for table in TABLES.values() if table.may_keep(user)]
