"""The emulation movement of a campaign as a fact for the standards."""

from __future__ import annotations

from nominations.dossiers.models import Campaign
from nominations.eligibility.facts import MovementFact


def movement_of(campaign: Campaign) -> MovementFact:
    """Who launched the movement, for how many years, and which review it had; empty where not
    recorded."""
    return MovementFact(
        launched_by=campaign.movement_launched_by,
        years=campaign.movement_years,
        review=campaign.movement_review,
    )
