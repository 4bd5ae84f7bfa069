"""The campaign's parameters of an award, joined to the nominations for it."""

from __future__ import annotations

from django.db.models import F, FilteredRelation, Q


def title_of_award() -> FilteredRelation:
    """A join from a nomination to the `CampaignTitle` of its award."""
    same_award = Q(campaign__titles__award_type=F("award_type"))
    return FilteredRelation("campaign__titles", condition=same_award)
