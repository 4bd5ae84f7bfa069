"""Evaluate the words of the vocabulary over facts: an interval of possible values each.

A known value is a span of one point, an unknown one spans all possible values, and a count over
incomplete records lies between the certain number and that plus the gaps. A comparison is answered
as soon as the span decides it, so that more knowledge never reverses an answer. `None` is the value
of something that does not exist: every comparison with it fails.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from math import inf

from nominations.eligibility.collective_values import (
    member_discipline,
    member_grade_share,
    member_share,
    members,
    members_with,
    unit_age,
)
from nominations.eligibility.discipline_values import DISCIPLINE_VALUES
from nominations.eligibility.facts import AwardFact, Facts, InitiativeFact
from nominations.eligibility.movement_values import MOVEMENT_VALUES
from nominations.eligibility.served_discipline import YearSpan, first_counted_year
from nominations.eligibility.subject_kinds import RecordReading, is_among, is_body_among
from nominations.law.span_comparison import ANYTHING, FALSE, SOME, TRUE, TRUTH_SPANS, UNSURE, Span
from nominations.law.vocabulary import WordArguments
from nominations.records.grading.limits import YearOfWork

WHOLE_YEAR = 12
YearAnswer = Callable[["FactView", "WordArguments", int], int]
Value = Callable[["FactView", "WordArguments"], "Span"]

# An award counts from its decision where no period is written. A state title of one year is filed
# until the end of the next (Decree 98/2023 article 32) and decided by the end of the one after.
DECIDED_WITHIN = 2
_THIS_YEAR, _PLAIN_READING = WordArguments(last=1), RecordReading()


class FactView:
    """The facts of one subject, indexed for rules."""

    def __init__(self, facts: Facts, reading: RecordReading = _PLAIN_READING) -> None:
        self.facts = facts
        self.year = facts.year
        self.reading = reading

    @cached_property
    def work(self) -> YearOfWork:
        """The year as input of the decrees on grading."""
        facts = self.facts
        return YearOfWork(
            year=self.year,
            kinds=facts.staff_kinds,
            own_regulation=facts.own_regulation,
            service_months=facts.service_months,
            absence_months=facts.absence_months,
            recruited=facts.newly_recruited,
            absences=facts.absence_kinds,
            disciplines=facts.disciplines,
        )

    @cached_property
    def by_code(self) -> dict[str, list[AwardFact]] | None:
        """Awards up to the year by code; None if unknown."""
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

    def held(self, codes: Iterable[str], types: Collection[str] = ()) -> list[AwardFact]:
        """The awards of these codes, of these types of commendation if given."""
        by_code = self.by_code
        if not by_code:
            return []
        return [
            award
            for code in codes
            if code in by_code
            for award in by_code[code]
            if not types or award.commendation_type in types
        ]

    def last(self, args: WordArguments) -> int | None:
        """The year in which the period of the last of these awards ends; None without one."""
        ends = (_start_of(args)(one) for one in self.held(args.codes, args.type))
        return max(ends, default=None)

    def opened_by(self, args: WordArguments) -> AwardFact | None:
        """The award from which a word counts: the last of its `after`, the first of its `since`."""
        choose = max if args.after else min
        return choose(self.held(args.opener, args.type), key=_start_of(args), default=None)

    @cached_property
    def floor(self) -> int:
        """The first year with known awards and initiatives."""
        since = self.facts.records_since
        return -(10**6) if since is None else since

    @cached_property
    def counted_from(self) -> YearSpan | None:
        """The first year that counts after a discipline: (at the earliest, for sure); None without
        a discipline, or if the rules count earlier achievements too."""
        if not self.reading.discipline_restart:
            return None
        return first_counted_year(self.facts)

    def window(
        self, args: WordArguments, *, chained: bool = False
    ) -> tuple[int | None, int | None]:
        """The first year from which a word counts: (for sure, at the widest); None for all years.

        They differ if it is not known whether there was a later award to count from, or when a
        discipline was served. An award held once (no window, not `chained`) stays held after it.
        """
        sure, widest = self.opened_window(args)
        counted = self.counted_from
        if counted is None or not (chained or args.opener or args.last > 1):
            return sure, widest
        return _later(sure, counted[1]), _later(widest, counted[0])

    def opened_window(self, args: WordArguments) -> tuple[int | None, int | None]:
        """The same, ignoring disciplines."""
        first = self.year - args.last + 1 if args.last else None
        if not args.opener:
            return first, first
        if self.facts.awards is None:
            return self.year + 1, first
        opener = self.opened_by(args)
        widest = sure = None if opener is None else _start_of(args)(opener) + 1
        if self.facts.records_since is not None:
            unseen = self.floor + DECIDED_WITHIN  # the latest start by an unrecorded award
            if args.since:  # there may be an earlier, unrecorded one
                widest, sure = None, unseen if sure is None else sure
            elif widest is None or widest < unseen:
                sure = unseen
        return _later(first, sure), _later(first, widest)

    def first_year(self, args: WordArguments, *, chained: bool = False) -> int | None:
        """The first year that a word may count; None for all years."""
        return self.window(args, chained=chained)[1]

    def initiatives(self, args: WordArguments) -> list[InitiativeFact]:
        """The recognised initiatives that a word counts: wide enough and in its years."""
        first = self.first_year(args) if args.last or args.opener else self.year
        return [
            one
            for one in self.facts.initiatives or ()
            if one.rank >= args.rank
            and one.year <= self.year
            and (first is None or one.year >= first)
        ]


def period_end(award: AwardFact) -> int:
    """The year in which the period of an award ends; years are counted from the one after it."""
    return award.since.year if award.since else award.year


def decision_year(award: AwardFact) -> int:
    """The year of the decision, from which the next period may count (Decree 65/2014 article 2
    clause 4); the end of the period if the day of the decision is not known."""
    return award.decided_on.year if award.decided_on else period_end(award)


def _start_of(args: WordArguments) -> Callable[[AwardFact], int]:
    return decision_year if args.from_decision else period_end


def _later(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one, other)


def _count(view: FactView, years: Iterable[int], args: WordArguments) -> Span:
    """The number of years in the window: from the certain number to that with unknown ones."""
    sure, widest = view.window(args)
    listed = list(years)
    minimum = sum(1 for year in listed if sure is None or year >= sure)
    if widest is None:
        open_ended = view.facts.records_since is not None
    else:
        open_ended = widest < view.floor
    maximum = sum(1 for year in listed if widest is None or year >= widest)
    return (minimum, inf if open_ended else maximum)


def _run(view: FactView, args: WordArguments, answer: YearAnswer, floor: int) -> Span:
    """The number of consecutive years up to this one: from certain to at most."""
    sure, widest = view.window(args, chained=True)
    minimum = maximum = 0
    unbroken, year = True, view.year
    while widest is None or year >= widest:
        found = answer(view, args, year)
        if found == FALSE:
            break
        unbroken = unbroken and found == TRUE and (sure is None or year >= sure)
        minimum, maximum = minimum + unbroken, maximum + 1
        year -= 1
        if widest is None and year < floor:
            return (minimum, inf)
    return (minimum, maximum)


# --- grades ---------------------------------------------------------------------------------------


def grade(view: FactView, args: WordArguments) -> Span:
    found = (view.facts.grades or {}).get(view.year - args.back)
    return ANYTHING if found is None else (found.rank, found.rank)


def graded_well(view: FactView, args: WordArguments, year: int) -> int:
    """Whether the year is graded well enough: FALSE, UNSURE or TRUE."""
    found = (view.facts.grades or {}).get(year)
    if found is None:
        return UNSURE
    return TRUE if found.rank >= args.rank else FALSE


def grade_chain(view: FactView, args: WordArguments) -> Span:
    return _run(view, args, graded_well, view.earliest_grade)


def graded(view: FactView, args: WordArguments) -> Span:
    sure, widest = view.window(args)
    oldest = view.earliest_grade
    years = range(oldest if widest is None else widest, view.year + 1)
    answers = {year: graded_well(view, args, year) for year in years}
    minimum = sum(
        1 for year, one in answers.items() if one == TRUE and (sure is None or year >= sure)
    )
    maximum = sum(1 for one in answers.values() if one != FALSE)
    return (minimum, inf if widest is None else maximum)


def graded_below(view: FactView, args: WordArguments) -> Span:
    """The number of years since the award graded worse: from certain to at most; unlimited without
    the award. Years with an award of `except` are left out, since that award requires the grade."""
    sure, widest = view.window(args)
    if widest is None or view.opened_window(args)[1] is None:
        return SOME
    spared = {one.year for one in view.held(args.left_out)}
    minimum = maximum = 0
    for year in range(widest, view.year + 1):
        answer = TRUE if year in spared else graded_well(view, args, year)
        maximum += answer != TRUE
        minimum += answer == FALSE and (sure is None or year >= sure)
    return (minimum, maximum)


# --- awards ---------------------------------------------------------------------------------------


def held_in(view: FactView, args: WordArguments, year: int) -> int:
    """Whether one of the awards is held in the year, or applied for in the current one."""
    if year == view.year and not view.facts.nominated.isdisjoint(args.codes):
        return TRUE
    if view.facts.awards is None:
        return UNSURE
    if any(one.year == year for one in view.held(args.codes, args.type)):
        return TRUE
    return UNSURE if year < view.floor else FALSE


def chain(view: FactView, args: WordArguments) -> Span:
    if view.facts.awards is None:
        return _run(view, args, held_in, view.year)
    earliest = min((one.year for one in view.held(args.codes, args.type)), default=view.floor)
    return _run(view, args, held_in, min(view.floor, earliest))


def counted(view: FactView, args: WordArguments, *, chained: bool = False) -> list[AwardFact]:
    """The awards that a count (or, `chained`, a chain) considers."""
    first = view.first_year(args, chained=chained)
    held = view.held(args.codes, args.type)
    return [one for one in held if first is None or one.year >= first]


def awards(view: FactView, args: WordArguments) -> Span:
    if view.facts.awards is None:
        return SOME
    return _count(view, (one.year for one in view.held(args.codes, args.type)), args)


def holds(view: FactView, args: WordArguments) -> Span:
    answer = held_in(view, args, view.year)
    return ((0, 0), (0, 1), (1, 1))[answer]


def years_since(view: FactView, args: WordArguments) -> Span:
    if view.facts.awards is None:
        return SOME
    last = view.last(args)
    unseen = view.floor + DECIDED_WITHIN - 1  # the latest end of an unrecorded one
    maximum = inf if last is None else view.year - last
    if view.facts.records_since is None or (last is not None and last >= unseen):
        return (maximum, maximum)
    return (max(0, view.year - unseen), maximum)


# --- the rest of the record -----------------------------------------------------------------------


def initiatives(view: FactView, args: WordArguments) -> Span:
    if view.facts.initiatives is None:
        return SOME
    wide = (one for one in view.facts.initiatives if one.rank >= args.rank)
    years = (one.year for one in wide if one.year <= view.year)
    return _count(view, years, args if args.last or args.opener else _THIS_YEAR)


def service_months(view: FactView, args: WordArguments) -> Span:
    months = view.facts.service_months
    return SOME if months is None else (months, months)


def recruit_months(view: FactView, args: WordArguments) -> Span:
    """The months of service of a recruit; twelve for others."""
    if view.facts.newly_recruited is False:
        return (WHOLE_YEAR, WHOLE_YEAR)
    minimum, maximum = service_months(view, args)
    return (minimum, maximum if view.facts.newly_recruited else max(maximum, WHOLE_YEAR))


def absence_months(view: FactView, args: WordArguments) -> Span:
    months = view.facts.absence_months
    return SOME if months is None else (months, months)


def person_is(view: FactView, args: WordArguments) -> Span:
    return TRUTH_SPANS[is_among(view.reading.person_kinds(view.facts), args.of_kinds)]


def training_below(view: FactView, args: WordArguments) -> Span:
    return TRUTH_SPANS[view.facts.training_below]


def under_examination(view: FactView, args: WordArguments) -> Span:
    open_matters = view.facts.examinations
    return TRUTH_SPANS[None if open_matters is None else bool(open_matters)]


def registered(view: FactView, args: WordArguments) -> Span:
    return TRUTH_SPANS[view.facts.registered]


def attested(view: FactView, args: WordArguments) -> Span:
    return TRUTH_SPANS[view.facts.attested.get(args.name)]


def unit_is(view: FactView, args: WordArguments) -> Span:
    return TRUTH_SPANS[is_body_among(view.facts.body_kinds, args.of_kinds)]


VALUES: Mapping[str, Value] = {
    one.__name__: one
    for one in (
        grade, grade_chain, graded, graded_below, chain, awards, holds, years_since, initiatives,
        service_months, recruit_months, person_is, unit_is, absence_months, training_below,
        under_examination, registered, attested, members, members_with, member_share,
        member_grade_share, member_discipline, unit_age,
    )
} | DISCIPLINE_VALUES | MOVEMENT_VALUES  # fmt: skip
