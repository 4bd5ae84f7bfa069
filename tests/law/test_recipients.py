"""Whom an award, a condition and a cap are for. The regulations here are invented, but for the ways
of workers and farmers, which repeat Decree 65/2014/NĐ-CP article 23 clause 2."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nominations.eligibility.answers import Answer
from nominations.eligibility.assessment import judge, judge_many
from nominations.eligibility.facts import Facts
from nominations.law import lint, rulesets
from nominations.law.award_summary import summarize_award
from nominations.law.datafile import DataFileError
from nominations.law.key_reference import award_keys
from nominations.law.rulesets import RuleSet
from nominations.law.rulesets.recipients import RECIPIENTS
from nominations.law.text_report import as_text
from tests.law.rulebook import facts, grades, initiative

DAY = date(2024, 5, 1)
HEAD = """schema = 2
layer = "{level}"
code = "{code}"
name = "Quy định bịa để thử"
valid_from = 2024-01-15
source = "Quyết định 1/2024/QĐ-UBND"
"""
WAYS = """
[[award.GK.standard]]
key = "way"
kind = "individual"
says = "Hoàn thành xuất sắc nhiệm vụ"
rule = "grade >= HTXS"
for = ["civil_servant", "public_employee"]

[[award.GK.standard]]
key = "way"
kind = "individual"
says = "Công nhân có từ 02 sáng kiến trở lên mang lại lợi ích"
rule = "initiatives(CO_SO, last=60) >= 2"
source = "Nghị định 65/2014/NĐ-CP Đ23 k2 b"
for = ["worker"]

[[award.GK.standard]]
key = "way"
kind = "individual"
says = "Nông dân có mô hình sản xuất hiệu quả và ổn định từ 02 năm trở lên"
rule = "attested(NHIEU_THANH_TICH)"
source = "Nghị định 65/2014/NĐ-CP Đ23 k2 c"
for = ["farmer"]
"""
TABLE, KIND = "[award.LDTT.recipients]\n", 'kind = "individual"\n'
ONLY = """
[award.LDTT.recipients]
persons = ["civil_servant", "public_employee"]
source = "Quyết định 1/2024/QĐ-UBND Đ5"
verified = true

