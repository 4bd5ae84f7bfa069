"""The unit's review: its nominations, and which of them can be endorsed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from nominations.dossiers.campaign_workflow import HELD, CampaignState
from nominations.dossiers.models import Campaign, Nomination
from nominations.people.models import Unit, User
from nominations.pipeline import PIPELINE
from nominations.states import State
from workflow import audit, engine
from workflow.available import Offer, offer_of

EXCLUDED_STATES = frozenset({State.WITHDRAWN, State.DECLINED})


@dataclass(slots=True)
class UnitReviewRow:
    """A nomination in the unit's list with what the reader can do about it."""

    nomination: Nomination
    offers: list[Offer] = field(default_factory=list)
    report_number: int | None = None
    reason: str = ""

    @property
    def pk(self) -> int:
        return self.nomination.pk

    @property
    def title(self) -> str:
        return self.nomination.title

    @property
    def version(self) -> int:
        return self.nomination.version

    @property
    def may_endorse(self) -> bool:
        endorsing = offer_of(self.offers, "endorse")
        return endorsing is not None and endorsing.enabled


def campaigns_of(unit: Unit) -> list[Campaign]:
    """Campaigns of the unit's agency that still run, or in which the unit has nominations.

    Those in which most nominations wait for the unit come first, then the newest.
    """
    running = Q(organization_id=unit.organization_id, state=CampaignState.OPEN)
    used = Q(pk__in=Nomination.objects.filter(unit=unit).order_by().values("campaign_id"))
    waiting = Count(
        "nominations", filter=Q(nominations__unit=unit, nominations__state=State.SUBMITTED)
    )
    campaigns = Campaign.objects.filter(running | used, state__in=HELD)
    return list(campaigns.annotate(waiting=waiting).order_by("-waiting", "-year", "-opened_at"))


def current_and_earlier(
    campaigns: Sequence[Campaign], chosen: Campaign | None
) -> tuple[list[Campaign], list[Campaign]]:
    """The campaigns shown on the page, and those under "other years": not of the newest year,
    without waiting nominations, and not the chosen one."""
    newest = max((one.year for one in campaigns), default=0)
    current = [
        one
        for one in campaigns
        if one.year == newest or one == chosen or getattr(one, "waiting", False)
    ]
    return current, [one for one in campaigns if one not in current]


def _with_numbers(rows: Iterable[Nomination]) -> dict[int, int]:
    numbers = (
        Nomination.objects.filter(pk__in=[row.pk for row in rows])
        .order_by()
        .annotate(latest=Max("reports__number", filter=Q(reports__frozen_at__isnull=False)))
        .values_list("pk", "latest")
    )
    return dict(numbers)


def rows_of(unit: Unit, campaign: Campaign, *, actor: User) -> list[UnitReviewRow]:
    """The unit's nominations in a campaign: those that wait for the reader first, then by award,
    post and name."""
    found = list(
        Nomination.objects.visible_to(actor)
        .filter(unit=unit, campaign=campaign)
        .select_related("award_type", "person", "collective")
        .order_by("award_type__rank", "kind", "person__sort_key", "collective__rank", "pk")
    )
    offers = engine.offers_many(PIPELINE, [row.pk for row in found], actor=actor)
    rows = [UnitReviewRow(row, offers.get(row.pk, [])) for row in found]
    return sorted(rows, key=lambda row: not row.may_endorse)


@dataclass(frozen=True, slots=True)
class EndorsementPreview:
    """Which of the ticked nominations would be endorsed, and why the others would not."""

    included: list[UnitReviewRow]
    excluded: list[UnitReviewRow]

    def posted(self, data: Mapping[str, Any]) -> list[UnitReviewRow]:
        """The rows that the submitted page listed as included, whether or not they still are."""
        rows = [*self.included, *self.excluded]
        return [row for row in rows if f"version_{row.pk}" in data]


def endorsement_preview(pks: Sequence[int], *, actor: User) -> EndorsementPreview:
    """Which of the ticked nominations can be endorsed, by the engine's offers.

    Nominations that the reader cannot see are left out silently.
    """
    found = list(
        Nomination.objects.visible_to(actor)
        .filter(pk__in=pks)
        .select_related("award_type", "unit", "campaign")
        .order_by("award_type__rank", "kind", "person__sort_key", "pk")
    )
    offers = engine.offers_many(PIPELINE, [row.pk for row in found], actor=actor)
    numbers = _with_numbers(found)
    result = EndorsementPreview([], [])
    for one in found:
        row = UnitReviewRow(one, offers.get(one.pk, []), numbers.get(one.pk))
        if row.may_endorse:
            result.included.append(row)
        else:
            row.reason = _why_not(row, actor)
            result.excluded.append(row)
    return result


def _why_not(row: UnitReviewRow, actor: User) -> str:
    """The sentence beside a nomination that cannot be endorsed now."""
    one = row.nomination
    endorsing = offer_of(row.offers, "endorse")
    if endorsing is not None and endorsing.reasons:
        return str(endorsing.reasons[0].reason)
    if one.state == State.SUBMITTED:
        if one.person_id is not None and one.person_id == actor.person_id:
            return _("Nobody endorses their own nomination; the deputy head does.")
        return _("You do not review the nominations of this unit.")
    if one.is_returned:
        return _("Returned for correction; it has not been submitted again yet.")
    if one.state in (State.DRAFT, State.REGISTERED):
        return _("The achievement report has not been submitted yet.")
    if one.state in EXCLUDED_STATES:
        return _("The nomination is out: %(state)s.") % {"state": one.state_label}
    event = next(
        (e for e in reversed(audit.history(one.stream)) if e.action.endswith(".endorse")), None
    )
    if event is not None and event.actor_id == actor.pk:
        return _("You have endorsed it already.")
    return _("It has been reviewed already: %(state)s.") % {"state": one.state_label}
