"""Counts award lines and figures without lists together, without double counting.

A figure counts where no award lines of its kind are recorded in its years, or where people chose
that it counts instead of them. The number of a period is never divided among its years: it counts
for the whole period, in the place of what is known of single years unless all of them are known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from nominations.awards.models import AwardFigure, AwardFigureQuerySet
from nominations.people.models import Organization
from nominations.statistics.line_counts import TOGETHER, CountKind, LineCount
from nominations.vietnamese import spelling_key

Years = tuple[int, int]


class NotCounted(StrEnum):
    """Why a figure does not count."""

    LINES = "lines"  # award lines are recorded
    YEARS = "years"  # all years of the period are known one by one
    PERIOD = "period"  # a longer period counts instead
    WHOLE = "whole"  # the number of the agency as a whole counts instead of its units
    OVERLAP = "overlap"  # it overlaps another period in part


@dataclass(slots=True)
class CountedEntry:
    """A number for a year or a period: of award lines, of figures, or of both in several units."""

    years: Years
    given: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lines: int = 0
    figures: list[AwardFigure] = field(default_factory=list)

    @classmethod
    def of(cls, figure: AwardFigure) -> CountedEntry:
        entry = cls((figure.year_from, figure.year_to), figures=[figure])
        entry.given[figure.issuer] += figure.count
        return entry

    def overlaps(self, years: Years) -> bool:
        return self.years[0] <= years[1] and years[0] <= self.years[1]

    def lies_in(self, years: Years) -> bool:
        return years[0] <= self.years[0] and self.years[1] <= years[1]

    def add(self, other: CountedEntry) -> None:
        for issuer, count in other.given.items():
            self.given[issuer] += count
        self.lines += other.lines
        self.figures += other.figures


@dataclass(slots=True)
class CountedTogether:
    """The counted entries, and the reasons for figures that do not count; `codes` of all awards in
    order."""

    entries: dict[CountKind, list[CountedEntry]]
    not_counted: dict[int, NotCounted]
    codes: tuple[str, ...]


def figures_of(
    agency_ids: Iterable[int], *, year_from: int, year_to: int, known_on: date | None
) -> AwardFigureQuerySet:
    """The figures of agencies whose whole period lies in the years, known by the end of it."""
    figures = AwardFigure.objects.not_withdrawn().filter(
        organization_id__in=sorted(agency_ids),
        year_from__gte=year_from,
        year_to__lte=year_to,
    )
    if known_on is not None:
        ended = known_on.year if known_on >= date(known_on.year, 12, 31) else known_on.year - 1
        figures = figures.filter(year_to__lte=ended)
    return figures.select_related("award_type", "unit")


class _Counter:
    def __init__(self, lines: Iterable[LineCount], figures: Iterable[AwardFigure]) -> None:
        self.lines: dict[int, list[LineCount]] = defaultdict(list)
        for line in lines:
            self.lines[line.organization_id].append(line)
        self.figures: dict[int, list[AwardFigure]] = defaultdict(list)
        for figure in figures:
            self.figures[figure.organization_id].append(figure)
        self.not_counted: dict[int, NotCounted] = {}

    def agency(
        self, pk: int, earlier: Mapping[int, Sequence[int]]
    ) -> dict[CountKind, list[CountedEntry]]:
        """An agency with its predecessors; its own figures stand for all of these."""
        found: dict[CountKind, list[CountedEntry]] = defaultdict(list)
        for kind, entries in self._own(pk).items():
            found[kind] += entries
        for predecessor in earlier.get(pk, ()):
            for kind, entries in self.agency(predecessor, earlier).items():
                found[kind] += entries
        whole: dict[CountKind, list[AwardFigure]] = defaultdict(list)
        for figure in self.figures[pk]:
            if figure.unit_id is None:
                whole[kind_of(figure)].append(figure)
        for kind, figures in whole.items():
            found[kind] = self._with(found[kind], figures)
        return found

    def _own(self, pk: int) -> dict[CountKind, list[CountedEntry]]:
        """The agency's own lines, and the figures of its units that no lines stand against."""
        by_unit: dict[tuple[CountKind, str], list[AwardFigure]] = defaultdict(list)
        for figure in self.figures[pk]:
            if figure.unit is not None:
                by_unit[kind_of(figure), spelling_key(figure.unit.name)].append(figure)
        lines: dict[tuple[CountKind, str], dict[int, CountedEntry]] = defaultdict(dict)
        for line in self.lines[pk]:
            here = lines[line.kind, spelling_key(line.unit) if line.unit else ""]
            entry = here.setdefault(line.year, CountedEntry((line.year, line.year)))
            entry.given[line.issuer] += line.count
            entry.lines += line.count
        found: dict[CountKind, list[CountedEntry]] = defaultdict(list)
        for (kind, unit), years in lines.items():
            if (kind, unit) not in by_unit:
                found[kind] += years.values()
        for (kind, unit), figures in by_unit.items():
            mine = list(lines[kind, unit].values())
            unnamed = list(lines[kind, ""].values())
            found[kind] += self._with(mine, figures, unnamed)
        return found

    def _with(
        self,
        entries: Sequence[CountedEntry],
        figures: Iterable[AwardFigure],
        unnamed: Sequence[CountedEntry] = (),
    ) -> list[CountedEntry]:
        """The entries with the figures that count beside them or in their place.

        `unnamed` are lines of which nobody knows whether the figures stand for them.
        """
        found = list(entries)
        for figure in sorted(figures, key=lambda one: (one.year_to - one.year_from, one.year_from)):
            years = (figure.year_from, figure.year_to)
            over = [entry for entry in (*found, *unnamed) if entry.overlaps(years)]
            why = _against(figure, years, over)
            if why is not None:
                self.not_counted[figure.pk] = why
                continue
            for entry in over:
                for other in entry.figures:
                    is_part = other.unit_id is not None and figure.unit_id is None
                    self.not_counted[other.pk] = NotCounted.WHOLE if is_part else NotCounted.PERIOD
            found = [entry for entry in found if not entry.overlaps(years)]
            found.append(CountedEntry.of(figure))
        return found


