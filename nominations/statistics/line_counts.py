"""Numbers of award lines: from stored counts, or counted line by line if these lack detail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum, Value
from django.db.models.functions import Coalesce

from nominations.awards.models import Award, AwardCount
from nominations.statistics.award_pages import YearAwardKind

CountKind = tuple[str, str, str]
"""(code of the award, type of commendation, kind of recipient)."""
TOGETHER = 0
"""Stands in the place of an agency for all that are counted together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCount:
    """How many award lines of one kind there are in a year, by who gave them; of an agency by unit,
    or of several agencies together (`organization_id` 0)."""

    organization_id: int
    kind: CountKind
    year: int
    unit: str
    issuer: str
    count: int


_Key = tuple[int, int, int, str, str, str, str]
"""(agency, year, award type, type of commendation, kind, unit, issuer)."""
_COLUMNS = ("year", "award_type_id", "commendation_type", "kind")


def line_counts(
    agency_ids: Iterable[int],
    *,
    year_from: int,
    year_to: int,
    known_on: date | None,
    codes: Mapping[int, str],
    in_detail: Set[int],
    kinds: Q | None = None,
) -> list[LineCount]:
    """The lines of agencies, valid now or as known on a day.

    `in_detail` are agencies that figures without lists are compared with: these are counted by
    unit, all others together. `kinds` narrows by columns that awards and counts share.
    """
    together = sorted(set(agency_ids) - in_detail)
    years = Q(year__gte=year_from, year__lte=year_to) & (kinds or Q())
    numbers: Counter[_Key] = Counter()
    if together:
        numbers.update(dict(_stored_counts(Q(organization_id__in=together) & years, known_on)))
    if in_detail:
        of_these = Q(organization_id__in=sorted(in_detail)) & years
        numbers.update(dict(_by_unit(of_these, known_on)))
    return [
        LineCount(
            organization_id=agency,
            kind=(codes[award], commendation_type, kind),
            year=year,
            unit=unit,
            issuer=issuer,
            count=number,
        )
        for (agency, year, award, commendation_type, kind, unit, issuer), number in numbers.items()
        if number
    ]


def group_numbers(chosen: Q, known_on: date | None = None) -> Mapping[YearAwardKind, int]:
    """How many awards of each group are chosen, by columns that awards and counts share."""
    numbers: Counter[YearAwardKind] = Counter()
    for (_agency, year, award, _type, kind, _unit, _issuer), number in _stored_counts(
        chosen, known_on
    ):
        numbers[YearAwardKind(year, award, kind)] += number
    return +numbers


def _by_unit(chosen: Q, known_on: date | None) -> Iterator[tuple[_Key, int]]:
    awards = Award.objects.known_on(known_on) if known_on else Award.objects.valid()
    rows = (
        awards.filter(chosen)
        .order_by()
        .annotate(unit_label=Coalesce("collective__name", "unit_name"))
        .values_list("organization_id", *_COLUMNS, "unit_label", "issuer")
        .annotate(number=Count("id"))
    )
    return ((row[:-1], row[-1]) for row in rows)


def _stored_counts(chosen: Q, known_on: date | None) -> Iterator[tuple[_Key, int]]:
    """The counts kept, and as of a day: those of the months before, the lines of its month up to
    it, and what was revoked only later."""
    counts = AwardCount.objects.filter(chosen).order_by()
    numbers: Counter[_Key] = Counter()
    if known_on is None:
        numbers.update(_summed(counts, Sum("number")))
    else:
        month = known_on.replace(day=1)
        before = counts.filter(Q(decided_in__lt=month) | Q(decided_in__isnull=True))
        numbers.update(_summed(before, Sum("number")))
        awards = Award.objects.filter(chosen).order_by()
        of_month = awards.valid().filter(decision_date__gte=month, decision_date__lte=known_on)
        numbers.update(_summed(of_month, Count("id")))
        later = Award.objects.known_on(known_on).filter(chosen, revoked_on__gt=known_on)
        numbers.update(_summed(later.order_by(), Count("id")))
    return iter(numbers.items())


def _summed(rows: Any, number: Any) -> dict[_Key, int]:
    found = rows.annotate(agency=Value(TOGETHER), unit=Value("")).values_list(
        "agency", *_COLUMNS, "unit", "issuer"
    )
    return {row[:-1]: row[-1] for row in found.annotate(summed=number)}
