"""The nomination of a page, or 404, and the parameters of its award."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, OuterRef, Q, Subquery
from django.http import HttpRequest

from nominations.dossiers.deadline_facts import with_facts
from nominations.dossiers.exception_workflow import ExceptionState
from nominations.dossiers.models import CampaignTitle, Correction, Nomination
from nominations.dossiers.panels.review_basis import grade_column
from nominations.dossiers.title_join import title_of_award
from nominations.people.authorization import holder_exists
from nominations.people.roles import Role
from nominations.web.access import get_or_404, user_of

_CORRECTIONS = Correction.objects.filter(nomination=OuterRef("pk")).order_by("-requested_at")
_LAST_CORRECTION = Q(corrections=Subquery(_CORRECTIONS.values("pk")[:1]))
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

    `title_here` has the award's parameters in the campaign, `last_correction` what must be
    corrected or was last, `open_exception` the request that waits for an answer, `live_item` the
    dossier's place on the agenda of a session; the attribute is missing where there is none.
    `of_secretary`: the nominee is council secretary of the agency today.
    """
    rows = with_facts(Nomination.objects.visible_to(user_of(request)))
    rows = rows.annotate(**_relations(), **grade_column()).select_related(*_SHOWN)
    found: Nomination = get_or_404(rows, public_id=public_id)
    return found


_SHOWN = (
    "campaign",
    "award_type",
    "organization",
    "unit",
    "person",
    "collective",
    "registered_by__person",
    "title_here",
    "last_correction__requested_by__person",
    "open_exception",
    "live_item__session",
)


def _relations() -> dict[str, Any]:
    return {
        "title_here": title_of_award(),
        "last_correction": FilteredRelation("corrections", condition=_LAST_CORRECTION),
        "open_exception": FilteredRelation("exception_requests", condition=_OPEN_EXCEPTION),
        "live_item": FilteredRelation("ballot_items", condition=Q(ballot_items__live=True)),
        "of_secretary": holder_exists(Role.SECRETARY, organization="organization", person="person"),
    }


def title_in_campaign(nomination: Nomination) -> CampaignTitle | None:
    """The award's parameters in the nomination's campaign."""
    return CampaignTitle.objects.filter(
        campaign_id=nomination.campaign_id, award_type_id=nomination.award_type_id
    ).first()
