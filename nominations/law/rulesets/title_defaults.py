"""What a campaign's title takes over from the rules of its award."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleDefaults:
    """The parameters of an award's way, as a campaign's title takes them over.

    `citation` is the source of the threshold, or of the other rules where there is no vote;
    `verified` says whether it was checked. `unit_meeting` is what the rules ask of the unit's
    meeting: "quorum" and "vote", each with its fraction and source; None where they ask nothing.
    `left_to` is the article that leaves the threshold to the province, while no regulation says it.
    `deadlines` and `opinions` are rows of `rulesets.title_procedure`.
    """

    needs_unit_review: bool
    needs_vote: bool
    needs_consultation: bool
    needs_registration: bool
    own_authority: bool
    threshold_numerator: int
    threshold_denominator: int
    threshold_strict: bool
    also_numerator: int
    also_denominator: int
    also_strict: bool
    vote_base: str
    vote_absent: str
    unit_meeting: dict[str, Any] | None
    left_to: str
    consultation_days: int
    required_papers: list[str]
    citation: str
    verified: bool
    deadlines: list[dict[str, Any]]
    opinions: list[dict[str, Any]]
