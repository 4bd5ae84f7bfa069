"""Forms of role assignments. The services validate; their messages become form errors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.people.models import Organization, RoleAssignment, Unit
from nominations.people.person_choice import PersonChoiceField, person_field
from nominations.people.queries import colleagues, superior_of, units_of
from nominations.people.roles import Role
from nominations.people.services import check_assignment
from nominations.web.forms import BaseForm, VnDateField
from workflow import clock

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def _places(organization: Organization) -> list[tuple[_StrOrPromise, Any]]:
    units = [(f"unit:{unit.pk}", unit.name) for unit in units_of(organization, clock.today())]
    return [
        ("", _("Choose")),
        (_("Agency"), [(f"organization:{organization.pk}", organization.name)]),
        (_("Units"), units),
    ]


class RoleForm(BaseForm):
    """A role for somebody in one agency or one of its units."""

    person = PersonChoiceField(label=pgettext_lazy("role", "Person"))
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose")), *Role.choices])
    place = forms.ChoiceField(
        label=pgettext_lazy("role", "Where"),
        help_text=_("Heads, deputies and clerks in a unit; all other roles in the agency."),
    )
    valid_from = VnDateField(label=_("First day"))
    valid_to = VnDateField(
        label=_("Last day"), required=False, help_text=_("Leave empty while no end is known.")
    )
    paper_number = forms.CharField(
        label=_("Paper number"),
        required=False,
        max_length=60,
        help_text=_("The decision or assignment that gives the role, for example 25/QĐ-STC."),
    )
    paper_date = VnDateField(label=_("Paper date"), required=False)

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        person_field(self, "person").offer(colleagues(organization, clock.today()))
        self.choice_field("place").choices = _places(organization)
        self.fields["valid_from"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        table, _colon, pk = cleaned.get("place", "").partition(":")
        unit = Unit.objects.get(pk=pk) if table == "unit" else None
        organization = self.organization if table == "organization" else None
        cleaned |= {"unit": unit, "organization": organization}
        if not self.errors:
            check_assignment(**self._assignment())
        return cleaned

    def _assignment(self) -> dict[str, Any]:
        names = ("person", "role", "unit", "organization", "valid_from", "valid_to")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def assignment(self) -> dict[str, Any]:
        """The arguments of `services.assign_role`, without the actor."""
        papers = {name: self.cleaned_data[name] for name in ("paper_number", "paper_date")}
        return {**self._assignment(), **papers}


class RoleEndForm(BaseForm):
    """The last day of a role."""

    on = VnDateField(label=_("Last day"))

    def __init__(self, *args: Any, assignment: RoleAssignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = min(
            day for day in (clock.today(), assignment.valid_to) if day is not None
        )


class DelegationForm(BaseForm):
    """A delegation: who acts in the role, from when to when."""

    to = PersonChoiceField(label=_("Who acts for you"))
    valid_from = VnDateField(label=_("First day"))
    valid_to = VnDateField(
        label=_("Last day"), help_text=_("The delegation ends by itself after this day.")
    )

    def __init__(self, *args: Any, assignment: RoleAssignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = colleagues(assignment.agency, clock.today()).exclude(pk=assignment.person_id)
        person_field(self, "to").offer(people)
        first: date = max(clock.today(), assignment.valid_from)
        self.fields["valid_from"].initial = first
        last = first + timedelta(days=7)
        self.fields["valid_to"].initial = min(last, assignment.valid_to or last)


class SearchForm(BaseForm):
    """A name, with or without diacritics."""

    q = forms.CharField(
        label=_("Name of a person"),
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )
    agency = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Agency"), required=False, empty_label=None
    )

    def __init__(self, *args: Any, agencies: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = frozenset(agencies)
        self.row_field("agency").queryset = Organization.objects.filter(pk__in=self.agencies)


class NewPasswordForm(BaseForm):
    """A password chosen by the owner of an account, twice."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 8 characters, not only digits, not your name."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password"), cleaned.get("again")
        if first and second and first != second:
            self.add_error("again", _("The two passwords differ: write the same one twice."))
        return cleaned


def reporting_sentence(organization: Organization) -> str:
    """The sentence naming the agency it reports to, or that it has none."""
    try:
        superior = superior_of(organization)
    except ValidationError as refusal:
        return str(refusal.messages[0])
    return str(_("Reports upward to %(agency)s.") % {"agency": superior.name})