[award.TTLDTT.recipients]
bodies = ["division", "school"]
"""


def layer(text: str, level: str = "province", code: str = "TINH-1") -> rulesets.Layer:
    return rulesets.read_layer_text(HEAD.format(level=level, code=code) + text, "tinh.toml")


def stacked(*texts: str) -> RuleSet:
    return rulesets.with_layers(rulesets.regime_on(DAY), [layer(text) for text in texts])


def person(*kinds: str, rank: int = 3, **known: object) -> Facts:
    return facts(staff_kinds=kinds, grades=grades({2024: rank}), **known)


def unit(*kinds: str) -> Facts:
    return replace(facts(kind="collective"), body_kinds=frozenset(kinds) or None)


def answered(rules: RuleSet, award: str, found: Facts, key: str) -> str:
    """The answer to one condition; "not asked" where it is not asked of the subject."""
    rows = judge(rules, award, found).rules
    return next((str(one.answer) for one in rows if one.standard.key == key), "not asked")


@pytest.mark.parametrize(
    ("found", "answer"),
    [
        (person("CONG_CHUC", rank=4), "met"),
        (person("CONG_CHUC"), "unmet"),
        (person("VIEN_CHUC"), "unmet"),
        (person("CONG_NHAN"), "unmet"),
        (person("CONG_NHAN", initiatives=[initiative(), initiative(2023)]), "met"),
        (person("CONG_CHUC", initiatives=[initiative(), initiative(2023)]), "unmet"),
        (person("NONG_DAN"), "unknown"),
        (person("NONG_DAN", attested={"NHIEU_THANH_TICH": True}), "met"),
        (person("NONG_DAN", attested={"NHIEU_THANH_TICH": False}), "unmet"),
        (person("CONG_CHUC", "CONG_NHAN"), "unmet"),  # the last kind of the year counts
        (person("CONG_NHAN", "CONG_CHUC", rank=4), "met"),
        (person("HOC_SINH"), "not asked"),
    ],
)
def test_another_condition_is_asked_of_another_kind_of_person(found: Facts, answer: str) -> None:
    rules = stacked(WAYS)

    assert answered(rules, "GK", found, "way") == answer
    assert judge_many(rules, ["GK"], found)["GK"] == judge(rules, "GK", found).answer


def test_a_kind_without_a_way_is_told_so_and_is_not_refused() -> None:
    found = judge(stacked(WAYS), "GK", person("HOC_SINH", rank=4))

    assert (found.has_way, found.answer, found.blocking) == (False, Answer.UNKNOWN, ())
    assert found.kind_without_way == "học sinh, sinh viên"


def test_a_kind_nobody_recorded_leaves_open_what_depends_on_it_and_says_what_to_record() -> None:
    # Quy định bịa: người chưa ghi loại có thể thuộc bất kỳ loại nào.
    rules = stacked(WAYS, '[settings.unrecorded_kind]\nvalue = "unknown"\n')
    row = next(one for one in judge(rules, "GK", person("")).rules if one.standard.key == "way")

    assert row.answer == Answer.UNKNOWN
    assert row.missing[0].startswith("Chưa ghi nhận trong năm 2024 người này thuộc loại nào")
    met = judge(rules, "GK", person("", rank=4, attested={"NHIEU_THANH_TICH": True},
                                    initiatives=[initiative(), initiative(2023)]))  # fmt: skip
    assert {one.answer for one in met.rules if one.standard.key == "way"} == {Answer.MET}


def test_two_kinds_in_one_year_are_told_with_the_one_that_counts() -> None:
    both = person("CONG_CHUC", "VIEN_CHUC")
    rows = judge(stacked(WAYS), "GK", both).rules
    records = next(one.records for one in rows if one.standard.key == "way")

    assert (
        "tính theo loại sau cùng trong năm: viên chức (văn bản đã đọc không quy định nên"
        in records[0]
    )
    assert "Quy định của cơ quan, mục “Người trong một năm thuộc hai loại" in records[0]
    setting = (
        '[settings.kind_of_year]\nvalue = "last"\nsource = "Quyết định 1/2024/QĐ-UBND Đ5 k2"\n'
    )
    records = next(
        one.records
        for one in judge(stacked(WAYS, setting), "GK", both).rules
        if one.standard.key == "way"
    )
    assert records[0].endswith("viên chức (Điều 5, khoản 2 Quyết định 1/2024/QĐ-UBND)")
    either = stacked(WAYS, '[settings.kind_of_year]\nvalue = "either"\n')
    records = next(
        one.records for one in judge(either, "GK", both).rules if one.standard.key == "way"
    )
    assert "tính theo loại nào cũng được (Quyết định 1/2024/QĐ-UBND)" in records[0]
    mixed = person("CONG_CHUC", "CONG_NHAN")
    assert answered(either, "GK", mixed, "way") == "unknown"
    assert answered(either, "GK", both, "way") == "unmet"


def test_a_cap_counts_only_the_kinds_it_names() -> None:
    text = """
