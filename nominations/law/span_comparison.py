"""Comparing a span of possible values with a bound: false, undecided or true."""

from __future__ import annotations

import operator
from collections.abc import Callable
from math import inf

from nominations.law.vocabulary import Comparison

Span = tuple[float, float]
ANYTHING: Span = (-inf, inf)
SOME: Span = (0, inf)
TRUTH_SPANS: dict[bool | None, Span] = {True: (1, 1), False: (0, 0), None: (0, 1)}
"""The span of a truth; None: not known."""
FALSE, UNSURE, TRUE = 0, 1, 2


def _ordered(certain: Callable[[float, float], bool], low: bool) -> Callable[[Span, float], int]:
    """A comparison that holds more easily the higher (or the lower) the value is."""
    worst, best = (0, 1) if low else (1, 0)

    def compare(span: Span, bound: float) -> int:
        if certain(span[worst], bound):
            return TRUE
        return UNSURE if certain(span[best], bound) else FALSE

    return compare


def _equal(span: Span, bound: float) -> int:
    if span[0] == span[1] == bound:
        return TRUE
    return UNSURE if span[0] <= bound <= span[1] else FALSE


COMPARE: dict[str, Callable[[Span, float], int]] = {
    ">=": _ordered(operator.ge, low=True),
    ">": _ordered(operator.gt, low=True),
    "<=": _ordered(operator.le, low=False),
    "<": _ordered(operator.lt, low=False),
    "==": _equal,
    "!=": lambda span, bound: 2 - _equal(span, bound),
}


def compare(test: Comparison, span: Span) -> int:
    """Whether the comparison holds for a value: false, unsure, true."""
    return COMPARE[test.operator](span, test.bound)
