"""Award history as a kind of table, imported by the council secretary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, pgettext_lazy

from nominations.awards.importing.columns import TABLE
from nominations.awards.importing.import_plan import AwardChecker
from nominations.awards.importing.plan_writer import require_importer, write
from nominations.importing.registry import Importer
from nominations.law.models import AwardType
from nominations.people.authorization import holds, roles_today
from nominations.people.roles import Role
from workflow.actors import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def _is_secretary(user: Actor) -> bool:
    return holds(user, Role.SECRETARY)


def _agencies(user: Actor) -> frozenset[int]:
    return roles_today(user).organizations(Role.SECRETARY)


def _names_of_awards() -> Sequence[_StrOrPromise]:
    names = AwardType.objects.order_by("rank", "code").values_list("name", flat=True)
    listed = [f"- {name}" for name in dict.fromkeys(names)]
    return ["", gettext_lazy("Names of awards:"), *listed]


AWARD_IMPORTER = Importer(
    kind="awards",
    slug="khen-thuong",
    order=50,
    icon="trophy",
    label=pgettext_lazy("kind of import", "Award history"),
    lead=gettext_lazy("Awards of earlier years, each with its decision."),
    noun=pgettext_lazy("counted in an import", "awards"),
    table=TABLE,
    open_to=_is_secretary,
    agencies=_agencies,
    require=require_importer,
    plan=AwardChecker.make_plan,
    write=write,
    file_name="mau-nhap-lich-su-khen-thuong.xlsx",
    next_label=gettext_lazy("See the statistics"),
    next_url_name="statistics:index",
    title=gettext_lazy("LIST OF AWARDS RECEIVED"),
    sheet_name=pgettext_lazy("name of a sheet", "Awards"),
    guide=(
        gettext_lazy("One row per person or collective and award."),
        gettext_lazy("People, units and awards are found by name; no codes are needed."),
        gettext_lazy("Two people with the same name: write the date of birth to tell them apart."),
    ),
    more_guide=_names_of_awards,
)
