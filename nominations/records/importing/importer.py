"""Grades and initiatives as kinds of tables, imported by the council secretary."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from nominations.importing.registry import Importer
from nominations.people.authorization import holds, roles_today
from nominations.people.roles import Role
from nominations.records.importing import grades, initiatives
from nominations.records.importing.columns import GRADES, INITIATIVES
from nominations.records.permissions import require_secretary
from workflow.actors import Actor


def _is_secretary(user: Actor) -> bool:
    return holds(user, Role.SECRETARY)


def _agencies(user: Actor) -> frozenset[int]:
    return roles_today(user).organizations(Role.SECRETARY)


GRADE_IMPORTER = Importer(
    kind="grades",
    slug="xep-loai",
    order=30,
    icon="bar-chart-steps",
    label=pgettext_lazy("kind of import", "Annual grades"),
    lead=gettext_lazy("How persons and collectives completed the tasks of a year."),
    noun=pgettext_lazy("counted in an import", "grades"),
    table=GRADES,
    open_to=_is_secretary,
    agencies=_agencies,
    require=require_secretary,
    plan=grades.GradeChecker.make_plan,
    write=grades.write,
    file_name="mau-nhap-xep-loai.xlsx",
    next_label=gettext_lazy("See the annual grades"),
    next_url_name="records:grades",
    title=gettext_lazy("LIST OF ANNUAL GRADES"),
    guide=(
        gettext_lazy("One row per person or collective and year; one grade a year."),
        gettext_lazy("“nt” repeats the cell above, such as the number of the decision."),
        gettext_lazy("Two people with the same name: write the date of birth to tell them apart."),
    ),
)

INITIATIVE_IMPORTER = Importer(
    kind="initiatives",
    slug="sang-kien",
    order=40,
    icon="lightbulb",
    label=pgettext_lazy("kind of import", "Recognised initiatives"),
    lead=gettext_lazy("Initiatives and research topics with authors, scope and decision."),
    noun=pgettext_lazy("counted in an import", "initiatives"),
    table=INITIATIVES,
    open_to=_is_secretary,
    agencies=_agencies,
    require=require_secretary,
    plan=initiatives.InitiativeChecker.make_plan,
    write=initiatives.write,
    file_name="mau-nhap-sang-kien.xlsx",
    next_label=gettext_lazy("See the initiatives"),
    next_url_name="records:initiatives",
    title=gettext_lazy("LIST OF RECOGNISED INITIATIVES"),
    guide=(
        gettext_lazy("One row per initiative that is recognised."),
        gettext_lazy(
            "Authors with their shares, parted by “;”: Nguyễn Văn A (60%); Trần Thị B (40%)."
        ),
        gettext_lazy(
            "Authors with the same name: write the date of birth too:"
            " Nguyễn Văn A (05/01/1980, 60%)."
        ),
    ),
)
