"""The wording of this room's papers, and how they call the period of a campaign."""

from __future__ import annotations

from pathlib import Path

from nominations.documents.paper_words import PaperWords, paper_words
from nominations.dossiers.models import Campaign
from nominations.law.models import CommendationType

_FILE = Path(__file__).resolve().parent / "data" / "papers.toml"


def words() -> PaperWords:
    """The wording of the papers of this room."""
    return paper_words(_FILE)


def period_text(campaign: Campaign | None) -> str:
    """ "năm 2026" of an annual review, else the name of the campaign; "" without one."""
    if campaign is None:
        return ""
    if campaign.commendation_type == CommendationType.MERIT:
        return words().say("period.annual", year=campaign.year)
    return words().say("period.other", campaign=campaign.name)
