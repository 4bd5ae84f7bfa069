"""Services on plans and movements that change rows but no state; the engine changes states."""

from __future__ import annotations

from nominations.movements.services.editions import begin_response_edition, begin_review_edition
from nominations.movements.services.movements import (
    draft_movement,
    name_awards,
    revise_movement,
    save_indicators,
    save_response,
)
from nominations.movements.services.plans import begin_edition, draft_plan, save_plan
from nominations.movements.services.registrations import register, withdraw
from nominations.movements.services.reviews import IndicatorEntry, save_review
from nominations.movements.services.yearly_copy import YearCopy, copy_preview, copy_year

__all__ = [
    "IndicatorEntry",
    "YearCopy",
    "begin_edition",
    "begin_response_edition",
    "begin_review_edition",
    "copy_preview",
    "copy_year",
    "draft_movement",
    "draft_plan",
    "name_awards",
    "register",
    "revise_movement",
    "save_indicators",
    "save_plan",
    "save_response",
    "save_review",
    "withdraw",
]
