"""What a campaign says of an award, read with the nominations for it."""

from __future__ import annotations

from django.db.models import F, FilteredRelation, Q


def title_of_award() -> FilteredRelation:
    """Of a nomination: the title of its award in its campaign."""
    same_award = Q(campaign__titles__award_type=F("award_type"))
    return FilteredRelation("campaign__titles", condition=same_award)
