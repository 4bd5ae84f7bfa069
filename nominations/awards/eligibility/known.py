"""What the facts say about a word of the vocabulary: a span from the least to the most it can be.

A value that is known is a span of one point, a value nobody knows spans everything it could be, and
a count with gaps in the record lies between the sure ones and those plus the gaps. A comparison is
answered as soon as the span decides it, so that more knowledge never turns an answer round. `None`
is the value of something that is not there: every comparison with it fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from math import inf, nextafter

from nominations.awards.eligibility.facts import AwardFact, Facts, InitiativeFact

Span = tuple[float, float]
FALSE, UNSURE, TRUE = 0, 1, 2
ANYTHING: Span = (-inf, inf)
SOME: Span = (0, inf)
_TRUTH: dict[bool | None, Span] = {True: (1, 1), False: (0, 0), None: (0, 1)}


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a word, checked: ranks of its scale, award codes, years."""

    rank: int = 0
    name: str = ""
    codes: tuple[str, ...] = ()
    back: int = 0
    last: int = 0
    after: tuple[str, ...] = ()
    type: str = ""


class Known:
    """The facts of one subject, sorted for the questions that rules ask."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.year = facts.year

    @cached_property
    def by_code(self) -> dict[str, list[AwardFact]] | None:
        """Awards up to the year by code; None where nobody knows."""
        if self.facts.awards is None:
            return None
        found: dict[str, list[AwardFact]] = {}
        for award in self.facts.awards:
            if award.year <= self.year:
                found.setdefault(award.code, []).append(award)
        return found

    @cached_property
    def earliest_grade(self) -> int:
        return min(self.facts.grades or (self.year,))

    def held(self, codes: Iterable[str], commendation_type: str = "") -> list[AwardFact]:
        """The awards of these codes, of one type of commendation where it is named."""
        by_code = self.by_code
        if not by_code:
            return []
        return [
            award
            for code in codes
            if code in by_code
            for award in by_code[code]
            if not commendation_type or award.commendation_type == commendation_type
        ]

    def last(self, codes: Iterable[str], commendation_type: str = "") -> int | None:
        """The year in which the period of the last of these awards ends; None without one."""
        return max(
            (one.since.year if one.since else one.year for one in self.held(codes, commendation_type)),
            default=None,
        )  # fmt: skip

    def first_year(self, args: Arguments) -> int | None:
        """The first year a word looks at; None when it looks at all of them."""
        first = self.year - args.last + 1 if args.last else None
        since = self.last(args.after, args.type) if args.after else None
        if since is not None:
            first = since + 1 if first is None else max(first, since + 1)
        return first

    def window_is_unsure(self, args: Arguments) -> bool:
        """Whether nobody knows since when to count."""
        return bool(args.after) and self.facts.awards is None

    def initiatives(self, args: Arguments) -> list[InitiativeFact]:
        """The recognised initiatives a word looks at, wide enough and in its years."""
        if args.last or args.after:
            first = self.first_year(args)
        else:
            first = self.year
        return [
            one
            for one in self.facts.initiatives or ()
            if one.rank >= args.rank
            and one.year <= self.year
            and (first is None or one.year >= first)
        ]


def _unsure_start(span: Span, known: Known, args: Arguments) -> Span:
    return (0, span[1]) if known.window_is_unsure(args) else span


# --- grades ---------------------------------------------------------------------------------------


def grade(known: Known, args: Arguments) -> Span:
    found = (known.facts.grades or {}).get(known.year - args.back)
    return ANYTHING if found is None else (found.rank, found.rank)


def graded_well(known: Known, args: Arguments, year: int) -> int:
    """Whether the year is graded well enough: false, unsure, true."""
    found = (known.facts.grades or {}).get(year)
    if found is None:
        return UNSURE
    return TRUE if found.rank >= args.rank else FALSE


def grade_chain(known: Known, args: Arguments) -> Span:
    first, year = known.first_year(args), known.year
    least = most = 0
    sure = True
    while first is None or year >= first:
        well = graded_well(known, args, year)
        if well == FALSE:
            break
        sure = sure and well == TRUE
        least, most = least + sure, most + 1
        year -= 1
        if first is None and year < known.earliest_grade:
            return _unsure_start((least, inf), known, args)
    return _unsure_start((least, most), known, args)


def graded(known: Known, args: Arguments) -> Span:
    first = known.first_year(args)
    years = range(known.earliest_grade if first is None else first, known.year + 1)
    answers = [graded_well(known, args, year) for year in years]
    most = inf if first is None else len(answers) - answers.count(FALSE)
    return _unsure_start((answers.count(TRUE), most), known, args)


# --- awards ---------------------------------------------------------------------------------------


def held_in(known: Known, args: Arguments, year: int) -> int:
    """Whether one of the awards is held in the year, or asked for in this one."""
    if year == known.year and not known.facts.nominated.isdisjoint(args.codes):
        return TRUE
    if known.facts.awards is None:
        return UNSURE
    return TRUE if any(one.year == year for one in known.held(args.codes, args.type)) else FALSE


def chain(known: Known, args: Arguments) -> Span:
    first, year = known.first_year(args), known.year
    if known.facts.awards is None:
        sure = held_in(known, args, year) == TRUE and not args.after
        return (int(sure), inf if first is None else known.year - first + 1)
    years = {one.year for one in known.held(args.codes, args.type)}
    if held_in(known, args, year) == TRUE:
        years.add(year)
    length = 0
    while year in years and (first is None or year >= first):
        length, year = length + 1, year - 1
    return (length, length)


def counted(known: Known, args: Arguments) -> list[AwardFact]:
    """The awards a count looks at."""
    first = known.first_year(args)
    held = known.held(args.codes, args.type)
    return [one for one in held if first is None or one.year >= first]


def awards(known: Known, args: Arguments) -> Span:
    if known.facts.awards is None:
        return SOME
    number = len(counted(known, args))
    return (number, number)


def holds(known: Known, args: Arguments) -> Span:
    answer = held_in(known, args, known.year)
    return ((0, 0), (0, 1), (1, 1))[answer]


def years_since(known: Known, args: Arguments) -> Span | None:
    if known.facts.awards is None:
        return ANYTHING
    last = known.last(args.codes, args.type)
    return None if last is None else (known.year - last, known.year - last)


# --- the rest of the record -----------------------------------------------------------------------


def initiatives(known: Known, args: Arguments) -> Span:
    if known.facts.initiatives is None:
        return SOME
    number = len(known.initiatives(args))
    return _unsure_start((number, number), known, args)


def service_months(known: Known, args: Arguments) -> Span:
    months = known.facts.service_months
    return SOME if months is None else (months, months)


def absence_months(known: Known, args: Arguments) -> Span:
    months = known.facts.absence_months
    return SOME if months is None else (months, months)


def training_below(known: Known, args: Arguments) -> Span:
    return _TRUTH[known.facts.training_below]


def discipline(known: Known, args: Arguments) -> Span:
    if known.facts.disciplines is None:
        return ANYTHING
    least = most = 0
    for one in known.facts.disciplines:
        if one.decided_on.year > known.year:
            continue
        if args.name == "ever" or one.decided_on.year == known.year:
            least, most = max(least, one.rank), max(most, one.rank)
        elif args.name == "running":
            # Where nobody wrote down when it ends, it may still run.
            most = max(most, one.rank if one.ends_on is None else 0)
            if one.ends_on is not None and one.ends_on.year >= known.year:
                least, most = max(least, one.rank), max(most, one.rank)
    return (least, most)


def under_examination(known: Known, args: Arguments) -> Span:
    open_matters = known.facts.examinations
    return _TRUTH[None if open_matters is None else bool(open_matters)]


def registered(known: Known, args: Arguments) -> Span:
    return _TRUTH[known.facts.registered]


def attested_key(what: str, year: int, this_year: int) -> str:
    """Under which key `Facts.attested` keeps a matter: earlier years carry their number."""
    return what if year == this_year else f"{what}@{year}"


def attested(known: Known, args: Arguments) -> Span:
    said = [
        known.facts.attested.get(attested_key(args.name, known.year - back, known.year))
        for back in range(max(args.last, 1))
    ]
    if any(said):
        return (1, 1)
    return (0, 1) if None in said else (0, 0)


# --- collectives ----------------------------------------------------------------------------------


def members(known: Known, args: Arguments) -> Span:
    counted_members = known.facts.members
    if counted_members is None or counted_members.total is None:
        return SOME
    return (counted_members.total, counted_members.total)


def members_with(known: Known, args: Arguments) -> Span:
    counted_members = known.facts.members
    if counted_members is None or counted_members.holders is None:
        return SOME
    held = [counted_members.holders.get(code, 0) for code in args.codes]
    most = sum(held)
    if counted_members.total is not None:
        most = min(most, max(counted_members.total, *held, 0))
    return (max(held), most)  # of several awards, nobody says who holds two


def member_share(known: Known, args: Arguments) -> Span:
    total = known.facts.members and known.facts.members.total
    if not total:
        return (0, 100)
    least, most = members_with(known, args)
    return (100 * least / total, min(100.0, 100 * most / total))


def member_grade_share(known: Known, args: Arguments) -> Span:
    counted_members = known.facts.members
    if counted_members is None:
        return (0, 100)
    well = sum(n for rank, n in counted_members.grades.items() if rank >= args.rank)
    worse = sum(n for rank, n in counted_members.grades.items() if rank < args.rank)
    if not counted_members.total:
        return (0, nextafter(100, 0) if worse else 100)
    total = max(counted_members.total, well + worse)
    return (100 * well / total, 100 * (total - worse) / total)


def member_discipline(known: Known, args: Arguments) -> Span:
    heaviest = known.facts.members and known.facts.members.discipline
    return ANYTHING if heaviest is None else (heaviest, heaviest)


def unit_age(known: Known, args: Arguments) -> Span:
    founded = known.facts.founded_on
    return ANYTHING if founded is None else (known.year - founded.year,) * 2


Value = Callable[[Known, Arguments], Span | None]
VALUES: dict[str, Value] = {
    one.__name__: one
    for one in (
        grade, grade_chain, graded, chain, awards, holds, years_since, initiatives, service_months,
        absence_months, training_below, discipline, under_examination, registered, attested,
        members, members_with, member_share, member_grade_share, member_discipline, unit_age,
    )
}  # fmt: skip
