"""Figures are counts of valid awards, each with its award lines.

Where no lines are recorded, the numbers of imported tables (`AwardFigure`) count in their place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Count, Q

from nominations.awards.models import Award, AwardCount, AwardFigure
from nominations.law.models import AwardType, CommendationType, RecipientKind
from nominations.people.authorization import roles_today
from nominations.people.models import Organization, User
from nominations.people.queries import agency_ids, subtree_ids, with_predecessors
from nominations.statistics.award_pages import AwardPages
from nominations.statistics.breakdown import (
    Chosen,
    Division,
    counted_condition,
    is_of_lines,
    narrowed_lines,
)
from nominations.statistics.counted_figures import (
    CountedTogether,
    counted_together,
    figures_of,
)
from nominations.statistics.line_counts import group_numbers, line_counts

_OF_KINDS = frozenset({Division.AWARD, Division.KIND, Division.TYPE})
TYPE_ORDER = {
    value: place
    for place, value in enumerate(
        sorted(CommendationType.values, key=lambda one: one == CommendationType.SUDDEN)
    )
}
"""Order of the types of commendation on lists: as in the law, sudden achievements last."""


@dataclass(frozen=True, slots=True)
class GiverCount:
    """How many of the awards of a figure somebody gave; "" where nobody wrote who."""

    issuer: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyCell:
    """One figure: how many awards of a kind in a year, and who gave them.

    `last_year` is the last one of a sum over several years, otherwise 0; `summed` says how much of
    the count is from tables without a list of names, `figures` which figures these are.
    """

    year: int
    award_code: str
    commendation_type: str
    kind: str
    count: int
    givers: tuple[GiverCount, ...] = ()
    last_year: int = 0
    summed: int = 0
    figures: tuple[int, ...] = ()

    @property
    def years(self) -> str:
        """The year, or the period as "2015-2019"."""
        return f"{self.year}-{self.last_year}" if self.last_year else str(self.year)

    def is_of(self, year: int) -> bool:
        """Whether this is a number of that year alone."""
        return self.year == year and not self.last_year


def agencies_of(organization: Organization, *, subtree: bool = False) -> frozenset[int]:
    """The agency, those below it if they count too, and the predecessors of all of these."""
    return with_predecessors(subtree_ids({organization.pk}) if subtree else {organization.pk})


def tally(
    organization: Organization,
    *,
    year_from: int,
    year_to: int,
    known_on: date | None = None,
    subtree: bool = False,
    chosen: Sequence[Chosen] = (),
) -> list[TallyCell]:
    """Figures by year, award, type of commendation and kind, in the order of lists.

    Cells of zero are left out: what nobody recorded is not zero. `known_on` counts as known on that
    day: decided by then, not yet revoked then. Sums over several years are figures of their own.
    Of `chosen`, what awards and figures are counted by narrows them: an award, a kind, a type.
    """
    found = counted_awards(
        organization,
        year_from=year_from,
        year_to=year_to,
        known_on=known_on,
        subtree=subtree,
        chosen=chosen,
    )
    cells = [
        TallyCell(
            year=entry.years[0],
            award_code=code,
            commendation_type=commendation_type,
            kind=kind,
            count=sum(entry.given.values()),
            givers=tuple(GiverCount(*one) for one in sorted(entry.given.items()) if one[1]),
            last_year=entry.years[1] if entry.years[1] > entry.years[0] else 0,
            summed=sum(figure.count for figure in entry.figures),
            figures=tuple(figure.pk for figure in entry.figures),
        )
        for (code, commendation_type, kind), entries in found.entries.items()
        for entry in entries
        if any(entry.given.values())
    ]
    return _in_order(cells, found.codes)


def _in_order(cells: Iterable[TallyCell], codes: Sequence[str]) -> list[TallyCell]:
    order = {code: place for place, code in enumerate(codes)}
    return sorted(
        cells,
        key=lambda cell: (
            cell.year,
            cell.last_year,
            TYPE_ORDER[cell.commendation_type],
            order[cell.award_code],
            RecipientKind.values.index(cell.kind),
        ),
    )


def counted_awards(
    organization: Organization,
    *,
    year_from: int,
    year_to: int,
    known_on: date | None = None,
    subtree: bool = False,
    chosen: Sequence[Chosen] = (),
) -> CountedTogether:
    """Award lines and figures without lists together, with why some of the figures do not count.

    Whether a figure counts is decided among those of its own award, type and kind, so that others
    need not be read when one of these is chosen.
    """
    ids = agencies_of(organization, subtree=subtree)
    kinds = counted_condition([one for one in chosen if one[0] in _OF_KINDS])
    given = figures_of(ids, year_from=year_from, year_to=year_to, known_on=known_on)
    figures = list(given.filter(kinds))
    types = AwardType.objects.order_by("rank", "code")
    codes = dict(types.values_list("pk", "code"))
    found = line_counts(
        ids,
        year_from=year_from,
        year_to=year_to,
        known_on=known_on,
        codes=codes,
        in_detail=ids & with_predecessors(figure.organization_id for figure in figures),
        kinds=kinds,
    )
    return counted_together(ids, found, figures, dict.fromkeys(codes.values()))


def award_lines(
    organization: Organization,
    *,
    year_from: int,
    year_to: int,
    known_on: date | None = None,
    subtree: bool = False,
    year: int | None = None,
    last_year: int = 0,
    chosen: Sequence[Chosen] = (),
) -> AwardPages:
    """The award lines behind a figure, page by page: what is not chosen is not narrowed."""
    first, last = max(year_from, year or year_from), min(year_to, last_year or year or year_to)
    agencies = sorted(agencies_of(organization, subtree=subtree))
    condition = Q(organization_id__in=agencies, year__gte=first, year__lte=last)
    condition &= counted_condition(chosen)
    awards = Award.objects.known_on(known_on) if known_on else Award.objects.valid()
    shown = narrowed_lines(awards.filter(condition), chosen).prefetch_related(
        "organization", "revocations"
    )
    return AwardPages(
        shown, None if is_of_lines(chosen) else partial(group_numbers, condition, known_on)
    )


def line_tally(pages: AwardPages) -> list[TallyCell]:
    """Figures of award lines alone, in the order of lists."""
    rows = (
        pages.awards.prefetch_related(None)
        .values_list("year", "award_type__code", "commendation_type", "kind", "issuer")
        .annotate(number=Count("id"))
    )
    given: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
    for *key, issuer, number in rows:
        given[tuple(key)][issuer] = number
    types = AwardType.objects.order_by("rank", "code").values_list("code", flat=True)
    return _in_order(
        [
            TallyCell(
                year=year,
                award_code=code,
                commendation_type=commendation_type,
                kind=kind,
                count=sum(numbers.values()),
                givers=tuple(GiverCount(*one) for one in sorted(numbers.items())),
            )
            for (year, code, commendation_type, kind), numbers in given.items()
        ],
        list(dict.fromkeys(types)),
    )


def chosen_tally(
    organization: Organization,
    pages: AwardPages,
    period: Mapping[str, Any],
    chosen: Sequence[Chosen],
) -> list[TallyCell]:
    """The figures of a period, narrowed: of the lines alone where only these know what is
    chosen."""
    if is_of_lines(chosen):
        return line_tally(pages)
    return chosen_cells(tally(organization, **period, chosen=chosen), chosen)


def chosen_cells(cells: Iterable[TallyCell], chosen: Sequence[Chosen]) -> list[TallyCell]:
    """The figures with the chosen award, kind, type of commendation and authority."""
    wanted = dict(chosen)
    codes = None
    if authority := wanted.get(Division.AUTHORITY):
        types = AwardType.objects.filter(authority=authority)
        codes = frozenset(types.values_list("code", flat=True))
    return [
        cell
        for cell in cells
        if wanted.get(Division.AWARD, cell.award_code) == cell.award_code
        and wanted.get(Division.KIND, cell.kind) == cell.kind
        and wanted.get(Division.TYPE, cell.commendation_type) == cell.commendation_type
        and (codes is None or cell.award_code in codes)
    ]


def figures_behind(
    cells: Iterable[TallyCell], *, year: int | None = None, last_year: int = 0
) -> list[AwardFigure]:
    """The figures without lists that count in some cells, or in those of a year or a period."""
    wanted = [
        pk
        for cell in cells
        if year is None or (cell.year, cell.last_year) == (year, last_year)
        for pk in cell.figures
    ]
    if not wanted:
        return []
    return list(
        AwardFigure.objects.filter(pk__in=wanted).select_related(
            "award_type", "unit", "organization"
        )
    )


def readable_agencies(user: User) -> list[Organization]:
    """Agencies whose figures the account may read: its own, and those below where it has a role."""
    ids = agency_ids(user) | subtree_ids(roles_today(user).organizations_with("view_nominations"))
    return list(Organization.objects.filter(pk__in=ids).order_by("rank", "code"))


def years_of(organization_ids: Iterable[int]) -> list[int]:
    """The years in which the agencies or their predecessors have awards, the latest first."""
    counts = AwardCount.objects.filter(organization_id__in=with_predecessors(organization_ids))
    return list(counts.order_by("-year").values_list("year", flat=True).distinct())


def figure_years(organization: Organization) -> list[int]:
    """First and last years of the figures without lists of an agency and its predecessors."""
    figures = AwardFigure.objects.not_withdrawn().filter(
        organization_id__in=sorted(agencies_of(organization))
    )
    found = figures.order_by().values_list("year_from", "year_to").distinct()
    return sorted({year for pair in found for year in pair})
