"""Submitted against granted: the progress and results of an agency's nominations.

A nomination counts in the year of its campaign, at the step where it stands now: one that was sent
back to the council has not passed it. Drafts are not counted. Each ended in one way or is pending,
so that the five results add up to what was registered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from nominations.decisions.models import ReportLine
from nominations.dossiers.models import CampaignTitle, Correction, Nomination
from nominations.dossiers.models.managers import NominationQuerySet
from nominations.people.authorization import roles_today
from nominations.people.models import Organization, User
from nominations.states import State
from nominations.statistics.breakdown import Chosen, Division, division_labels
from nominations.statistics.queries import agencies_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

YEAR = "nam"
"""Division by the year of the campaign, beside those of award lines."""
COLUMNS = {
    Division.AWARD: "award_type__code",
    Division.UNIT: "unit__name",
    Division.KIND: "kind",
    Division.TYPE: "campaign__commendation_type",
    Division.AUTHORITY: "award_type__authority",
    YEAR: "campaign__year",
}
"""The column of each division."""

_DECIDED = (
    State.DECIDED,
    State.REPORTED,
    State.CONFERRED,
    State.REFUSED_ABOVE,
    State.REVOKED,
)
_PASSED = (State.COUNCIL_VOTED, State.CONSULTED, State.REFUSED, *_DECIDED)
_ENDORSED = (State.UNIT_REVIEWED, State.NOT_PASSED, *_PASSED)
_REFUSED = (State.DECLINED, State.NOT_PASSED, State.REFUSED, State.REFUSED_ABOVE)
_GRANTED = Q(state=State.CONFERRED) | Q(is_own=True, state__in=(State.DECIDED, State.REPORTED))
_ENDED = (State.WITHDRAWN, State.REVOKED, *_REFUSED)
_SENT = (State.REPORTED, State.CONFERRED, State.REFUSED_ABOVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationMeasure:
    """A column of the table: which nominations it counts. `is_result` are those that add up."""

    key: str
    label: _StrOrPromise
    condition: Q
    is_result: bool = False


def _measure(key: str, label: _StrOrPromise, condition: Q, *, result: bool = False) -> Any:
    return NominationMeasure(key=key, label=label, condition=condition, is_result=result)


MEASURES: tuple[NominationMeasure, ...] = (
    _measure("registered", pgettext_lazy("nominations", "Registered"), Q()),
    _measure(
        "endorsed",
        pgettext_lazy("nominations", "Put forward by the unit"),
        Q(state__in=_ENDORSED) | Q(state=State.WITHDRAWN, previous_state=State.UNIT_REVIEWED),
    ),
    _measure(
        "passed", pgettext_lazy("nominations", "Passed by the council"), Q(state__in=_PASSED)
    ),
    _measure(
        "decided", pgettext_lazy("nominations", "Agreed by the head"), Q(state__in=_DECIDED)
    ),
    _measure(
        "sent",
        pgettext_lazy("nominations", "Submitted upward"),
        Q(is_own=False)
        & (
            Q(state__in=_SENT)
            | Q(state=State.REVOKED, previous_state__in=(State.REPORTED, State.CONFERRED))
        ),
    ),
    _measure("returned", pgettext_lazy("nominations", "Was returned"), Q(was_returned=True)),
    _measure("granted", pgettext_lazy("nominations", "Granted"), _GRANTED, result=True),
    _measure(
        "refused", pgettext_lazy("nominations", "Not granted"), Q(state__in=_REFUSED), result=True
    ),
    _measure(
        "revoked", pgettext_lazy("nominations", "Revoked later"), Q(state=State.REVOKED),
        result=True,
    ),
    _measure(
        "withdrawn", pgettext_lazy("nominations", "Withdrawn"), Q(state=State.WITHDRAWN),
        result=True,
    ),
    _measure(
        "pending", pgettext_lazy("nominations", "Pending"),
        ~_GRANTED & ~Q(state__in=_ENDED), result=True,
    ),
)  # fmt: skip
BY_KEY = {one.key: one for one in MEASURES}
OTHER_AWARD = Q(outcome__conferred=True, outcome__other_award__isnull=False)
"""The superior authority granted another award than was proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationRow:
    """A label with a number for each measure, and the addresses of the dossiers behind them."""

    label: str
    counts: dict[str, int]
    paths: dict[str, str]

    @property
    def linked(self) -> list[tuple[str, int, str]]:
        """(label of the column, number, address of the dossiers)."""
        return [(str(one.label), self.counts[one.key], self.paths[one.key]) for one in MEASURES]

    @property
    def share(self) -> float | None:
        """Granted in a hundred registered; None where nothing is registered."""
        registered = self.counts["registered"]
        return 100 * self.counts["granted"] / registered if registered else None