[[award.GK.quota]]
key = "workers"
kind = "individual"
type = "percent"
of = "members"
percent = 10
rounding = "floor"
says = "Không quá 10% số công nhân"
for = ["worker"]
"""
    (quota,) = [one for one in stacked(text).quotas_for("GK", "individual") if one.whom]

    assert quota.whom == ("CONG_NHAN",)


@pytest.mark.parametrize(
    ("award", "found", "answer"),
    [
        ("LDTT", person("CONG_CHUC"), "met"),
        ("LDTT", person("VIEN_CHUC"), "met"),
        ("LDTT", person("HOP_DONG"), "unmet"),
        ("LDTT", person("NONG_DAN"), "unmet"),
        ("LDTT", person(""), "unknown"),
        ("LDTT", person("VU_TRANG", "CONG_CHUC"), "met"),
        ("TTLDTT", unit("PHONG"), "met"),
        ("TTLDTT", unit("TRUONG"), "met"),
        ("TTLDTT", unit("CO_QUAN", "TRUONG"), "met"),  # the school itself as a whole
        ("TTLDTT", unit("CO_QUAN", "SO"), "unmet"),
        ("TTLDTT", unit("CO_QUAN", ""), "unknown"),
        ("TTLDTT", unit(), "unknown"),
        ("CSTDCS", person("NONG_DAN"), "not asked"),
    ],
)
def test_an_award_is_given_to_the_kinds_it_is_for(award: str, found: Facts, answer: str) -> None:
    rules = stacked(ONLY)

    assert answered(rules, award, found, RECIPIENTS) == answer
    fast = judge_many(rules, [award], found)[award]
    assert fast == judge(rules, award, found).answer


def test_who_does_not_fit_is_refused_with_the_article_and_what_the_record_says() -> None:
    found = judge(stacked(ONLY), "LDTT", person("HOP_DONG"))
    refused = next(one for one in found.blocking if one.standard.key == RECIPIENTS)

    assert refused.standard.source == "Quyết định 1/2024/QĐ-UBND Đ5"
    assert refused.standard.says == "Chỉ xét tặng cho: công chức, viên chức"
    assert refused.records == ("Năm 2024: người lao động hợp đồng",)


def test_the_page_and_the_keys_of_an_award_say_whom_it_is_for() -> None:
    rules = stacked(ONLY, WAYS)

    assert "Chỉ xét tặng cho: phòng và tương đương, trường học" in as_text(
        summarize_award(rules, "TTLDTT", on=DAY)
    )
    text = as_text(summarize_award(rules, "GK", on=DAY))
    assert "Cá nhân, chỉ đối với: công nhân" in text
    assert 'kind = "individual" for = ["worker"]' in "\n".join(award_keys(rules, "GK"))
    assert any(one.startswith("[award.LDTT.recipients]") for one in award_keys(rules, "LDTT"))


# --- layers ---------------------------------------------------------------------------------------


def test_a_row_for_some_kinds_leaves_the_one_before_to_the_others() -> None:
    farmer = WAYS.split("[[award.GK.standard]]")[3].replace('"way"', '"merit"')
    rules = stacked("[[award.GK.standard]]" + farmer)
    rows = {one.whom: one for one in rules.standards if one.award == "GK" and one.key == "merit"}

    assert rows[("NONG_DAN",)].layer == "TINH-1"
    (others,) = [whom for whom in rows if "CONG_CHUC" in whom]
    assert "NONG_DAN" not in others
    assert rows[others].layer == "central"


def test_a_sourced_condition_is_not_loosened_for_some_kinds_either() -> None:
    text = """
[[award.LDTT.standard]]
key = "examination"
says = "Không hỏi"
rule = "registered"
for = ["worker"]
"""
    with pytest.raises(DataFileError, match="khóa riêng"):
        stacked(text)


def test_an_agency_may_give_an_award_to_fewer_kinds_and_not_to_more() -> None:
    base = stacked(ONLY)
    narrower = '[award.LDTT.recipients]\npersons = ["civil_servant"]\n'
    wider = '[award.LDTT.recipients]\npersons = ["civil_servant", "worker"]\n'

    found = rulesets.with_layers(base, [layer(narrower, "agency", "CQ-1")])
    assert answered(found, "LDTT", person("VIEN_CHUC"), RECIPIENTS) == "unmet"
    with pytest.raises(DataFileError, match="không được mở rộng đối tượng") as error:
        rulesets.with_layers(base, [layer(wider, "agency", "CQ-1")])
    assert error.value.key == "award.LDTT.recipients"


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        (TABLE + 'persons = ["nurse"]\n', "award.LDTT.recipients.persons", "một trong"),
        (TABLE + "persons = []\n", "award.LDTT.recipients.persons", "một trong"),
        (TABLE + 'says = "Ai cũng được"\n', "award.LDTT.recipients.persons", "không nêu loại"),
        (TABLE + 'persons = ["worker", "worker"]\n', "award.LDTT.recipients.persons", "hai lần"),
        (WAYS.replace('"farmer"', '"worker"'), "award.GK.standard[2].for", "hai dòng"),
        (WAYS.replace('for = ["farmer"]\n', ""), "award.GK.standard[2].key", "hai lần"),
        (WAYS.replace(KIND, ""), "award.GK.standard[0].for", "phải viết thêm kind"),
        (WAYS.replace('"farmer"', '"school"'), "award.GK.standard[2].for", "một trong"),
    ],
)
def test_what_contradicts_itself_is_refused_with_line_and_key(
    text: str, key: str, problem: str
) -> None:
    with pytest.raises(DataFileError, match=problem) as error:
        layer(text)

    assert error.value.key == key
    assert error.value.line > HEAD.count("\n")


def test_words_for_kinds_are_asked_of_the_right_subjects_only() -> None:
    text = WAYS.replace('"grade >= HTXS"', '"unit_is(school)"')

    with pytest.raises(DataFileError, match="chỉ dùng cho tập thể"):
        layer(text)
    finding = lint.of_error(DataFileError("tinh.toml", "a", "b", 3))
    assert finding.line == 3
