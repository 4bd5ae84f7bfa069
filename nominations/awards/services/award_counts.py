"""The counts of awards used by large tables, recomputed with every change of awards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from nominations.awards.models import Award, AwardCount
from nominations.people.models import Organization

COUNTED_BY = (
    "organization_id",
    "year",
    "award_type_id",
    "commendation_type",
    "kind",
    "issuer",
    "decided_in",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDrift:
    """A stored count that differs from the awards."""

    organization_id: int
    year: int
    award_type_id: int
    commendation_type: str
    kind: str
    issuer: str
    decided_in: date | None
    counted: int
    stored: int


def recount_awards(awards: Iterable[Award]) -> None:
    """Recompute the counts of the agencies and years of the awards, in the caller's transaction.

    The agencies are locked meanwhile, so that of two who write awards the second one counts what
    the first one has written.
    """
    pairs = {(award.organization_id, award.year) for award in awards}
    if pairs:
        _count({one for one, _year in pairs}, {year for _one, year in pairs})


def count_all() -> None:
    """Recompute the counts of every agency."""
    for pk in Organization.objects.order_by("pk").values_list("pk", flat=True):
        _count({pk}, None)


@transaction.atomic(savepoint=False)
def _count(agencies: set[int], years: set[int] | None) -> None:
    locked = Organization.objects.select_for_update(of=("self",), no_key=True)
    list(locked.filter(pk__in=agencies).order_by("pk").values_list("pk", flat=True))
    chosen: dict[str, Any] = {"organization_id__in": sorted(agencies)}
    if years is not None:
        chosen["year__in"] = sorted(years)
    AwardCount.objects.filter(**chosen).delete()
    AwardCount.objects.bulk_create(
        (
            AwardCount(**dict(zip(COUNTED_BY, key, strict=True)), number=number)
            for key, number in _counted(**chosen).items()
        ),
        batch_size=500,
    )


def _counted(**chosen: Any) -> dict[tuple[Any, ...], int]:
    rows = (
        Award.objects.valid()
        .filter(**chosen)
        .order_by()
        .annotate(decided_in=TruncMonth("decision_date"))
        .values_list(*COUNTED_BY)
        .annotate(number=Count("id"))
    )
    return {row[:-1]: row[-1] for row in rows}


def count_differences() -> list[CountDrift]:
    """Every count that differs from the awards, agency by agency."""
    found = []
    for pk in Organization.objects.order_by("pk").values_list("pk", flat=True):
        counted = _counted(organization_id=pk)
        rows = AwardCount.objects.filter(organization_id=pk).order_by().values_list(*COUNTED_BY)
        stored = {row[:-1]: row[-1] for row in rows.annotate(total=Sum("number"))}
        for key in sorted(counted.keys() | stored.keys(), key=str):
            if counted.get(key, 0) != stored.get(key, 0):
                about = dict(zip(COUNTED_BY, key, strict=True))
                numbers = {"counted": counted.get(key, 0), "stored": stored.get(key, 0)}
                found.append(CountDrift(**about, **numbers))
    return found
