"""What the dossiers add to the records when eligibility is asked: live nominations of the year,
registrations, and the initiatives other nominations rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from nominations.awards.eligibility.collecting import Known
from nominations.awards.models import Kind
from nominations.dossiers.models import Campaign, InitiativeUse, Nomination
from nominations.states import LIVE, State

COUNTED = LIVE - {State.DRAFT}
"""States in which a nomination of the year counts as one: on its way, or through."""


def known_of(organization_id: int, year: int, *, but: Iterable[int] = ()) -> Known:
    """What the agency's dossiers know of the year; the nominations `but` do not vouch for
    themselves when it is asked what an initiative was used for.

    Registered is who has a nomination that was registered in time; of somebody without any, the
    answer is no as soon as the agency ran a campaign in the year, and unknown otherwise.
    """
    rows = Nomination.objects.filter(
        campaign__organization_id=organization_id, campaign__year=year
    ).exclude(state=State.DRAFT)
    nominated: dict[str, dict[int, set[str]]] = {kind: defaultdict(set) for kind in Kind.values}
    registered: dict[str, dict[int, bool]] = {kind: {} for kind in Kind.values}
    for kind, person, collective, code, state, late in rows.order_by().values_list(
        "kind", "person_id", "collective_id", "award_type__code", "state", "late_reason"
    ):
        key = person if kind == Kind.INDIVIDUAL else collective
        if state in COUNTED:
            nominated[kind][key].add(code)
        registered[kind][key] = registered[kind].get(key, False) or not late
    campaigns = Campaign.objects.filter(organization_id=organization_id, year=year)
    return Known(
        nominated={key: frozenset(codes) for key, codes in nominated[Kind.INDIVIDUAL].items()},
        registered=registered[Kind.INDIVIDUAL],
        nominated_units={
            key: frozenset(codes) for key, codes in nominated[Kind.COLLECTIVE].items()
        },
        registered_units=registered[Kind.COLLECTIVE],
        used=_used(organization_id, frozenset(but)),
        campaign_held=campaigns.filter(opened_at__isnull=False).exists(),
    )


def _used(organization_id: int, but: frozenset[int]) -> dict[int, str]:
    """For which award another nomination rests on an initiative."""
    uses = (
        InitiativeUse.objects.filter(initiative__organization_id=organization_id)
        .exclude(nomination__state__in=[State.WITHDRAWN, State.DECLINED])
        .order_by("pk")
        .values_list("initiative_id", "nomination_id", "nomination__award_type__name")
    )
    return {initiative: award for initiative, nomination, award in uses if nomination not in but}
