"""The page of figures: one tally as table and chart, each figure with the way to its lines."""

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


@dataclass(slots=True)
class LinkedFigure:
    """A number of a table with the address of the lines behind it."""

    count: int = 0
    path: str = ""


@dataclass(slots=True)
class FigureCell:
    """What stands where a row and a column meet: individuals and collectives."""

    year: int | None
    individual: LinkedFigure = field(default_factory=LinkedFigure)
    collective: LinkedFigure = field(default_factory=LinkedFigure)

    @property
    def is_empty(self) -> bool:
        return not self.individual.count and not self.collective.count

    def of(self, kind: str) -> LinkedFigure:
        return self.individual if kind == RecipientKind.INDIVIDUAL else self.collective


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
    def has_both(self) -> bool:
        return bool(self.total.individual.count and self.total.collective.count)


@dataclass(slots=True, kw_only=True)
class FigureTable:
    """The table with its sums, and the chart of the same sums."""

    years: list[int]
    missing_years: list[int]
    rows: list[FigureRow]
    individuals: list[LinkedFigure]
    collectives: list[LinkedFigure]
    totals: list[LinkedFigure]
    chart: dict[str, Any]


def _path(filters: dict[str, Any], **narrow: Any) -> str:
    given = {
        name: value for name, value in {**filters, **narrow}.items() if value not in ("", None)
    }
    return f"{reverse('statistics:lines')}?{urlencode(given)}"


def _fill(
    entry: FigureCell, cells: Sequence[TallyCell], filters: dict[str, Any], **narrow: Any
) -> FigureCell:
    for kind in RecipientKind.values:
        figure = entry.of(kind)
        figure.count = sum(cell.count for cell in cells if cell.kind == kind)
        figure.path = _path(filters, nam=entry.year, kieu=kind, **narrow)
    return entry


def _sums(
    cells: Sequence[TallyCell], years: Sequence[int], filters: dict[str, Any], kind: str = ""
) -> list[LinkedFigure]:
    found = []
    for year in (*years, None):
        count = sum(
            cell.count for cell in cells if year in (None, cell.year) and kind in ("", cell.kind)
        )
        found.append(LinkedFigure(count, _path(filters, nam=year, kieu=kind)))
    return found


def _row(
    award_type: AwardType,
    kind: str,
    cells: Sequence[TallyCell],
    years: Sequence[int],
    filters: dict[str, Any],
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
            _fill(FigureCell(year), [one for one in cells if one.year == year], filters, **narrow)
            for year in years
        ],
        total=_fill(FigureCell(None), cells, filters, **narrow),
    )


def figure_table(
    cells: Sequence[TallyCell], *, year_from: int, year_to: int, filters: dict[str, Any]
) -> FigureTable:
    """Rows award x type of commendation, a column per year with figures, sums at the end.

    `filters` are those in the address of the page; the addresses of the figures keep it. Years
    without any figure have no column: they are unknown, not zero.
    """
    with_figures = {cell.year for cell in cells}
    wanted = range(year_from, year_to + 1)
    years = [year for year in wanted if year in with_figures]
    by_row: dict[tuple[str, str], list[TallyCell]] = defaultdict(list)
    for cell in cells:
        by_row[cell.commendation_type, cell.award_code].append(cell)
    types = {one.code: one for one in AwardType.objects.order_by("valid_from")}
    # The tally is ordered by year first; rows stand by type of commendation, then by rank.
    rows = [
        _row(types[code], kind, by_row[kind, code], years, filters)
        for kind, code in sorted(by_row, key=lambda key: (TYPE_ORDER[key[0]], types[key[1]].rank))
    ]
    individuals = _sums(cells, years, filters, RecipientKind.INDIVIDUAL)
    collectives = _sums(cells, years, filters, RecipientKind.COLLECTIVE)
    return FigureTable(
        years=years,
        missing_years=[year for year in wanted if year not in with_figures],
        rows=rows,
        individuals=individuals,
        collectives=collectives,
        totals=_sums(cells, years, filters),
        chart={
            "labels": [str(year) for year in years],
            "series": [
                {"label": _("Individuals"), "data": [one.count for one in individuals[:-1]]},
                {"label": _("Collectives"), "data": [one.count for one in collectives[:-1]]},
            ],
            "stacked": True,
        },
    )
