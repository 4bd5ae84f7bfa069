"""The words that count years and awards, against a brute force of all pasts.

An award opens a window in the year after its period ends: its own year, or one of the next two
where the decision alone is known and came then. So one that is not on record, since it is older
than the records, may end in their first or second year.

Where something is not known, every past that agrees with what is known is tried: the rule is met
when all of them meet it, unmet when none does, else nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nominations.eligibility.answers import Answer
from nominations.eligibility.assessment import judge
from nominations.eligibility.facts import AwardFact, Facts, GradeFact
from nominations.law import rulesets
from nominations.law.rulesets import RuleSet, Standard
from tests.eligibility.random_facts import dice

YEAR = 2024
SPAN = 7  # years that may count; long enough for three more awards than are on record
CODE, AFTER = "CSTDCS", "CSTD_TINH"


def asked(rule: str) -> RuleSet:
    """A rule set with that one rule for LDTT."""
    base = rulesets.rule_set_on(date(YEAR, 12, 20))
    one = Standard(
        award="LDTT",
        key="one",
        says=rule,
        rule=rule,
        effect="blocking",
        source="",
        verified=False,
        kind="individual",
    )
    return replace(base, standards=(one,), digest=rule)


Past = tuple[frozenset[int], frozenset[int], dict[int, int]]


def pasts(facts: Facts, word: str) -> Iterator[Past]:
    """Every past that agrees with what is known: years of CODE, ends of AFTER, grades.

    What the word does not read is not tried: it cannot change the value.
    """
    of_grades = word.startswith("grade")
    in_windows = word.endswith(("after", "since"))
    years = range(YEAR - SPAN + 1, YEAR + 1)
    known = facts.awards
    since = facts.records_since or 0
    open_years = [one for one in years if known is None or one < since]
    held = {
        CODE: {one.year for one in known or () if one.code == CODE},
        AFTER: {one.since.year for one in known or () if one.code == AFTER and one.since},
    }
    ends = [*open_years, since, since + 1] if since and known is not None else open_years
    free = [] if of_grades else [(CODE, one) for one in open_years]
    free += [(AFTER, one) for one in ends] if in_windows else []
    grades = facts.grades or {}
    ungraded = [one for one in years if one not in grades] if of_grades else []
    for bits in product((False, True), repeat=len(free)):
        more = {place for place, bit in zip(free, bits, strict=True) if bit}
        for ranks in product((2, 4), repeat=len(ungraded)):
            yield (
                frozenset(held[CODE] | {one for code, one in more if code == CODE}),
                frozenset(held[AFTER] | {one for code, one in more if code == AFTER}),
                {one: grades[one].rank for one in grades} | dict(zip(ungraded, ranks, strict=True)),
            )


def run(years: set[int], nominated: bool, first: int) -> int:
    """How many years up to this one without a gap, none before the first that counts."""
    length, year = 0, YEAR
    while year >= first and (year in years or (year == YEAR and nominated)):
        length, year = length + 1, year - 1
    return length


def value(word: str, past: Past, nominated: bool) -> int:
    titles, others, grades = past
    start = max(others, default=YEAR - SPAN) + 1
    first = min(others, default=YEAR - SPAN) + 1
    good = {one for one, rank in grades.items() if rank >= 3}
    oldest = YEAR - SPAN + 1
    return {
        "chain": lambda: run(set(titles), nominated, oldest),
        "chain_after": lambda: run(set(titles), nominated, start),
        "chain_since": lambda: run(set(titles), nominated, first),
        "awards_since": lambda: sum(one >= first for one in titles),
        "grades_since": lambda: run(good, False, first),
        "awards": lambda: len(titles),
        "awards_last": lambda: sum(one > YEAR - 3 for one in titles),
        "awards_after": lambda: sum(one >= start for one in titles),
        "grades": lambda: run(good, False, oldest),
        "grades_after": lambda: run(good, False, start),
        "graded": lambda: sum(one > YEAR - 4 for one in good),
        "holds": lambda: int(YEAR in titles or nominated),
    }[word]()


WORDS = {
    "chain": f"chain({CODE})",
    "chain_after": f"chain({CODE}, after={AFTER})",
    "chain_since": f"chain({CODE}, since={AFTER})",
    "awards_since": f"awards({CODE}, since={AFTER})",
    "grades_since": f"grade_chain(HTT, since={AFTER})",
    "awards": f"awards({CODE})",
    "awards_last": f"awards({CODE}, last=3)",
    "awards_after": f"awards({CODE}, after={AFTER})",
    "grades": "grade_chain(HTT)",
    "grades_after": f"grade_chain(HTT, after={AFTER})",
    "graded": "graded(HTT, last=4)",
    "holds": f"holds({CODE})",
}


def _in_time(random: Random, code: str, year: int) -> bool:
    """Whether the period ends in the award's own year; some are decided in the next one."""
    return code == CODE or year == YEAR or random.random() < 0.6


def history(random: Random) -> Facts:
    years = range(YEAR - SPAN + 1, YEAR + 1)
    since = random.choice((None, None, YEAR - 3, YEAR - 2))
    awards = tuple(
        AwardFact(
            code=code,
            year=one,
            since=date(one, 12, 31) if _in_time(random, code, one) else date(one + 1, 3, 1),
        )
        for code, chance in ((CODE, 0.75), (AFTER, 0.15))
        for one in years
        if random.random() < chance and one >= (since or 0)
    )
    grades = {
        one: GradeFact(random.choices((1, 2, 3, 4), (1, 1, 6, 4))[0])
        for one in years
        if random.random() > 0.15
    }
    nothing_known = random.random() < 0.05
    while SPAN - len(grades) > (0 if nothing_known else 3):  # no more pasts than can be tried
        grades.setdefault(random.choice(years), GradeFact(3))
    return Facts(
        kind="individual",
        name="Người thử",
        year=YEAR,
        on=date(YEAR, 12, 20),
        grades=grades,
        awards=None if nothing_known else awards,
        records_since=since,
        nominated=frozenset({CODE}) if random.random() < 0.5 else frozenset(),
    )


@pytest.mark.parametrize("word", WORDS)
@settings(max_examples=100, derandomize=True, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_chains_and_counts_equal_a_brute_force_of_all_pasts(word: str, seed: int) -> None:
    random = dice(seed)
    facts = history(random)
    minimum = 1 if word == "holds" else random.randint(1, 3)
    rule = f"{WORDS[word]} >= {minimum}"
    if word == "holds":
        rule = WORDS[word]
    found = set()
    for past in pasts(facts, word):
        found.add(value(word, past, bool(facts.nominated)) >= minimum)
        if len(found) == 2:
            break
    wanted = Answer.UNKNOWN if len(found) == 2 else Answer.MET if found == {True} else Answer.UNMET
    assert judge(asked(rule), "LDTT", facts).answer == wanted, (rule, facts)
