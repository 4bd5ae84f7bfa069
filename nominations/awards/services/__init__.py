"""Conferring, correcting, revoking and striking awards; figures without lists."""

from __future__ import annotations

from nominations.awards.services.conferral import NewAward, confer, revoke, strike
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
    "confer",
    "correct_awards",
    "correct_figure",
    "record_figures",
    "require_figure_keeper",
    "revoke",
    "strike",
    "withdraw_figure",
]
