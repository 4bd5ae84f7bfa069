"""What has to hold of the rules whatever the facts are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nominations.eligibility.answers import Answer
from nominations.eligibility.assessment import judge, judge_many
from nominations.eligibility.facts import AwardFact, Facts, GradeFact, InitiativeFact
from nominations.law import rulesets
from nominations.law.rulesets import RuleSet
from nominations.records.scales import AttestationKind
from tests.eligibility import case_sheets
from tests.eligibility.random_facts import codes_for, dice, many, random_facts

YEAR = 2024
ORDER = {Answer.UNMET: 0, Answer.UNKNOWN: 1, Answer.MET: 2}
SEEDS = st.integers(min_value=0, max_value=2**32)
# The examples are the same on every machine; there is nothing to shrink in a seed.
STEADY = settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@cache
def regimes() -> tuple[RuleSet, ...]:
    return tuple(rulesets.read_rule_sets())


# --- better facts -------------------------------------------------------------------------------

STATE = frozenset({"BK_TTG", "HCLD1", "HCLD2", "HCLD3", "CSTDTQ", "CO_CP"})
# What an award forbids by law: the same one again for the same years (Circular 12/2019 article 2
# clause 6, Decree 98/2023 article 30 clause 9), a second one of the state in the year (Circular
# 12/2019 article 3 clause 3), the province's flag beside the Government's (article 8 clause 3).
# An award from which years are counted again starts a new count when it is given again.
COUNTED_FROM = {
    "HCLD3": {"BK_TTG"},
    "HCLD2": {"HCLD3"},
    "HCLD1": {"HCLD2"},
    "BK_TTG": {"BK_TINH", "BK_BO"},
}


def forbids(held: str, award: str) -> bool:
    """Whether holding one award may stand in the way of another."""
    return (
        held == award
        or (held in STATE and award in STATE)
        or (held == "CO_CP" and award in ("CO_TINH", "CO_BO"))
        or held in COUNTED_FROM.get(award, ())
    )


def better_grade(random: Random, facts: Facts) -> Facts:
    if facts.grades is None:
        return replace(facts, grades={facts.year: GradeFact(4)})
    year = random.randint(facts.year - 8, facts.year)
    old = facts.grades.get(year)
    rank = 4 if old is None else random.randint(old.rank, 4)
    return replace(facts, grades={**facts.grades, year: GradeFact(rank)})


def one_more_initiative(random: Random, facts: Facts) -> Facts:
    if facts.initiatives is None:  # a list with one would say that there is no other
        return facts
    scope, rank = random.choice((("CO_SO", 1), ("TINH", 2), ("BO", 2), ("TOAN_QUOC", 3)))
    one = InitiativeFact(
        name="Sáng kiến nữa",
        year=random.randint(facts.year - 8, facts.year),
        rank=rank,
        scope=scope,
    )
    return replace(facts, initiatives=(*facts.initiatives, one))


def wider_scope(random: Random, facts: Facts) -> Facts:
    if not facts.initiatives:
        return facts
    number = random.randrange(len(facts.initiatives))
    rows = list(facts.initiatives)
    rows[number] = replace(rows[number], rank=3, scope="TOAN_QUOC")
    return replace(facts, initiatives=tuple(rows))


def longer_service(random: Random, facts: Facts) -> Facts:
    months = 12 if facts.service_months is None else facts.service_months + random.randint(1, 6)
    return replace(facts, service_months=min(months, 12))


def fewer_absences(random: Random, facts: Facts) -> Facts:
    months = 0 if facts.absence_months is None else random.randint(0, facts.absence_months)
    return replace(facts, absence_months=months)


def discipline_ends_earlier(random: Random, facts: Facts) -> Facts:
    if not facts.disciplines:
        return facts
    rows = [
        replace(one, ends_on=one.ends_on - timedelta(days=random.randint(1, 200)))
        if one.ends_on
        else replace(one, ends_on=one.decided_on)  # the earliest of the days that it may be
        for one in facts.disciplines
        if one.ends_on is None or one.ends_on > one.decided_on + timedelta(days=200)
    ]
    return replace(facts, disciplines=tuple(rows))


def no_discipline(random: Random, facts: Facts) -> Facts:
    return replace(facts, disciplines=())


def matters_closed(random: Random, facts: Facts) -> Facts:
    return replace(facts, examinations=())


def attested_more(random: Random, facts: Facts) -> Facts:
    return replace(facts, attested={**facts.attested, random.choice(AttestationKind.values): True})


def registered(random: Random, facts: Facts) -> Facts:
    return replace(facts, registered=True)


def training_good(random: Random, facts: Facts) -> Facts:
    return replace(facts, training_below=False)


def older_unit(random: Random, facts: Facts) -> Facts:
    if facts.kind == "individual":
        return facts
    founded = facts.founded_on or date(facts.year - 40, 1, 1)
    return replace(facts, founded_on=founded - timedelta(days=random.randint(1, 9000)))


def better_members(random: Random, facts: Facts) -> Facts:
    team = facts.members
    if team is None or team.total is None:
        return facts
    holders = None
    if team.holders is not None:
        holders = {code: min(team.total, n + 1) for code, n in team.holders.items()}
    grades = Counter(dict(team.grades))
    for rank in sorted(grades):
        if rank < 4 and grades[rank]:
            grades[rank] -= 1
            grades[4] += 1
            break
    lighter = 0 if team.discipline is None else random.randint(0, team.discipline)
    return replace(
        facts,
        members=replace(team, holders=holders, grades=+grades, discipline=lighter),
    )


BETTER: tuple[Callable[[Random, Facts], Facts], ...] = (
    better_grade,
    one_more_initiative,
    wider_scope,
    longer_service,
    fewer_absences,
    discipline_ends_earlier,
    no_discipline,
    matters_closed,
    attested_more,
    registered,
    training_good,
    older_unit,
    better_members,
)


def assert_no_worse(before: Facts, after: Facts, codes: list[str]) -> None:
    for rules in regimes():
        old, new = judge_many(rules, codes, before), judge_many(rules, codes, after)
        for code in codes:
            assert ORDER[new[code]] >= ORDER[old[code]], (
                f"{rules.code} {code}: {old[code]} became {new[code]}\n{before}\n{after}"
            )


@pytest.mark.parametrize("better", BETTER, ids=lambda one: one.__name__)
@STEADY
@given(seed=SEEDS)
def test_a_better_fact_never_makes_less_eligible(
    better: Callable[[Random, Facts], Facts], seed: int
) -> None:
    before = random_facts(seed, year=YEAR)
    after = better(dice(seed), before)
    assert_no_worse(before, after, list(codes_for(before.kind)))


@STEADY
@given(seed=SEEDS)
def test_one_more_award_never_makes_less_eligible_for_what_it_does_not_forbid(seed: int) -> None:
    random, before = dice(seed), random_facts(seed, year=YEAR)
    if before.awards is None:  # a list with one award would say that there is no other
        return
    code = random.choice(codes_for(before.kind))
    of_year = random.randint(YEAR - 8, YEAR)
    more = AwardFact(code=code, year=of_year, since=date(of_year, 12, 31))
    after = replace(before, awards=(*before.awards, more))
    free = [one for one in codes_for(before.kind) if not forbids(code, one)]
    assert_no_worse(before, after, free)


@STEADY
@given(seed=SEEDS)
def test_one_more_nomination_never_makes_less_eligible_for_what_it_does_not_forbid(
    seed: int,
) -> None:
    random, before = dice(seed), random_facts(seed, year=YEAR)
    code = random.choice(codes_for(before.kind))
    after = replace(before, nominated=before.nominated | {code})
    free = [one for one in codes_for(before.kind) if not forbids(code, one)]
    assert_no_worse(before, after, free)


@STEADY
@given(seed=SEEDS)
def test_learning_an_unknown_fact_never_turns_an_answer_round(seed: int) -> None:
    """Known facts settle what was open; what was settled without them stays."""
    random, whole = dice(seed), random_facts(seed, year=YEAR)
    hidden = replace(
        whole,
        **{
            name: None
            for name in ("grades", "awards", "disciplines", "examinations", "members")
            if random.random() < 0.3
        },
        attested={what: holds for what, holds in whole.attested.items() if random.random() < 0.7},
    )
    codes = list(codes_for(whole.kind))
    for rules in regimes():
        with_all, without = judge_many(rules, codes, whole), judge_many(rules, codes, hidden)
        for code in codes:
            assert without[code] in (Answer.UNKNOWN, with_all[code]), (rules.code, code)


# --- fast and explained -------------------------------------------------------------------------


@settings(parent=STEADY, max_examples=60)
@given(seed=SEEDS)
def test_the_fast_answers_are_those_of_the_explained_ones(seed: int) -> None:
    facts = random_facts(seed, year=YEAR)
    codes = codes_for(facts.kind)
    for rules in regimes():
        fast = judge_many(rules, codes, facts)
        assert fast == {code: judge(rules, code, facts).answer for code in codes}


def test_every_answer_that_is_not_met_says_what_is_missing() -> None:
    for case in case_sheets.cases():
        if case.facts is None or case.layer:
            continue
        for rules in regimes():
            if rules.code == case.regime:
                for one in judge(rules, case.award, case.facts, case.type).rules:
                    assert bool(one.missing) == (one.answer != Answer.MET), (case, one)


def test_random_facts_are_alike_for_the_same_seed_and_reach_every_answer() -> None:
    assert list(many(20, seed=3)) == list(many(20, seed=3))
    seen: dict[str, set[Answer]] = {}
    for facts in many(1500):
        for code, answer in judge_many(regimes()[3], codes_for(facts.kind), facts).items():
            seen.setdefault(f"{code} {facts.kind}", set()).add(answer)
    short = {name: found for name, found in seen.items() if len(found) < len(Answer)}
    assert not short
