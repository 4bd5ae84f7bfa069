"""Figures are counts of valid awards; each leads down to its award lines.

Where no lines are recorded, the numbers of imported tables (`AwardFigure`) count in their place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from nominations.awards.models import Award, AwardCount, AwardFigure
from nominations.law.models import AwardType, CommendationType, RecipientKind
from nominations.people.authorization import roles_today
from nominations.people.models import Organization, User
from nominations.people.queries import agency_ids, subtree_ids, with_predecessors
from nominations.statistics.award_pages import AwardPages
from nominations.statistics.counted_figures import (
    CountedTogether,
    counted_together,
    figures_of,
)
from nominations.statistics.line_counts import group_numbers, line_counts

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
) -> list[TallyCell]:
    """Figures by year, award, type of commendation and kind, in the order of lists.

    Cells of zero are left out: what nobody recorded is not zero. `known_on` counts as known on that
    day: decided by then, not yet revoked then. Sums over several years are figures of their own.
    """
    found = counted(
        organization, year_from=year_from, year_to=year_to, known_on=known_on, subtree=subtree
    )
    order = {code: place for place, code in enumerate(found.codes)}
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
    return sorted(
        cells,
        key=lambda cell: (
            cell.year,
            cell.last_year,
            TYPE_ORDER[cell.commendation_type],
            order[cell.award_code],
            cell.kind != RecipientKind.INDIVIDUAL,
        ),
    )


def counted(
    organization: Organization,
    *,
    year_from: int,
    year_to: int,
    known_on: date | None = None,
    subtree: bool = False,
) -> CountedTogether:
    """Award lines and figures without lists together, with why some of the figures do not count."""
    ids = agencies_of(organization, subtree=subtree)
    figures = list(figures_of(ids, year_from=year_from, year_to=year_to, known_on=known_on))
    types = AwardType.objects.order_by("rank", "code")
    codes = dict(types.values_list("pk", "code"))
    found = line_counts(
        ids,
        year_from=year_from,
        year_to=year_to,
        known_on=known_on,
        codes=codes,
        in_detail=ids & with_predecessors(figure.organization_id for figure in figures),
    )
    return counted_together(ids, found, figures, dict.fromkeys(codes.values()))


def lines(
    organization: Organization,
    *,
    year_from: int,
    year_to: int,
    known_on: date | None = None,
    subtree: bool = False,
    award_code: str = "",
    commendation_type: str = "",
    kind: str = "",
    year: int | None = None,
    last_year: int = 0,
) -> AwardPages:
    """The award lines behind a figure, page by page: what is not named is not narrowed."""
    chosen: dict[str, Any] = {
        "organization_id__in": sorted(agencies_of(organization, subtree=subtree)),
        "year__gte": max(year_from, year or year_from),
        "year__lte": min(year_to, last_year or year or year_to),
    }
    if award_code:
        types = AwardType.objects.filter(code=award_code)
        chosen["award_type_id__in"] = list(types.values_list("pk", flat=True))
    if commendation_type:
        chosen["commendation_type"] = commendation_type
    if kind:
        chosen["kind"] = kind
    awards = Award.objects.known_on(known_on) if known_on else Award.objects.valid()
    shown = awards.filter(**chosen).prefetch_related("award_type", "organization", "revocations")
    return AwardPages(shown, group_numbers(chosen, known_on))


def figures_behind(
    cells: Iterable[TallyCell],
    *,
    award_code: str = "",
    commendation_type: str = "",
    kind: str = "",
    year: int | None = None,
    last_year: int = 0,
) -> list[AwardFigure]:
    """The figures without lists that count in some cells: what is not named is not narrowed."""
    wanted = [
        pk
        for cell in cells
        if award_code in ("", cell.award_code)
        and commendation_type in ("", cell.commendation_type)
        and kind in ("", cell.kind)
        and (year is None or (cell.year, cell.last_year) == (year, last_year))
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
    figures = AwardFigure.objects.standing().filter(
        organization_id__in=sorted(agencies_of(organization))
    )
    found = figures.order_by().values_list("year_from", "year_to").distinct()
    return sorted({year for pair in found for year in pair})
