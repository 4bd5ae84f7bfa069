"""Judging facts: three answers, the records read, what is missing; fast and explained agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nominations.eligibility.answers import Answer
from nominations.eligibility.assessment import judge, judge_many, next_year
from nominations.eligibility.facts import (
    AwardFact,
    DisciplineFact,
    ExaminationFact,
    Facts,
    InitiativeFact,
    MembersFact,
)
from tests.law.rulebook import facts, grades, held, initiative, rules

MET, UNMET, UNKNOWN = Answer.MET, Answer.UNMET, Answer.UNKNOWN
TITLE = "grade >= HTXS or initiatives(CO_SO) >= 1"


def reprimand(decided_on: date, ends_on: date | None = None) -> DisciplineFact:
    return DisciplineFact(rank=1, form="KHIEN_TRACH", decided_on=decided_on, ends_on=ends_on)


def ask(text: str, known: Facts, award: str = "CSTDCS") -> Any:
    return judge(rules(award, one=text), award, known).rules[0]


# --- what a rule answers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "answer"),
    [
        (facts(grades=grades({2024: 4})), MET),
        (facts(grades=grades({2024: 3})), UNMET),
        (facts(grades=grades({2024: 3}), initiatives=[initiative()]), MET),
        (facts(grades={}, initiatives=[initiative()]), MET),
        (facts(grades={}), UNKNOWN),
        (facts(grades=grades({2024: 3}), initiatives=None), UNKNOWN),
        (facts(grades=grades({2024: 4}), initiatives=None), MET),
        (facts(grades=grades({2024: 3}), initiatives=[initiative(2023)]), UNMET),
    ],
)
def test_what_is_known_decides_as_soon_as_it_can(known: Facts, answer: Answer) -> None:
    assert ask(TITLE, known).answer == answer


@pytest.mark.parametrize(
    ("text", "known", "answer"),
    [
        ("graded(HTT, last=3) >= 2", facts(grades=grades({2024: 3, 2022: 4})), MET),
        ("graded(HTT, last=3) >= 3", facts(grades=grades({2024: 3, 2022: 4})), UNKNOWN),
        ("graded(HTT, last=3) >= 3", facts(grades=grades({2024: 2, 2022: 4})), UNMET),
        ("grade_chain(HTT) >= 2", facts(grades=grades({2024: 3, 2023: 3})), MET),
        ("grade_chain(HTT) >= 3", facts(grades=grades({2024: 3, 2023: 3})), UNKNOWN),
        ("grade_chain(HTT) >= 3", facts(grades=grades({2024: 3, 2023: 2})), UNMET),
        ("grade_chain(HTT, after=BK_TINH) >= 2",
         facts(grades=grades({2024: 3, 2023: 3}), awards=held("BK_TINH", 2023)), UNMET),
        ("chain(CSTDCS) >= 3", facts(awards=held("CSTDCS", 2024, 2023, 2022)), MET),
        ("chain(CSTDCS) >= 3", facts(awards=held("CSTDCS", 2024, 2022, 2021)), UNMET),
        ("chain(CSTDCS) >= 3", facts(awards=held("CSTDCS", 2023, 2022),
                                     nominated=frozenset({"CSTDCS"})), MET),
        ("chain(CSTDCS) >= 3", facts(awards=None, nominated=frozenset({"CSTDCS"})), UNKNOWN),
        ("chain(CSTDCS, after=CSTD_TINH) >= 3",
         facts(awards=[*held("CSTDCS", 2024, 2023, 2022), *held("CSTD_TINH", 2022)]), UNMET),
        ("awards(BK_TINH) == 0", facts(), MET),
        ("awards(BK_TINH) == 0", facts(awards=held("BK_TINH", 2001)), UNMET),
        ("awards(BK_TINH) == 0", facts(awards=None), UNKNOWN),
        ("awards(BK_TINH, type=CONG_TRANG) >= 1",
         facts(awards=held("BK_TINH", 2023, commendation_type="PHONG_TRAO")), UNMET),
        ("years_since(BK_TTG) >= 5", facts(), MET),
        ("years_since(BK_TTG) < 5", facts(), UNMET),
        ("years_since(BK_TTG) >= 5",
         facts(awards=held("BK_TTG", 2020, since=date(2019, 11, 30))), MET),
        ("discipline == NONE", facts(), MET),
        ("discipline(ever) == NONE",
         facts(disciplines=[reprimand(date(2010, 3, 1))]), UNMET),
        ("discipline == NONE",
         facts(disciplines=[reprimand(date(2010, 3, 1))]), MET),
        ("discipline(running) == NONE",
         facts(disciplines=[reprimand(date(2023, 9, 1), ends_on=date(2024, 9, 1))]), UNMET),
        ("not under_examination", facts(examinations=None), UNKNOWN),
        ("attested(DAO_DUC)", facts(attested={"DAO_DUC": False}), UNMET),
        ("attested(DAO_DUC)", facts(), UNKNOWN),
        ("holds(LDTT)", facts(nominated=frozenset({"LDTT"})), MET),
    ],
)  # fmt: skip
def test_every_word_answers_in_three_ways(text: str, known: Facts, answer: Answer) -> None:
    assert ask(text, known).answer == answer


@pytest.mark.parametrize(
    ("text", "awards", "answer"),
    [
        ("chain(CSTDCS) >= 3", held("CSTDCS", 2024, 2023), UNKNOWN),
        ("chain(CSTDCS) >= 3", held("CSTDCS", 2024), UNMET),
        ("awards(BK_TTG) >= 1", [], UNKNOWN),
        ("awards(BK_TTG, last=2) >= 1", [], UNMET),
        ("awards(BK_TTG) == 0", [], UNKNOWN),
        ("years_since(BK_TTG) >= 5", [], UNKNOWN),
        # a BK_TINH of 2022, not on record, may have been decided in 2023 or 2024
        ("awards(CSTDCS, after=BK_TINH) >= 2", held("CSTDCS", 2024, 2023), UNKNOWN),
        ("awards(CSTDCS, after=BK_TINH) >= 3", held("CSTDCS", 2024, 2023), UNKNOWN),
    ],
)
def test_of_the_years_before_the_records_begin_nobody_knows(
    text: str, awards: list[AwardFact], answer: Answer
) -> None:
    assert ask(text, facts(awards=awards, records_since=2023)).answer == answer


@pytest.mark.parametrize(
    ("records_since", "answer"), [(None, MET), (2021, MET), (2022, UNKNOWN), (2023, UNKNOWN)]
)
def test_a_window_is_sure_once_no_award_from_before_the_records_can_open_it(
    records_since: int | None, answer: Answer
) -> None:
    two = facts(awards=held("CSTDCS", 2024, 2023), records_since=records_since)

    assert ask("awards(CSTDCS, after=BK_TINH) >= 2", two).answer == answer


def test_an_award_before_the_records_that_was_decided_in_their_first_year_is_reckoned_with() -> (
    None
):
    """With the whole record the five years have begun anew; without it nobody can know."""
    earlier = AwardFact(code="BK_TTG", year=2012, since=date(2012, 12, 20))
    hidden = AwardFact(code="BK_TTG", year=2019, since=date(2020, 3, 1))
    good = grades(dict.fromkeys(range(2013, 2025), 4))
    rule = "grade_chain(HTXS, after=BK_TTG) >= 5"

    whole = facts(awards=[earlier, hidden], grades=good)
    partly = facts(awards=[earlier], grades=good, records_since=2020)

    assert ask(rule, whole).answer == UNMET
    assert ask(rule, partly).answer == UNKNOWN


@pytest.mark.parametrize(
    ("text", "members", "answer"),
    [
        ("member_share(LDTT) >= 70", MembersFact(total=10, holders={"LDTT": 7}), MET),
        ("member_share(LDTT) > 70", MembersFact(total=10, holders={"LDTT": 7}), UNMET),
        ("member_share(LDTT) >= 70", MembersFact(total=None, holders={"LDTT": 7}), UNKNOWN),
        ("member_share(LDTT) >= 70", MembersFact(total=10, holders=None), UNKNOWN),
        ("member_grade_share(HT) >= 100", MembersFact(total=7, grades={4: 2, 3: 5}), MET),
        ("member_grade_share(HT) >= 100", MembersFact(total=7, grades={4: 2}, ungraded=5), UNKNOWN),
        ("member_grade_share(HT) >= 100", MembersFact(total=None, grades={4: 2, 1: 1}), UNMET),
        ("members_with(CSTDCS) >= 1", MembersFact(total=7, holders={}), UNMET),
        ("member_discipline < CANH_CAO", MembersFact(total=7, discipline=1), MET),
        ("member_discipline < CANH_CAO", MembersFact(total=7, discipline=None), UNKNOWN),
        ("members >= 3", None, UNKNOWN),
    ],
)
def test_a_collective_is_judged_by_its_members(
    text: str, members: MembersFact | None, answer: Answer
) -> None:
    known = facts(kind="collective", members=members)

    assert ask(text, known, "TTLDTT").answer == answer


# --- what is said ---------------------------------------------------------------------------------


def test_the_records_read_are_named_with_their_papers() -> None:
    found = ask("grade >= HTT", facts(grades=grades({2024: 4})))

    assert found.records == (
        "Năm 2024: Hoàn thành xuất sắc nhiệm vụ (Quyết định 2024/QĐ-STC ngày 05/01/2025)",
    )
    assert found.missing == ()


@pytest.mark.parametrize(
    ("text", "known", "missing"),
    [
        ("grade >= HTT", facts(), "Chưa có mức xếp loại năm 2024"),
        ("initiatives(CO_SO, last=2) >= 2", facts(initiatives=[initiative()]),
         "Còn thiếu 1 sáng kiến cấp cơ sở"),
        ("chain(CSTDCS) >= 3", facts(awards=held("CSTDCS", 2024)),
         "Còn thiếu 2 năm liên tục đạt CSTĐ cơ sở (mới có 1)"),
        ("years_since(BK_TTG) < 5", facts(), "Chưa từng được tặng Bằng khen Thủ tướng"),
        ("registered", facts(registered=None), "Chưa có dữ liệu đăng ký thi đua"),
        ("chain(CSTDCS) >= 3", facts(awards=held("CSTDCS", 2024), records_since=2024),
         "Chưa có dữ liệu khen thưởng trước năm 2024"),
        ("service_months >= 6 and registered",
         facts(service_months=4, registered=False),
         "Còn thiếu 2: số tháng công tác trong năm 2024 (hiện là 4, cần 6)"),
        ("not under_examination",
         facts(examinations=[ExaminationFact("complaint", date(2024, 5, 2))]),
         "Không được có: có vụ việc đang được xem xét"),
    ],
)  # fmt: skip
def test_what_is_missing_is_a_sentence(text: str, known: Facts, missing: str) -> None:
    assert ask(text, known).missing[0] == missing


def test_of_two_ways_both_are_told() -> None:
    found = ask("chain(CSTDCS) >= 2 or initiatives(CO_SO) >= 1", facts())

    assert len(found.missing) == 1
    assert "; hoặc " in found.missing[0]


def test_only_a_blocking_rule_that_is_unmet_stops_a_submission() -> None:
    found = judge(rules(bar="grade >= HTT", late_warn="registered"), "CSTDCS", facts(
        grades=grades({2024: 2}), registered=False))  # fmt: skip

    assert [one.standard.key for one in found.blocking] == ["bar"]
    assert found.answer == UNMET


def test_the_next_year_says_what_has_to_be_earned() -> None:
    known = facts(
        grades=grades({2024: 4}),
        awards=held("CSTDCS", 2023),
        nominated=frozenset({"CSTDCS"}),
    )
    found = next_year(rules("CSTD_TINH", chain="chain(CSTDCS) >= 3", grade="grade >= HTT",
                            clean="not under_examination"), "CSTD_TINH", known)  # fmt: skip

    by_key = {one.standard.key: one for one in found.rules}
    assert found.year == 2025
    assert by_key["chain"].missing == ("Còn thiếu 3 năm liên tục đạt CSTĐ cơ sở (mới có 0)",)
    assert by_key["grade"].answer == UNKNOWN
    assert by_key["grade"].missing[0].startswith("Năm 2025: cần được xếp loại")
    assert by_key["clean"].answer == MET


# --- laws over all facts --------------------------------------------------------------------------

CODES = ("CSTDCS", "LDTT", "BK_TINH", "CSTD_TINH")
TEXTS = (
    "grade >= HTT",
    TITLE,
    "grade_chain(HTT, after=BK_TINH) >= 2",
    "graded(HTXS, last=4) >= 2",
    "chain(CSTDCS, after=CSTD_TINH) >= 2",
    "awards(CSTDCS|LDTT, last=3) >= 2 or years_since(BK_TINH) >= 2",
    "awards(CSTDCS, after=BK_TINH, type=CONG_TRANG) >= 1",
    "initiatives(TINH, after=BK_TINH) >= 1 and holds(LDTT)",
    "not under_examination and not (discipline > NONE)",
    "service_months >= 6 and absence_months < 3 and not training_below",
    "registered or attested(DAO_DUC)",
    "discipline(running) != CANH_CAO",
)
years = st.integers(2019, 2025)
days = st.dates(date(2019, 1, 1), date(2025, 6, 30))
maybe_days = st.none() | days


def known_or_not(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def award_of(code: str, year: int, kind: str, later: int | None) -> AwardFact:
    """An award that counts from a day of its year or of the next two; the law leaves no more time
    between a year and the decision on its state titles (Decree 98/2023 article 32)."""
    return AwardFact(
        code=code,
        year=year,
        commendation_type=kind,
        since=None if later is None else date(year + later, 1, 1),
    )


persons = st.builds(
    facts,
    grades=known_or_not(st.dictionaries(years, st.integers(1, 4)).map(grades)),
    awards=known_or_not(
        st.lists(
            st.builds(
                award_of,
                st.sampled_from(CODES),
                years,
                st.sampled_from(["CONG_TRANG", "PHONG_TRAO"]),
                st.sampled_from([None, 0, 1, 2]),
            ),
            max_size=6,
        )
    ),
    records_since=known_or_not(years),
    nominated=st.frozensets(st.sampled_from(CODES)),
    initiatives=known_or_not(st.lists(st.builds(initiative, years, st.integers(1, 3)), max_size=3)),
    disciplines=known_or_not(
        st.lists(
            st.builds(
                DisciplineFact,
                rank=st.integers(1, 2),
                form=st.just("CANH_CAO"),
                decided_on=days,
                ends_on=maybe_days,
            ),
            max_size=2,
        )
    ),
    examinations=known_or_not(
        st.lists(st.builds(ExaminationFact, st.just("complaint"), days), max_size=1)
    ),
    service_months=known_or_not(st.integers(0, 12)),
    absence_months=known_or_not(st.integers(0, 12)),
    training_below=known_or_not(st.booleans()),
    registered=known_or_not(st.booleans()),
    attested=st.dictionaries(st.just("DAO_DUC"), st.booleans()),
)
BOOK = rules(**{f"rule{number}": text for number, text in enumerate(TEXTS)})


@settings(max_examples=300, deadline=None)
@given(persons, st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4))
def test_the_fast_answer_is_the_explained_one(known: Facts, texts: list[str]) -> None:
    book = rules(**{f"rule{number}": text for number, text in enumerate(texts)})

    assert judge_many(book, ["CSTDCS"], known)["CSTDCS"] == judge(book, "CSTDCS", known).answer


@settings(max_examples=300, deadline=None)
@given(persons)
def test_every_answer_but_met_says_what_is_missing(known: Facts) -> None:
    for one in judge(BOOK, "CSTDCS", known).rules:
        assert bool(one.missing) == (one.answer != MET), one
        assert all(text.strip() for text in (*one.missing, *one.records))


UNCERTAIN = (
    "grades", "awards", "initiatives", "disciplines", "examinations", "service_months",
    "absence_months", "training_below", "registered",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(persons, st.sampled_from(UNCERTAIN))
def test_forgetting_a_fact_never_turns_an_answer_round(known: Facts, name: str) -> None:
    """Control of three-valued logic: with one fact less, an answer stays or becomes unknown."""
    forgotten = replace(known, **{name: None})
    for before, after in zip(
        judge(BOOK, "CSTDCS", known).rules, judge(BOOK, "CSTDCS", forgotten).rules, strict=True
    ):
        assert after.answer in (before.answer, UNKNOWN), (name, before.standard.rule)


@settings(max_examples=200, deadline=None)
@given(persons, st.integers(2019, 2024))
def test_knowing_the_records_of_fewer_years_never_turns_an_answer_round(
    known: Facts, since: int
) -> None:
    awards = None if known.awards is None else [one for one in known.awards if one.year >= since]
    kept = None
    if known.initiatives is not None:
        kept = [one for one in known.initiatives if one.year >= since]
    complete = replace(known, records_since=None)
    shorter = replace(known, awards=awards, initiatives=kept, records_since=since)
    for before, after in zip(
        judge(BOOK, "CSTDCS", complete).rules, judge(BOOK, "CSTDCS", shorter).rules, strict=True
    ):
        assert after.answer in (before.answer, UNKNOWN), before.standard.rule


@settings(max_examples=200, deadline=None)
@given(persons)
def test_a_better_grade_never_hurts(known: Facts) -> None:
    ranks = {year: one.rank for year, one in (known.grades or {}).items()}
    better = replace(known, grades=grades({year: min(4, rank + 1) for year, rank in ranks.items()}))
    order = [UNMET, UNKNOWN, MET]
    plain = replace(known, grades=grades(ranks))
    for before, after in zip(
        judge(BOOK, "CSTDCS", plain).rules, judge(BOOK, "CSTDCS", better).rules, strict=True
    ):
        assert order.index(after.answer) >= order.index(before.answer), before.standard.rule


def test_initiatives_of_a_wider_scope_count_for_a_narrower_one() -> None:
    wide = [InitiativeFact(name="x", year=2024, rank=3, scope="TOAN_QUOC")]

    assert ask("initiatives(CO_SO) >= 1", facts(initiatives=wide)).answer == MET
    assert ask("initiatives(TINH) >= 1", facts(initiatives=[initiative()])).answer == UNMET


def test_an_award_that_is_not_for_this_kind_is_judged_without_a_fault() -> None:
    book = rules("TTLDTT", share="member_share(LDTT) >= 70")

    assert judge(book, "TTLDTT", facts()).answer == UNKNOWN
    assert judge_many(book, ["TTLDTT"], facts()) == {"TTLDTT": UNKNOWN}
