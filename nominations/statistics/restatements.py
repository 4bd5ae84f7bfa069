"""Figures changed by revocations, now and before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from nominations.awards.models import Award
from nominations.people.models import Organization
from nominations.statistics.breakdown import (
    Chosen,
    counted_condition,
    narrowed_lines,
)
from nominations.statistics.queries import agencies_of

MAX_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """How many awards were revoked, and the latest of them."""

    revoked: int
    counted: int
    awards: list[Award]

    @property
    def before(self) -> int:
        return self.counted + self.revoked

    @property
    def more(self) -> int:
        return self.revoked - len(self.awards)


def restated_awards(
    organization: Organization,
    *,
    year_from: int,
    year_to: int,
    known_on: date | None,
    subtree: bool,
    chosen: Sequence[Chosen],
    counted: int,
) -> Restatement | None:
    """The awards of the period that were revoked, as known on the day; None where none was.

    `counted` is what the tables show now.
    """
    agencies = sorted(agencies_of(organization, subtree=subtree))
    condition = Q(organization_id__in=agencies, year__gte=year_from, year__lte=year_to)
    condition &= counted_condition(chosen)
    awards = Award.objects.filter(condition, revoked_on__isnull=False, struck=False)
    if known_on is not None:
        awards = awards.filter(revoked_on__lte=known_on)
    awards = narrowed_lines(awards, chosen)
    revoked = awards.count()
    if not revoked:
        return None
    latest = awards.select_related("award_type").prefetch_related("revocations__nomination")
    return Restatement(
        revoked=revoked,
        counted=counted,
        awards=list(latest.order_by("-revoked_on", "id")[:MAX_SHOWN]),
    )
