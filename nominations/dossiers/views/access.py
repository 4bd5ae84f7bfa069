"""The nomination of a page, or 404, and the parameters of its award."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, FilteredRelation, Q
from django.http import HttpRequest

from nominations.dossiers.deadline_facts import with_facts
from nominations.dossiers.exception_workflow import ExceptionState
from nominations.dossiers.models import CampaignTitle, Nomination
from nominations.web.access import get_or_404, user_of

_OPEN_CORRECTION = Q(corrections__resolved_at__isnull=True)
_OPEN_EXCEPTION = Q(exception_requests__state=ExceptionState.ASKED)


def visible_or_404(request: HttpRequest, public_id: UUID) -> Nomination:
    """The nomination, if the reader may see it; otherwise it does not exist."""
    rows = Nomination.objects.visible_to(user_of(request)).select_related(
        "campaign", "award_type", "organization", "unit", "person", "collective"
    )
    return get_or_404(rows, public_id=public_id)


def page_or_404(request: HttpRequest, public_id: UUID) -> Nomination:
    """The same for the nomination's own page, with what its first lines show and what
    deadlines rest on, by the same query.

    `title_here` has the award's parameters in the campaign, `open_correction` what must be
    corrected now, `open_exception` the request that waits for an answer; the attribute is missing
    where there is none.
    """
    rows = (
        with_facts(Nomination.objects.visible_to(user_of(request)))
        .annotate(
            title_here=FilteredRelation(
                "campaign__titles", condition=Q(campaign__titles__award_type=F("award_type"))
            ),
            open_correction=FilteredRelation("corrections", condition=_OPEN_CORRECTION),
            open_exception=FilteredRelation("exception_requests", condition=_OPEN_EXCEPTION),
        )
        .select_related(
            "campaign",
            "award_type",
            "organization",
            "unit",
            "person",
            "collective",
            "registered_by__person",
            "title_here",
            "open_correction__requested_by__person",
            "open_exception",
        )
    )
    found: Nomination = get_or_404(rows, public_id=public_id)
    return found


def title_in_campaign(nomination: Nomination) -> CampaignTitle | None:
    """The award's parameters in the nomination's campaign."""
    return CampaignTitle.objects.filter(
        campaign_id=nomination.campaign_id, award_type_id=nomination.award_type_id
    ).first()