def _against(figure: AwardFigure, years: Years, over: Sequence[CountedEntry]) -> NotCounted | None:
    """Why a figure does not count beside what is known of its years; None: it does."""
    if not all(entry.lies_in(years) for entry in over):
        return NotCounted.OVERLAP
    if figure.instead_of_lines or not over:
        return None
    if any(entry.lines for entry in over):
        return NotCounted.LINES
    whole = [one for one in over if figure.unit_id or not all(row.unit_id for row in one.figures)]
    known = {year for one in whole for year in range(one.years[0], one.years[1] + 1)}
    return NotCounted.YEARS if len(known) > years[1] - years[0] else None


def kind_of(figure: AwardFigure) -> CountKind:
    return figure.award_type.code, figure.commendation_type, figure.kind


def counted_together(
    agency_ids: frozenset[int],
    lines: Iterable[LineCount],
    figures: Sequence[AwardFigure],
    codes: Iterable[str],
) -> CountedTogether:
    """Lines and figures of agencies together with their predecessors, which must be among them."""
    earlier: dict[int, list[int]] = defaultdict(list)
    latest = [TOGETHER]
    agencies = Organization.objects.filter(pk__in=sorted(agency_ids)).order_by("pk")
    successors = agencies.values_list("pk", "successor_id") if figures else ()
    for pk, successor_id in successors:
        if successor_id in agency_ids:
            earlier[successor_id].append(pk)
        else:
            latest.append(pk)
    counter = _Counter(lines, figures)
    together: dict[CountKind, dict[Years, CountedEntry]] = defaultdict(dict)
    for pk in latest:
        for kind, entries in counter.agency(pk, earlier).items():
            for entry in entries:
                together[kind].setdefault(entry.years, CountedEntry(entry.years)).add(entry)
    entries_of = {kind: list(by_years.values()) for kind, by_years in together.items()}
    return CountedTogether(entries_of, counter.not_counted, tuple(codes))
