"""The values of the words about the emulation movement of a campaign."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from nominations.law.span_comparison import Span

if TYPE_CHECKING:
    from nominations.eligibility.word_values import FactView
    from nominations.law.vocabulary import WordArguments


def _is_among(said: str, asked: tuple[str, ...]) -> Span:
    """Whether what the campaign says is one of these; open where it says nothing."""
    if not said:
        return (0, 1)
    return (1, 1) if said in asked else (0, 0)


def movement_launched_by(view: FactView, args: WordArguments) -> Span:
    return _is_among(view.facts.movement.launched_by, args.of_kinds)


def movement_reviewed(view: FactView, args: WordArguments) -> Span:
    return _is_among(view.facts.movement.review, args.of_kinds)


def movement_years(view: FactView, args: WordArguments) -> Span:
    years = view.facts.movement.years
    return (0, inf) if years is None else (years, years)


MOVEMENT_VALUES = {
    one.__name__: one for one in (movement_launched_by, movement_reviewed, movement_years)
}
