"""Grades and initiatives as kinds of tables, imported by the council secretary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from nominations.importing.plan import Plan, Progress
from nominations.importing.sheet import Sheet
from nominations.importing.template import blank_workbook
from nominations.people.authorization import holds, roles_today
from nominations.people.models import Organization
from nominations.people.roles import Role
from nominations.records.importing import grades, initiatives
from nominations.records.importing.columns import GRADES, INITIATIVES
from nominations.records.rights import require_secretary

_NAMESAKES = gettext_lazy(
    "Two people with the same name: write the date of birth to tell them apart."
)


class GradeImporter:
    """Annual grades of persons and collectives."""

    kind = "grades"
    slug = "xep-loai"
    order = 30
    icon = "bar-chart-steps"
    label = pgettext_lazy("kind of import", "Annual grades")
    lead = gettext_lazy("How persons and collectives completed the tasks of a year.")
    noun = pgettext_lazy("counted in an import", "grades")
    file_name = "mau-nhap-xep-loai.xlsx"
    table = GRADES
    guide = (
        gettext_lazy("One row per person or collective and year; one grade a year."),
        gettext_lazy("“nt” repeats the cell above, such as the number of the decision."),
        _NAMESAKES,
    )

    def open_to(self, user: Any) -> bool:
        """Whether the account is secretary somewhere."""
        return holds(user, Role.SECRETARY)

    def agencies(self, user: Any) -> frozenset[int]:
        """Where the account is secretary."""
        return roles_today(user).organizations(Role.SECRETARY)

    def require(self, actor: Any, organization: Organization) -> None:
        """Refuse (NotAllowed) anybody but the agency's secretary."""
        require_secretary(actor, organization)

    def plan(
        self,
        sheet: Sheet,
        organization: Organization,
        answers: Mapping[str, str] | None,
        progress: Progress,
    ) -> Plan:
        """What the sheet would do; writes nothing, refuses nothing."""
        return grades.make_plan(sheet, organization, answers, progress)

    def write(self, plan: Plan, *, actor: Any, progress: Progress) -> None:
        """Enter the grades, inside the caller's transaction."""
        grades.write(plan, actor=actor)

    def blank(self) -> bytes:
        """The blank table."""
        title = gettext_lazy("LIST OF ANNUAL GRADES")
        return blank_workbook(self.table, name=self.label, title=title, guide=self.guide)


class InitiativeImporter(GradeImporter):
    """Initiatives and research topics that were recognised before."""

    kind = "initiatives"
    slug = "sang-kien"
    order = 40
    icon = "lightbulb"
    label = pgettext_lazy("kind of import", "Recognised initiatives")
    lead = gettext_lazy("Initiatives and research topics with authors, scope and decision.")
    noun = pgettext_lazy("counted in an import", "initiatives")
    file_name = "mau-nhap-sang-kien.xlsx"
    table = INITIATIVES
    guide = (
        gettext_lazy("One row per initiative that is recognised."),
        gettext_lazy(
            "Authors with their shares, parted by “;”: Nguyễn Văn A (60%); Trần Thị B (40%)."
        ),
        gettext_lazy(
            "Authors with the same name: write the date of birth too:"
            " Nguyễn Văn A (05/01/1980, 60%)."
        ),
    )

    def plan(
        self,
        sheet: Sheet,
        organization: Organization,
        answers: Mapping[str, str] | None,
        progress: Progress,
    ) -> Plan:
        """What the sheet would do; writes nothing, refuses nothing."""
        return initiatives.make_plan(sheet, organization, answers, progress)

    def write(self, plan: Plan, *, actor: Any, progress: Progress) -> None:
        """Take the initiatives over, inside the caller's transaction."""
        initiatives.write(plan, actor=actor)

    def blank(self) -> bytes:
        """The blank table."""
        title = gettext_lazy("LIST OF RECOGNISED INITIATIVES")
        return blank_workbook(self.table, name=self.label, title=title, guide=self.guide)
