"""Lists known to be incomplete: which answers they leave open, and what the pages say of them. The
regulations here are invented, but for the two examples that are shipped."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nominations.dossiers.incomplete_lists import incomplete_lists
from nominations.dossiers.models import Campaign, Nomination
from nominations.eligibility.answer_report import as_data, as_text
from nominations.eligibility.assessment import judge, judge_many
from nominations.eligibility.facts import ExaminationFact, Facts
from nominations.law import rulesets
from nominations.law.award_summary import summarize_award
from nominations.law.datafile import DATA, DataFileError
from nominations.law.models import AwardType
from nominations.law.rulesets import RuleSet
from nominations.law.text_report import as_text as page_text
from nominations.people.models import Organization
from tests.law.rulebook import facts, grades, initiative

DAY = date(2024, 5, 1)
OPEN = ExaminationFact("complaint", date(2024, 11, 1))
HEAD = """schema = 2
layer = "agency"
code = "CQ-3"
name = "Quy chế bịa có danh mục chưa đầy đủ"
valid_from = 2024-01-15
source = "Quyết định 3/QĐ-CQ"
"""
WAYS = """
[[award.GK.standard]]
key = "merit"
kind = "individual"
says = "Hoàn thành xuất sắc nhiệm vụ hoặc có sáng kiến; các trường hợp khác"
rule = "grade >= HTXS or initiatives(CO_SO) >= 1"
complete = false
lacks = "chưa nhập các trường hợp khác của Điều 4"
"""
ALL = """
[award.GK.conditions]
complete = false
lacks = "mới nhập khoản 1 Điều 4"
types = ["CONG_TRANG"]
"""
PAPERS = """
[award.GK.papers]
required = ["unit_minutes"]
complete = false
lacks = "còn giấy tờ theo phụ lục chưa đọc được"
"""


def layer(text: str) -> rulesets.Layer:
    return rulesets.read_layer_text(HEAD + text, "quy-che.toml")


def stacked(text: str) -> RuleSet:
    return rulesets.with_layers(rulesets.regime_on(DAY), [layer(text)])


def graded(rank: int, **more: Any) -> Facts:
    return facts(grades=grades({2024: rank}), **more)


@pytest.mark.parametrize(
    ("text", "found", "asked", "answer"),
    [
        (WAYS, graded(4), "CONG_TRANG", "met"),
        (WAYS, graded(3, initiatives=[initiative()]), "CONG_TRANG", "met"),
        (WAYS, graded(3), "CONG_TRANG", "unknown"),  # another way may hold
        (WAYS, graded(1), "CONG_TRANG", "unknown"),
        (WAYS, facts(), "CONG_TRANG", "unknown"),
        (ALL, graded(4), "CONG_TRANG", "unknown"),  # another condition may not hold
        (ALL, graded(4), "DOT_XUAT", "met"),
        (ALL, graded(4, examinations=[OPEN]), "CONG_TRANG", "unmet"),
        (WAYS + ALL, graded(4), "CONG_TRANG", "unknown"),
        (PAPERS, graded(4), "CONG_TRANG", "met"),  # papers are no condition
    ],
)
def test_an_incomplete_list_leaves_open_what_it_may_change(
    text: str, found: Facts, asked: str, answer: str
) -> None:
    rules = stacked(text)

    assert str(judge(rules, "GK", found, asked).answer) == answer
    assert str(judge_many(rules, ["GK"], found, asked)["GK"]) == answer


def test_a_way_that_may_be_missing_bars_nobody_and_says_what_is_missing() -> None:
    found = judge(stacked(WAYS), "GK", graded(2))
    row = next(one for one in found.rules if one.standard.key == "merit")

    assert found.blocking == ()
    assert row.missing[-1] == "Danh mục chưa đầy đủ: chưa nhập các trường hợp khác của Điều 4"


def test_the_answer_says_which_list_is_incomplete() -> None:
    found = judge(stacked(ALL), "GK", graded(4))

    assert as_data(found, "individual")["reservation"] == (
        "Danh mục chưa đầy đủ: mới nhập khoản 1 Điều 4"
    )
    assert "Danh mục chưa đầy đủ: mới nhập khoản 1 Điều 4" in as_text(found)


def test_the_page_of_the_award_says_what_the_lists_lack() -> None:
    text = page_text(summarize_award(stacked(WAYS + ALL + PAPERS), "GK", on=DAY))

    for lacks in ("các trường hợp khác của Điều 4", "mới nhập khoản 1 Điều 4", "theo phụ lục"):
        assert (
            f"Danh mục chưa đầy đủ: {lacks}" in text
            or f"chưa nhập {lacks}" in text
            or (f"còn giấy tờ {lacks}" in text)
        )


def test_the_dossier_says_what_the_list_of_papers_lacks() -> None:
    agency = Organization(code="STC", name="Sở Tài chính")
    campaign = Campaign(organization=agency, rules=rulesets.frozen_copy(stacked(PAPERS)))
    row = Nomination(campaign=campaign, award_type=AwardType(code="GK"))

    assert incomplete_lists(row) == [
        "Danh mục giấy tờ chưa đầy đủ: còn giấy tờ theo phụ lục chưa đọc được"
    ]


def test_what_is_shipped_says_what_nobody_read() -> None:
    found = {
        name: rulesets.read_layer_file(DATA / "layers" / f"{name}.toml")
        for name in ("can_tho_2024", "dhdn_2024")
    }
    movement = rulesets.rule_set_on(date(2026, 3, 1), layers=[found["can_tho_2024"]])
    assert "Điều 9" in movement.lacks("BK_TINH", "PHONG_TRAO")
    assert movement.lacks("BK_TINH") == ""
    university = rulesets.rule_set_on(date(2024, 10, 1), layers=[found["dhdn_2024"]])
    assert [one.lacks for one in university.standards if one.lacks and one.kind != "household"] == [
        "Điều 24 khoản 6: trường hợp khác do Giám đốc xem xét, quyết định"
    ] * 3  # persons, learners, collectives


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (WAYS.replace("complete = false\n", ""), "award.GK.standard[0].lacks"),
        (WAYS.partition("lacks")[0], "award.GK.standard[0].lacks"),
        (ALL.replace("false", "true"), "award.GK.conditions.lacks"),
        ("[award.GK.conditions]\ncomplete = true\n", "award.GK.conditions.complete"),
        (PAPERS.replace("lacks", "missing"), "award.GK.papers.lacks"),
    ],
)
def test_an_incomplete_list_has_to_say_what_it_lacks(text: str, key: str) -> None:
    with pytest.raises(DataFileError) as error:
        layer(text)

    assert error.value.key == key


def test_an_agency_does_not_call_complete_what_the_province_left_open() -> None:
    province = HEAD.replace('"agency"', '"province"').replace("CQ-3", "TINH-3") + WAYS
    base = rulesets.with_layers(
        rulesets.regime_on(DAY), [rulesets.read_layer_text(province, "tinh.toml")]
    )
    closed = WAYS.partition("complete")[0]

    with pytest.raises(DataFileError, match="chưa đầy đủ"):
        rulesets.with_layers(base, [layer(closed)])
