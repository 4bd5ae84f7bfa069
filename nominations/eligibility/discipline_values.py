"""Values of the rule words about disciplines, as spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nominations.eligibility.served_discipline import counts_as_a_whole, is_served
from nominations.law.span_comparison import ANYTHING, TRUTH_SPANS, Span
from nominations.records.grading.limits import rank_counted

if TYPE_CHECKING:
    from nominations.eligibility.word_values import FactView
    from nominations.law.vocabulary import WordArguments


def discipline(view: FactView, args: WordArguments) -> Span:
    if view.facts.disciplines is None:
        return ANYTHING
    minimum = maximum = 0
    for one in view.facts.disciplines:
        if not args.name:
            lowest, highest = rank_counted(view.work, one, one.rank)
            minimum, maximum = max(minimum, lowest), max(maximum, highest)
            continue
        if one.decided_on.year > view.year:
            continue
        if args.name == "ever" or one.decided_on.year == view.year:
            minimum, maximum = max(minimum, one.rank), max(maximum, one.rank)
        elif args.name == "running":
            # Without a recorded end it may still last.
            maximum = max(maximum, one.rank if one.ends_on is None else 0)
            if one.ends_on is not None and one.ends_on.year >= view.year:
                minimum, maximum = max(minimum, one.rank), max(maximum, one.rank)
    return (minimum, maximum)


def discipline_served(view: FactView, args: WordArguments) -> Span:
    return TRUTH_SPANS[is_served(view.facts)]


def whole_year_counts(view: FactView, args: WordArguments) -> Span:
    return TRUTH_SPANS[counts_as_a_whole(view.facts)]


DISCIPLINE_VALUES = {
    one.__name__: one for one in (discipline, discipline_served, whole_year_counts)
}
