"""Values of the vocabulary's words for collectives: members, their grades, age."""

from __future__ import annotations

from math import nextafter
from typing import TYPE_CHECKING

from nominations.law.span_comparison import ANYTHING, SOME, Span
from nominations.law.vocabulary import WordArguments

if TYPE_CHECKING:
    from nominations.eligibility.word_values import FactView


def members(view: FactView, args: WordArguments) -> Span:
    counted_members = view.facts.members
    if counted_members is None or counted_members.total is None:
        return SOME
    return (counted_members.total, counted_members.total)


def members_with(view: FactView, args: WordArguments) -> Span:
    counted_members = view.facts.members
    if counted_members is None or counted_members.holders is None:
        return SOME
    held = [counted_members.holders.get(code, 0) for code in args.codes]
    maximum = sum(held)
    if counted_members.total is not None:
        maximum = min(maximum, max(counted_members.total, *held, 0))
    return (max(held), maximum)  # with several awards, it is not known who holds two


def member_share(view: FactView, args: WordArguments) -> Span:
    counted_members = view.facts.members
    if counted_members is None or not counted_members.total:
        return (0, 100)
    total = counted_members.total
    minimum, maximum = members_with(view, args)
    return (100 * minimum / total, min(100.0, 100 * maximum / total))


def member_grade_share(view: FactView, args: WordArguments) -> Span:
    counted_members = view.facts.members
    if counted_members is None:
        return (0, 100)
    well = sum(n for rank, n in counted_members.grades.items() if rank >= args.rank)
    worse = sum(n for rank, n in counted_members.grades.items() if rank < args.rank)
    if not counted_members.total:
        return (0, nextafter(100, 0) if worse else 100)
    left_out = counted_members.recruits if view.reading.recruits_left_out else 0
    total = max(counted_members.total - left_out, well + worse)
    if not total:
        return (0, 100)
    return (100 * well / total, 100 * (total - worse) / total)


def member_discipline(view: FactView, args: WordArguments) -> Span:
    counted_members = view.facts.members
    if counted_members is None or counted_members.discipline is None:
        return ANYTHING
    return (counted_members.discipline, counted_members.discipline)


def unit_age(view: FactView, args: WordArguments) -> Span:
    founded = view.facts.founded_on
    return ANYTHING if founded is None else (view.year - founded.year,) * 2
