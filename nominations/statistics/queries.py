"""Figures are counts of valid awards; each leads down to its award lines.

Where no lines are recorded, the numbers of imported tables (`AwardFigure`) count in their place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from nominations.awards.models import Award, AwardFigure, AwardQuerySet
from nominations.law.models import AwardType, CommendationType, RecipientKind
from nominations.people.authorization import roles_today
from nominations.people.models import Organization, User
from nominations.people.queries import agency_ids, subtree_ids, with_predecessors
from nominations.statistics.counted_figures import (
    CountedTogether,
    LineCount,
    counted_together,
    figures_of,
)
from nominations.vietnamese import fold

TYPE_ORDER = {
    value: place
    for place, value in enumerate(
        sorted(CommendationType.values, key=lambda one: one == CommendationType.SUDDEN)
    )
}
"""Order of the types of commendation on lists: as in the law, sudden achievements last."""
PUBLIC_FIELDS = (
    "year",
    "recipient_name",
    "unit_name",
    "kind",
    "award_type__name",
    "organization__name",
)
"""All that the public may see of an award."""


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


def awards_of(
    organization: Organization,
    *,
    year_from: int,
    year_to: int,
    known_on: date | None = None,
    subtree: bool = False,
) -> AwardQuerySet:
    """The awards that figures count: valid ones, or those as known on a day.

    What an agency's predecessors gave counts as its own.
    """
    ids = agencies_of(organization, subtree=subtree)
    return _awards_in(ids, year_from, year_to, known_on)


def _awards_in(
    ids: frozenset[int], year_from: int, year_to: int, known_on: date | None
) -> AwardQuerySet:
    awards = Award.objects.known_on(known_on) if known_on else Award.objects.valid()
    return awards.filter(organization_id__in=sorted(ids), year__gte=year_from, year__lte=year_to)


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
    unit = {"unit_label": Coalesce("collective__name", "unit_name")} if figures else {}
    numbers = (
        _awards_in(ids, year_from, year_to, known_on)
        .order_by()
        .annotate(**unit)
        .values_list(
            "organization_id", "year", "award_type_id", "commendation_type", "kind", "issuer", *unit
        )
        .annotate(number=Count("id"))
    )
    types = AwardType.objects.order_by("rank", "code")
    codes = dict(types.values_list("pk", "code"))
    lines = [
        LineCount(
            organization_id=row[0],
            kind=(codes[row[2]], row[3], row[4]),
            year=row[1],
            unit=row[6] if unit else "",
            issuer=row[5],
            count=row[-1],
        )
        for row in numbers
    ]
    return counted_together(ids, lines, figures, dict.fromkeys(codes.values()))


def lines(
    awards: AwardQuerySet,
    *,
    award_code: str = "",
    commendation_type: str = "",
    kind: str = "",
    year: int | None = None,
    last_year: int = 0,
) -> AwardQuerySet:
    """The award lines behind a figure: what is not named is not narrowed."""
    if award_code:
        awards = awards.filter(award_type__code=award_code)
    if commendation_type:
        awards = awards.filter(commendation_type=commendation_type)
    if kind:
        awards = awards.filter(kind=kind)
    if year is not None:
        awards = awards.filter(year__gte=year, year__lte=last_year or year)
    return awards.select_related("award_type", "organization").order_by(
        "year",
        "award_type__rank",
        "commendation_type",
        "-kind",
        "person__sort_key",
        "recipient_name",
        "id",
    )


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
    agencies = with_predecessors(organization_ids)
    awards = Award.objects.valid().filter(organization_id__in=agencies)
    return list(awards.order_by("-year").values_list("year", flat=True).distinct())


def figure_years(organization: Organization) -> list[int]:
    """First and last years of the figures without lists of an agency and its predecessors."""
    figures = AwardFigure.objects.standing().filter(
        organization_id__in=sorted(agencies_of(organization))
    )
    found = figures.order_by().values_list("year_from", "year_to").distinct()
    return sorted({year for pair in found for year in pair})


def honour_roll(
    *, year: int | None = None, organization: Organization | None = None, text: str = ""
) -> QuerySet[Award, dict[str, Any]]:
    """Valid awards for the public, allowed fields only; `text` is searched without marks."""
    awards = Award.objects.valid()
    if year is not None:
        awards = awards.filter(year=year)
    if organization is not None:
        awards = awards.filter(organization_id__in=with_predecessors({organization.pk}))
    for word in fold(text).split():
        awards = awards.filter(
            Q(person__search_key__contains=word) | Q(collective__search_key__contains=word)
        )
    rows: QuerySet[Award, dict[str, Any]] = awards.order_by(
        "-year", "award_type__rank", "-kind", "person__sort_key", "recipient_name", "id"
    ).values(*PUBLIC_FIELDS)
    return rows
