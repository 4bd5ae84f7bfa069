"""Award history as a kind of table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from nominations.awards.importing.checking import make_plan
from nominations.awards.importing.columns import TABLE
from nominations.awards.importing.writing import require_importer, write
from nominations.awards.models import AwardType
from nominations.importing.plan import Plan, Progress
from nominations.importing.sheet import Sheet
from nominations.importing.template import blank_workbook
from nominations.people.authorization import holds, roles_today
from nominations.people.models import Organization
from nominations.people.roles import Role


class AwardImporter:
    """Awards of earlier years, imported by the secretary."""

    kind = "awards"
    slug = "khen-thuong"
    order = 50
    icon = "trophy"
    label = pgettext_lazy("kind of import", "Award history")
    lead = gettext_lazy("Awards of earlier years, each with its decision.")
    noun = pgettext_lazy("counted in an import", "awards")
    file_name = "mau-nhap-lich-su-khen-thuong.xlsx"
    table = TABLE
    guide = (
        gettext_lazy("One row per person or collective and award."),
        gettext_lazy("People, units and awards are found by name; no codes are needed."),
        gettext_lazy("Two people with the same name: write the date of birth to tell them apart."),
    )

    def open_to(self, user: Any) -> bool:
        """Whether the account is secretary somewhere."""
        return holds(user, Role.SECRETARY)

    def agencies(self, user: Any) -> frozenset[int]:
        """Where the account is secretary."""
        return roles_today(user).organizations(Role.SECRETARY)

    def require(self, actor: Any, organization: Organization) -> None:
        """Refuse (NotAllowed) anybody but the agency's secretary."""
        require_importer(actor, organization)

    def plan(
        self,
        sheet: Sheet,
        organization: Organization,
        answers: Mapping[str, str] | None,
        progress: Progress,
    ) -> Plan:
        """What the sheet would do; writes nothing, refuses nothing."""
        return make_plan(sheet, organization, answers, progress)

    def write(self, plan: Plan, *, actor: Any, progress: Progress) -> None:
        """Confer the awards, inside the caller's transaction."""
        write(plan, actor=actor)

    def blank(self) -> bytes:
        """The blank table, with the names of the catalogue."""
        names = AwardType.objects.order_by("rank", "code").values_list("name", flat=True)
        listed = [f"- {name}" for name in dict.fromkeys(names)]
        return blank_workbook(
            TABLE,
            name=pgettext_lazy("name of a sheet", "Awards"),
            title=gettext_lazy("LIST OF AWARDS RECEIVED"),
            guide=[*self.guide, "", gettext_lazy("Names of awards:"), *listed],
        )
