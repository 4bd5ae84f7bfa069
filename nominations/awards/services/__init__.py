"""Conferring, correcting, revoking and striking awards; figures without lists."""

from __future__ import annotations

from nominations.awards.services.conferral import NewAward, mark_struck, record_awards, revoke
from nominations.awards.services.corrections import correct_awards
from nominations.awards.services.figures import (
    NewFigure,
    choose_figure,
    correct_figure,
    record_figures,
    require_figure_keeper,
    withdraw_figure,
)

__all__ = [
    "NewAward",
    "NewFigure",
    "choose_figure",
    "correct_awards",
    "correct_figure",
    "mark_struck",
    "record_awards",
    "record_figures",
    "require_figure_keeper",
    "revoke",
    "withdraw_figure",
]