def readable_agency_ids(user: User) -> frozenset[int]:
    """Agencies whose nominations the account reads as a whole: by a role in the agency itself."""
    return roles_today(user).organizations_with("view_nominations")


def nominations_of(
    user: User,
    organization: Organization,
    *,
    year_from: int,
    year_to: int,
    chosen: Iterable[Chosen] = (),
) -> NominationQuerySet:
    """The nominations that are counted: of the agency and its predecessors, as far as the reader
    reads these, without drafts, narrowed."""
    own = CampaignTitle.objects.filter(
        campaign=OuterRef("campaign"), award_type=OuterRef("award_type"), own_authority=True
    )
    corrected = Correction.objects.filter(nomination=OuterRef("pk"))
    returned = ReportLine.objects.filter(nomination=OuterRef("pk"), returned_at__isnull=False)
    narrowed = {COLUMNS[Division(by)]: value for by, value in chosen}
    return Nomination.objects.alias(
        is_own=Exists(own), was_returned=Exists(corrected) | Exists(returned)
    ).filter(
        organization_id__in=sorted(agencies_of(organization) & readable_agency_ids(user)),
        campaign__year__range=(year_from, year_to),
        **narrowed,
    ).exclude(state=State.DRAFT)  # fmt: skip


def nomination_table(
    nominations: NominationQuerySet, by: str, filters: Mapping[str, str]
) -> list[NominationRow]:
    """A row for each value of the division, in the order of the catalogue, one query."""
    numbers = {one.key: Count("id", filter=one.condition or None) for one in MEASURES}
    rows = nominations.order_by().values_list(COLUMNS[_division_or_year(by)]).annotate(**numbers)
    counted: dict[Any, dict[str, int]] = {
        value: dict(zip(numbers, counts, strict=True)) for value, *counts in rows
    }
    words = division_labels(by) if by != YEAR else {}
    place = {value: number for number, value in enumerate(words)}
    ordered = sorted(counted, key=lambda one: (place.get(one, len(place)), str(one)))
    return [
        NominationRow(
            label=words.get(value, str(value)),
            counts=counted[value],
            paths=_paths(filters, by, value),
        )
        for value in ordered
    ]


def _division_or_year(by: str) -> Any:
    return by if by == YEAR else Division(by)


def _paths(filters: Mapping[str, str], by: str, value: Any) -> dict[str, str]:
    narrowed = {"tu": value, "den": value} if by == YEAR else {f"p_{by}": value}
    return paths_of({**filters, **narrowed})


def paths_of(filters: Mapping[str, Any]) -> dict[str, str]:
    """The address of the dossiers behind each measure."""
    lines = reverse("statistics:nomination_lines")
    return {one.key: f"{lines}?{urlencode({**filters, 'cot': one.key})}" for one in MEASURES}


def summed_row(
    rows: Sequence[NominationRow], label: str, filters: Mapping[str, str]
) -> NominationRow:
    """The sums of a table as a row of its own."""
    return NominationRow(
        label=label,
        counts={one.key: sum(row.counts[one.key] for row in rows) for one in MEASURES},
        paths=paths_of(filters),
    )


def nomination_years(user: User, organization: Organization) -> list[int]:
    """The years with nominations that are counted, the first first."""
    agencies = sorted(agencies_of(organization) & readable_agency_ids(user))
    found = Nomination.objects.filter(organization_id__in=agencies).exclude(state=State.DRAFT)
    years = found.order_by("campaign__year").values_list("campaign__year", flat=True)
    return list(years.distinct())
