"""Whether the rules of a campaign say deadlines, or ask for opinions, as SQL beside a query that
runs anyway: where they say none, nothing more is read."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from nominations.dossiers.models import CampaignTitle


def title_has(field: str) -> Exists:
    """Of a nomination: whether the title of its award has `deadlines`, or `opinions`."""
    titles = CampaignTitle.objects.filter(
        campaign=OuterRef("campaign"), award_type=OuterRef("award_type")
    )
    return Exists(titles.exclude(**{field: []}))
