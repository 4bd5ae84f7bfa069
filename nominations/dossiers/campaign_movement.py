"""The emulation movement of a campaign, as the standards ask for it."""

from __future__ import annotations

from nominations.dossiers.models import Campaign
from nominations.eligibility.facts import MovementFact


def movement_of(campaign: Campaign) -> MovementFact:
    """Who launched the movement, for how many years, how it was looked back on; empty where the
    campaign does not say."""
    return MovementFact(
        launched_by=campaign.movement_launched_by,
        years=campaign.movement_years,
        review=campaign.movement_review,
    )
