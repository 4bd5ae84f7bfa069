"""Units and persons as kinds of tables, imported by the administrator of the agency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from nominations.importing.plan import Plan, Progress
from nominations.importing.sheet import Sheet
from nominations.importing.template import blank_workbook
from nominations.people.authorization import holds, is_trusted, require_manager
from nominations.people.importing import persons, placing, units, writing
from nominations.people.models import Organization
from nominations.people.queries import managed_ids
from nominations.people.roles import Role


class UnitImporter:
    """Units of an agency, with what was merged into what."""

    kind = "units"
    slug = "don-vi"
    order = 10
    icon = "diagram-3"
    label = pgettext_lazy("kind of import", "Units")
    lead = gettext_lazy(
        "Divisions of the agency, since when they exist, what they were merged into."
    )
    noun = pgettext_lazy("counted in an import", "units")
    file_name = "mau-nhap-don-vi.xlsx"
    table = units.TABLE
    guide = (
        gettext_lazy("One row per unit; the code tells which unit it is."),
        gettext_lazy("A merged unit has a last day and one successor, by name or code."),
    )

    def open_to(self, user: Any) -> bool:
        """Whether the account is an administrator somewhere; what is below it is not read."""
        return is_trusted(user) or holds(user, Role.ADMINISTRATOR)

    def agencies(self, user: Any) -> frozenset[int]:
        """Where the account keeps people and units."""
        return managed_ids(user)

    def require(self, actor: Any, organization: Organization) -> None:
        """Refuse (NotAllowed) whoever does not keep the agency's units."""
        require_manager(actor, organization)

    def plan(
        self,
        sheet: Sheet,
        organization: Organization,
        answers: Mapping[str, str] | None,
        progress: Progress,
    ) -> Plan:
        """What the sheet would do; writes nothing, refuses nothing."""
        return units.make_plan(sheet, organization, answers, progress)

    def write(self, plan: Plan, *, actor: Any, progress: Progress) -> None:
        """Add and change the units, inside the caller's transaction."""
        writing.write_units(plan, actor=actor)

    def blank(self) -> bytes:
        """The blank table."""
        return blank_workbook(
            self.table,
            name=self.label,
            title=gettext_lazy("LIST OF UNITS"),
            guide=self.guide,
        )


class PersonImporter:
    """Persons with their place of work; `careers` keeps the day of recruitment."""

    kind = "persons"
    slug = "nhan-su"
    order = 20
    icon = "people"
    label = pgettext_lazy("kind of import", "Persons")
    lead = gettext_lazy("Staff of the agency with date of birth, position, unit and recruitment.")
    noun = pgettext_lazy("counted in an import", "persons")
    file_name = "mau-nhap-nhan-su.xlsx"
    table = persons.TABLE
    guide = (
        gettext_lazy("One row per person; units are found by name or code."),
        gettext_lazy("Two people with the same name: write the date of birth to tell them apart."),
        gettext_lazy("An empty cell changes nothing of what is recorded."),
    )

    def __init__(self, careers: placing.Careers | None = None) -> None:
        self.careers = careers

    def open_to(self, user: Any) -> bool:
        """Whether the account is an administrator somewhere; what is below it is not read."""
        return is_trusted(user) or holds(user, Role.ADMINISTRATOR)

    def agencies(self, user: Any) -> frozenset[int]:
        """Where the account keeps people and units."""
        return managed_ids(user)

    def require(self, actor: Any, organization: Organization) -> None:
        """Refuse (NotAllowed) whoever does not keep the agency's people."""
        require_manager(actor, organization)

    def plan(
        self,
        sheet: Sheet,
        organization: Organization,
        answers: Mapping[str, str] | None,
        progress: Progress,
    ) -> Plan:
        """What the sheet would do; writes nothing, refuses nothing."""
        return placing.make_plan(sheet, organization, answers, progress, self.careers)

    def write(self, plan: Plan, *, actor: Any, progress: Progress) -> None:
        """Add and change the persons, inside the caller's transaction."""
        writing.write_persons(plan, actor=actor, careers=self.careers)

    def blank(self) -> bytes:
        """The blank table."""
        return blank_workbook(
            self.table,
            name=self.label,
            title=gettext_lazy("LIST OF STAFF"),
            guide=self.guide,
        )
