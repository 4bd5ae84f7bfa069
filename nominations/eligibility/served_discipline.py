"""From when achievements count again after a discipline: Decree 98/2023 and Decree 152/2025, each
article 4 clause 4, second paragraph. Achievements before the end of a discipline no longer count;
the day on which its time ends is the last one served."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from nominations.eligibility.facts import DisciplineFact, Facts

YearSpan = tuple[int | None, int]


def recorded_disciplines(facts: Facts) -> list[DisciplineFact]:
    """The disciplines decided by the day of the evaluation; empty if none is recorded."""
    return [one for one in facts.disciplines or () if one.decided_on <= facts.on]


def not_served(facts: Facts) -> list[DisciplineFact]:
    """Those not over on the day of the evaluation, or at the end of the achievement year."""
    day = _last_day(facts)
    return [
        one for one in recorded_disciplines(facts) if one.ends_on is not None and one.ends_on >= day
    ]


def without_end(facts: Facts) -> list[DisciplineFact]:
    """Those without a recorded end."""
    return [one for one in recorded_disciplines(facts) if one.ends_on is None]


def is_served(facts: Facts) -> bool | None:
    """Whether every discipline has been served; None if unknown."""
    if facts.disciplines is None:
        return None
    if not_served(facts):
        return False
    return None if without_end(facts) else True


def ended_in_the_year(facts: Facts) -> list[DisciplineFact]:
    """The served ones whose time ended within the achievement year, before its last day: only what
    was achieved in the rest of it counts."""
    day = _last_day(facts)
    return [
        one
        for one in recorded_disciplines(facts)
        if one.ends_on is not None and one.ends_on.year == facts.year and one.ends_on < day
    ]


def counts_as_a_whole(facts: Facts) -> bool | None:
    """Whether no discipline ended within the achievement year; None if one did or may have: the
    acts do not say whether a title of that year may be given, so that nobody is refused it."""
    if facts.disciplines is None or ended_in_the_year(facts) or without_end(facts):
        return None
    return True


def first_counted_year(facts: Facts) -> YearSpan | None:
    """The first year whose achievements count: at the earliest (None for any year), and for sure;
    None without a discipline. No act says whether the year in which the time ends counts as a year:
    it may. Whether the evaluated year itself counts is decided by `is_served`."""
    if facts.disciplines is None:
        return (None, facts.year)
    found = [_first_after(one, facts.year) for one in recorded_disciplines(facts)]
    if not found:
        return None
    return (max(one[0] for one in found), max(one[1] for one in found))


def ends_within(facts: Facts) -> Iterable[DisciplineFact]:
    """Those that end within a year, which may count or not."""
    for one in recorded_disciplines(facts):
        if (
            one.ends_on is not None
            and one.ends_on.year < facts.year
            and not _ends_year(one.ends_on)
        ):
            yield one


def _first_after(one: DisciplineFact, year: int) -> tuple[int, int]:
    if one.ends_on is None:
        return (min(one.decided_on.year, year), year)
    following = one.ends_on.year + 1
    earliest = following if _ends_year(one.ends_on) else one.ends_on.year
    return (min(earliest, year), min(following, year))


def _ends_year(day: date) -> bool:
    return (day.month, day.day) == (12, 31)


def _last_day(facts: Facts) -> date:
    """The day by which a discipline has to be served; for a future year its last day."""
    last = date(facts.year, 12, 31)
    return min(facts.on, last) if facts.on.year >= facts.year else last
