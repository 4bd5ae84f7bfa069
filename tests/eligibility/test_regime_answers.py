"""Every condition of every regime can be met, can be missed, and can lack data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from nominations.eligibility.answers import Answer
from nominations.eligibility.assessment import judge
from nominations.eligibility.facts import (
    AwardFact,
    DisciplineFact,
    ExaminationFact,
    Facts,
    GradeFact,
    InitiativeFact,
    MembersFact,
)
from nominations.records.scales import AttestationKind
from tests.law.regimes import REGIMES, awards_of, regimes

YEAR = 2024
EXCELLENT, DONE = 4, 2
PERSON, UNIT = "individual", "collective"


def held(code: str, *years: int, kind: str = "CONG_TRANG") -> list[AwardFact]:
    return [
        AwardFact(code=code, year=year, commendation_type=kind, since=date(year, 12, 31))
        for year in years
    ]


def initiatives(*years: int, rank: int = 3) -> list[InitiativeFact]:
    return [
        InitiativeFact(name=f"SK {year}", year=year, rank=rank, scope="TOAN_QUOC") for year in years
    ]


def proven(kind: str) -> Facts:
    """Somebody who has everything: graded, awarded and inventive for thirty years, all attested."""
    every = range(YEAR - 29, YEAR + 1)
    early = (YEAR - 25, YEAR - 20, YEAR - 15)
    awards = [
        *held("LDTT", *every),
        *held("CSTDCS", *every),
        *held("TTLDXS", *every),
        *held("CSTD_TINH", YEAR - 5, YEAR - 3),
        *held("BK_TINH", YEAR - 28, YEAR - 5, YEAR - 3),
        *held("CO_TINH", *range(YEAR - 8, YEAR)),
        *held("CO_CP", YEAR - 4, YEAR - 2),
        *held("BK_TTG", YEAR - 25),
        *held("HCLD3", early[1]),
        *held("HCLD2", early[2]),
    ]
    return Facts(
        kind=kind,
        name="A",
        year=YEAR,
        on=date(YEAR, 12, 31),
        grades={year: GradeFact(EXCELLENT) for year in every},
        awards=awards,
        initiatives=initiatives(*every),
        disciplines=(),
        examinations=(),
        service_months=12,
        absence_months=0,
        training_below=False,
        registered=True,
        attested=dict.fromkeys(AttestationKind.values, True),
        members=MembersFact(
            total=10,
            grades={EXCELLENT: 10},
            ungraded=0,
            holders={"LDTT": 10, "CSTDCS": 2},
            discipline=0,
        ),
        founded_on=date(1990, 1, 1),
    )


def newcomer(kind: str) -> Facts:
    """Somebody of whom all is known, and nothing of it is enough."""
    return replace(
        proven(kind),
        grades={YEAR: GradeFact(DONE), YEAR - 1: GradeFact(DONE)},
        awards=(),
        initiatives=(),
        disciplines=(DisciplineFact(rank=2, form="CANH_CAO", decided_on=date(YEAR, 3, 1)),),
        examinations=(ExaminationFact("complaint", date(YEAR, 5, 1)),),
        service_months=2,
        newly_recruited=True,
        absence_months=4,
        training_below=True,
        registered=False,
        attested=dict.fromkeys(AttestationKind.values, False),
        members=MembersFact(
            total=10, grades={1: 5, EXCELLENT: 5}, ungraded=0, holders={"LDTT": 2}, discipline=2
        ),
        founded_on=date(YEAR - 2, 1, 1),
    )


def crowned(kind: str) -> Facts:
    """Somebody who has been given everything in the year, so that nothing may be given again."""
    codes = "BK_TINH BK_BO BK_TTG CSTD_TINH CSTD_BO CSTDTQ CO_CP HCLD1 HCLD2 HCLD3"
    awards = [award for code in codes.split() for award in held(code, YEAR)]
    return replace(newcomer(kind), awards=awards)


def interrupted(kind: str) -> Facts:
    """Somebody awarded before, with a year below good since, in which no title was held."""
    grown = proven(kind)
    awards = [one for one in grown.awards or () if one.code != "TTLDXS"]
    return replace(grown, grades={**(grown.grades or {}), YEAR - 1: GradeFact(DONE)}, awards=awards)


def unknown(kind: str) -> Facts:
    """Somebody of whom nobody knows anything."""
    return replace(
        proven(kind),
        grades=None,
        awards=None,
        initiatives=None,
        disciplines=None,
        examinations=None,
        service_months=None,
        absence_months=None,
        training_below=None,
        registered=None,
        attested={},
        members=MembersFact(total=None, holders=None, discipline=None),
        founded_on=None,
    )


def answers(regime: str, facts: Facts) -> Iterator[tuple[tuple[str, str], Answer]]:
    """The answer of every condition of every award that the subject can be given."""
    rule_set = regimes()[regime]
    for code in awards_of(regime):
        if facts.kind in rule_set.catalogue[code].targets:
            for one in judge(rule_set, code, facts).rules:
                yield (code, one.standard.key), one.answer


@pytest.mark.parametrize("kind", [PERSON, UNIT])
@pytest.mark.parametrize("regime", REGIMES)
def test_who_has_everything_meets_every_condition(regime: str, kind: str) -> None:
    assert {key: answer for key, answer in answers(regime, proven(kind)) if answer != "met"} == {}


@pytest.mark.parametrize("kind", [PERSON, UNIT])
@pytest.mark.parametrize("regime", REGIMES)
def test_of_whom_nothing_is_known_no_condition_is_judged(regime: str, kind: str) -> None:
    found = {key: answer for key, answer in answers(regime, unknown(kind)) if answer != "unknown"}

    assert found == {}


@pytest.mark.parametrize("kind", [PERSON, UNIT])
@pytest.mark.parametrize("regime", REGIMES)
def test_every_condition_can_be_missed(regime: str, kind: str) -> None:
    missed = {
        key
        for facts in (newcomer(kind), crowned(kind), interrupted(kind))
        for key, answer in answers(regime, facts)
        if answer == Answer.UNMET
    }
    every = {key for key, _answer in answers(regime, newcomer(kind))}

    assert every - missed == set()


# --- the ladder, at its edges ---------------------------------------------------------------------


def answer(regime: str, code: str, key: str, facts: Facts) -> Answer:
    rules = judge(regimes()[regime], code, facts).rules
    return next(one.answer for one in rules if one.standard.key == key)


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ((YEAR - 5,), Answer.MET),  # five years since
        ((YEAR - 4,), Answer.UNMET),  # four
        ((YEAR - 7, YEAR - 2), Answer.MET),  # another one on the way
        ((YEAR - 4, YEAR - 2), Answer.UNMET),  # none before the five years
        ((YEAR - 9, YEAR - 3, YEAR - 1), Answer.MET),
    ],
)
def test_the_five_years_after_a_letter_under_the_law_of_2003(
    letters: tuple[int, ...], expected: Answer
) -> None:
    facts = replace(proven(PERSON), awards=held("BK_TINH", *letters))

    assert answer("R1B", "BK_TTG", "years", facts) == expected


def test_since_2024_a_persons_five_years_need_not_come_after_the_letter() -> None:
    """Article 73 clause 1 b does not say "after that"; clause 4 e, for collectives, does."""
    person = replace(proven(PERSON), awards=held("BK_TINH", YEAR - 1))
    unit = replace(proven(UNIT), awards=held("BK_TINH", YEAR - 1))

    assert answer("R2", "BK_TTG", "years", person) == Answer.MET
    assert answer("R2", "BK_TTG", "years", unit) == Answer.UNMET


@pytest.mark.parametrize("regime", ["R1B", "R2", "R3B"])
def test_a_letter_for_a_theme_is_no_basis_for_the_state(regime: str) -> None:
    facts = replace(proven(PERSON), awards=held("BK_TINH", YEAR - 6, kind="PHONG_TRAO"))

    assert answer(regime, "BK_TTG", "prerequisite", facts) == Answer.MET
    assert answer(regime, "BK_TTG", "basis", facts) == Answer.UNMET


def test_a_sudden_letter_is_no_basis_since_2024() -> None:
    facts = replace(proven(PERSON), awards=held("BK_TINH", YEAR - 6, kind="DOT_XUAT"))

    assert answer("R1C", "BK_TTG", "basis", facts) == Answer.MET
    assert answer("R2", "BK_TTG", "basis", facts) == Answer.UNMET


@pytest.mark.parametrize(
    ("titles", "grades", "expected"),
    [
        ((YEAR, YEAR - 1), {}, Answer.MET),
        ((), {YEAR: EXCELLENT, YEAR - 1: EXCELLENT}, Answer.MET),
        ((YEAR,), {YEAR: 3, YEAR - 1: EXCELLENT}, Answer.MET),  # mixed, either way
        ((YEAR - 1,), {YEAR: EXCELLENT, YEAR - 1: 3}, Answer.MET),
        ((YEAR,), {YEAR: EXCELLENT, YEAR - 1: 3}, Answer.UNMET),
        ((YEAR - 1,), {YEAR: 3, YEAR - 1: EXCELLENT}, Answer.UNMET),
    ],
)
def test_two_years_of_excellence_or_of_the_title_for_a_collective(
    titles: tuple[int, ...], grades: dict[int, int], expected: Answer
) -> None:
    facts = replace(
        newcomer(UNIT),
        awards=held("TTLDXS", *titles),
        grades={year: GradeFact(rank) for year, rank in grades.items()},
        disciplines=(),
    )

    assert answer("R2", "BK_TINH", "merit", facts) == expected


@pytest.mark.parametrize(("share", "old", "new"), [(5, "unmet", "unmet"), (6, "met", "unmet")])
def test_more_than_half_once_and_seven_tenths_now(share: int, old: str, new: str) -> None:
    facts = replace(
        proven(UNIT),
        members=MembersFact(
            total=10, grades={EXCELLENT: 10}, ungraded=0, holders={"LDTT": share}, discipline=0
        ),
    )

    assert answer("R1C", "TTLDTT", "members", facts) == old
    assert answer("R2", "TTLDTT", "members", facts) == new


def test_seven_of_ten_are_enough_now() -> None:
    facts = replace(
        proven(UNIT),
        members=MembersFact(
            total=10, grades={EXCELLENT: 10}, ungraded=0, holders={"LDTT": 7}, discipline=0
        ),
    )

    assert answer("R2", "TTLDTT", "members", facts) == Answer.MET


@pytest.mark.parametrize(("last", "expected"), [(3, Answer.MET), (2, Answer.UNMET)])
def test_three_titles_are_not_counted_twice(last: int, expected: Answer) -> None:
    chain = held("CSTDCS", *range(YEAR - 9, YEAR + 1))
    facts = replace(proven(PERSON), awards=[*chain, *held("CSTD_TINH", YEAR - last)])

    assert answer("R1C", "CSTD_TINH", "new_period", facts) == expected
    assert answer("R1C", "CSTD_TINH", "chain", facts) == Answer.MET


def test_one_in_a_record_that_begins_later_is_not_taken_for_none() -> None:
    """The newest period is judged by the years on record alone."""
    facts = replace(proven(PERSON), awards=(), records_since=YEAR - 3)

    assert answer("R2", "BK_TINH", "new_period", facts) == Answer.MET
    assert answer("R2", "BK_TTG", "prerequisite", facts) == Answer.UNKNOWN
