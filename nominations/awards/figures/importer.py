"""Historic counts as a kind of table, imported by the council secretary."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from nominations.awards.figures.columns import FIGURES
from nominations.awards.figures.import_plan import FigureChecker
from nominations.awards.figures.plan_writer import write
from nominations.awards.services import require_figure_keeper
from nominations.importing.registry import Importer
from nominations.people.authorization import holds, roles_today
from nominations.people.roles import Role
from workflow.actors import Actor


def _is_secretary(user: Actor) -> bool:
    return holds(user, Role.SECRETARY)


def _agencies(user: Actor) -> frozenset[int]:
    return roles_today(user).organizations(Role.SECRETARY)


FIGURE_IMPORTER = Importer(
    kind="figures",
    slug="so-lieu-tong-hop",
    order=60,
    icon="table",
    label=pgettext_lazy("kind of import", "Historic counts without lists"),
    lead=gettext_lazy("How many awards there were by year or period, where no names are known."),
    noun=pgettext_lazy("counted in an import", "figures"),
    table=FIGURES,
    open_to=_is_secretary,
    agencies=_agencies,
    require=require_figure_keeper,
    plan=FigureChecker.make_plan,
    write=write,
    file_name="mau-nhap-so-lieu-tong-hop.xlsx",
    next_label=gettext_lazy("See the figures without lists"),
    next_url_name="statistics:figures",
    title=gettext_lazy("NUMBERS OF AWARDS BY YEAR"),
    sheet_name=pgettext_lazy("name of a sheet", "Counts"),
    guide=(
        gettext_lazy("One row per year or period and award, with the number."),
        gettext_lazy(
            "Tables as offices keep them are read as well: a row for each year and a column for"
            " each award, or the other way round."
        ),
        gettext_lazy(
            "A period such as 2015-2019 is one sum; it is not divided among its years. A dash means"
            " none, an empty cell means not known."
        ),
        gettext_lazy("Lines “Cộng” are compared with the numbers and not imported."),
        gettext_lazy(
            "The source is the paper the numbers are from, such as a report with number and date."
        ),
    ),
)
