"""The page of figures: one tally as table and chart, each figure linked to its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.law.models import AwardType, CommendationType, RecipientKind
from nominations.statistics.queries import TYPE_ORDER, TallyCell
from nominations.statistics.svg_chart import StackedBars, stacked_bars

_Years = tuple[int, int]
"""(year, last year of a sum over several years, otherwise 0)."""


@dataclass(slots=True)
class LinkedFigure:
    """A number of a table with the address of the lines behind it.

    `is_summed`: it is, at least in part, from a table without a list of names.
    """

    count: int = 0
    path: str = ""
    is_summed: bool = False


@dataclass(slots=True)
class FigureCell:
    """A cell of the table: individuals, collectives and households."""

    years: _Years | None
    individual: LinkedFigure = field(default_factory=LinkedFigure)
    collective: LinkedFigure = field(default_factory=LinkedFigure)
    household: LinkedFigure = field(default_factory=LinkedFigure)

    @property
    def is_empty(self) -> bool:
        return not any(self.of(kind).count for kind in RecipientKind.values)

    def of(self, kind: str) -> LinkedFigure:
        figures = {
            RecipientKind.INDIVIDUAL: self.individual,
            RecipientKind.COLLECTIVE: self.collective,
            RecipientKind.HOUSEHOLD: self.household,
        }
        return figures[RecipientKind(kind)]


@dataclass(slots=True, kw_only=True)
class FigureRow:
    """An award in one type of commendation over the years."""

    award_type: AwardType
    commendation_type: str
    type_label: str
    givers: str
    entries: list[FigureCell]
    total: FigureCell

    @property
    def kinds(self) -> list[str]:
        """The kinds of recipient that the row counts, in the order of its cells."""
        return [kind for kind in RecipientKind.values if self.total.of(kind).count]

    @property
    def has_both(self) -> bool:
        """Whether it counts more than one kind."""
        return len(self.kinds) > 1

    @property
    def kinds_named(self) -> str:
        """ "cá nhân / tập thể", as the cells of the row stand."""
        names = {
            RecipientKind.INDIVIDUAL: _("individuals"),
            RecipientKind.COLLECTIVE: _("collectives"),
            RecipientKind.HOUSEHOLD: _("households"),
        }
        return " / ".join(names[RecipientKind(kind)] for kind in self.kinds)

    @property
    def is_for_several(self) -> bool:
        """Whether the award is for more than one kind, so that the row says which it counts."""
        return sum(self.award_type.is_for(kind) for kind in RecipientKind.values) > 1

    def shown(self, entry: FigureCell) -> list[LinkedFigure]:
        """The numbers of a cell in the order of `kinds`."""
        return [entry.of(kind) for kind in self.kinds]

    @property
    def cells(self) -> list[tuple[FigureCell, list[LinkedFigure]]]:
        """The cells of the years and that of the sum, each with its numbers."""
        return [(one, self.shown(one)) for one in (*self.entries, self.total)]


@dataclass(slots=True, kw_only=True)
class FigureTable:
    """The table with its sums, and the chart of the same sums."""

    years: list[int | str]
    missing_years: list[int]
    rows: list[FigureRow]
    individuals: list[LinkedFigure]
    collectives: list[LinkedFigure]
    households: list[LinkedFigure]
    totals: list[LinkedFigure]
    chart: dict[str, Any]

    @property
    def picture(self) -> StackedBars:
        """The chart."""
        series = [(one["label"], one["data"]) for one in self.chart["series"]]
        return stacked_bars(self.chart["labels"], series)

    @property
    def has_households(self) -> bool:
        return any(one.count for one in self.households)

    @property
    def has_summed(self) -> bool:
        """Whether some number is from a table without a list of names."""
        return any(one.is_summed for one in self.totals)


def _path(page: str, **narrow: Any) -> str:
    given = {name: value for name, value in narrow.items() if value not in ("", None)}
    return f"{page}&{urlencode(given)}" if given else page


def _fill(entry: FigureCell, cells: Sequence[TallyCell], page: str, **narrow: Any) -> FigureCell:
    for kind in RecipientKind.values:
        figure = entry.of(kind)
        mine = [cell for cell in cells if cell.kind == kind]
        figure.count = sum(cell.count for cell in mine)
        figure.is_summed = any(cell.summed for cell in mine)
        figure.path = _path(page, **_in_address(entry.years), kieu=kind, **narrow)
    return entry


def _years_of(cell: TallyCell) -> _Years:
    return cell.year, cell.last_year


def _in_address(years: _Years | None) -> dict[str, int | str]:
    return {"nam": years[0], "het": years[1] or ""} if years else {}


def _sums(
    cells: Sequence[TallyCell], columns: Sequence[_Years], page: str, kind: str = ""
) -> list[LinkedFigure]:
    found = []
    for years in (*columns, None):
        mine = [
            cell for cell in cells if years in (None, _years_of(cell)) and kind in ("", cell.kind)
        ]
        path = _path(page, **_in_address(years), kieu=kind)
        is_summed = any(cell.summed for cell in mine)
        found.append(LinkedFigure(sum(cell.count for cell in mine), path, is_summed))
    return found


def _row(
    award_type: AwardType,
    kind: str,
    cells: Sequence[TallyCell],
    columns: Sequence[_Years],
    page: str,
) -> FigureRow:
    narrow = {"ma": award_type.code, "loai": kind}
    return FigureRow(
        award_type=award_type,
        commendation_type=kind,
        type_label="" if kind == CommendationType.MERIT else str(CommendationType(kind).label),
        givers="; ".join(
            sorted({one.issuer for cell in cells for one in cell.givers if one.issuer})
        ),
        entries=[
            _fill(FigureCell(at), [one for one in cells if _years_of(one) == at], page, **narrow)
            for at in columns
        ],
        total=_fill(FigureCell(None), cells, page, **narrow),
    )


def figure_table(
    cells: Sequence[TallyCell], *, year_from: int, year_to: int, filters: dict[str, Any]
) -> FigureTable:
    """Rows award x type of commendation, a column per year with figures, then one per period of
    which only the sum is known, sums at the end.

    `filters` are those in the address of the page; the addresses of the figures keep it. Years
    without any figure have no column: they are unknown, not zero.
    """
    page = f"{reverse('statistics:lines')}?{urlencode(filters)}"
    wanted = range(year_from, year_to + 1)
    columns = sorted({_years_of(cell) for cell in cells}, key=lambda one: (one[1] > 0, one))
    known = {year for first, last in columns for year in range(first, (last or first) + 1)}
    by_row: dict[tuple[str, str], list[TallyCell]] = defaultdict(list)
    for cell in cells:
        by_row[cell.commendation_type, cell.award_code].append(cell)
    types = {one.code: one for one in AwardType.objects.order_by("valid_from")}
    # The tally is ordered by year first; rows stand by type of commendation, then by rank.
    rows = [
        _row(types[code], kind, by_row[kind, code], columns, page)
        for kind, code in sorted(by_row, key=lambda key: (TYPE_ORDER[key[0]], types[key[1]].rank))
    ]
    individuals = _sums(cells, columns, page, RecipientKind.INDIVIDUAL)
    collectives = _sums(cells, columns, page, RecipientKind.COLLECTIVE)
    households = _sums(cells, columns, page, RecipientKind.HOUSEHOLD)
    series = [(_("Individuals"), individuals), (_("Collectives"), collectives)]
    if any(one.count for one in households):
        series.append((_("Households"), households))
    years: list[int | str] = [f"{first}–{last}" if last else first for first, last in columns]
    return FigureTable(
        years=years,
        missing_years=[year for year in wanted if year not in known],
        rows=rows,
        individuals=individuals,
        collectives=collectives,
        households=households,
        totals=_sums(cells, columns, page),
        chart={
            "labels": [str(year) for year in years],
            "series": [
                {"label": label, "data": [one.count for one in figures[:-1]]}
                for label, figures in series
            ],
            "stacked": True,
        },
    )
