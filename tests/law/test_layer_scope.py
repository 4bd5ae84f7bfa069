"""The scope of a regulation and the treatment of the rest. The regulations are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nominations.eligibility.assessment import judge, judge_many
from nominations.eligibility.facts import Facts
from nominations.law import lint, rulesets
from nominations.law.datafile import DataFileError
from nominations.law.layer_reach import scope_in_words
from nominations.law.rulesets import RuleSet
from nominations.people.models import Organization
from tests.law.rulebook import facts, grades, initiative

DAY = date(2024, 5, 1)
HEAD = """schema = 2
layer = "province"
code = "TINH-2"
name = "Quy định bịa về phạm vi"
valid_from = 2024-01-15
source = "Quyết định 2/2024/QĐ-UBND"
"""
SCOPE = '[scope]\nsays = "Áp dụng đối với người do tỉnh quản lý"\nrest = "{rest}"\n'
NOT_ARMED = SCOPE.format(rest="regime") + 'not_persons = ["armed_forces"]\n'
REFUSED = (
    SCOPE.format(rest="refused")
    + 'persons = ["civil_servant", "public_employee"]\nsource = "Quyết định 2/2024/QĐ-UBND Đ2"\n'
)
ONE_IDEA = """
[[award.CSTDCS.standard]]
key = "one_idea"
says = "Có sáng kiến"
rule = "initiatives(CO_SO) >= 1"
"""


def layer(text: str) -> rulesets.Layer:
    return rulesets.read_layer_text(HEAD + text, "tinh.toml")


def stacked(text: str) -> RuleSet:
    return rulesets.with_layers(rulesets.regime_on(DAY), [layer(text)])


def person(*kinds: str) -> Facts:
    return facts(staff_kinds=kinds, grades=grades({2024: 4}), nominated=frozenset({"LDTT"}))


def asked(rules: RuleSet, found: Facts) -> dict[str, str]:
    return {one.standard.key: str(one.answer) for one in judge(rules, "CSTDCS", found).rules}


@pytest.mark.parametrize(
    ("kinds", "answer"),
    [
        (("CONG_CHUC",), "unmet"),
        (("NONG_DAN",), "unmet"),
        (("VU_TRANG",), None),
        (("VU_TRANG", "CONG_CHUC"), "unmet"),
        (("CONG_CHUC", "VU_TRANG"), None),
        (("",), "unmet"),  # taken for one of the agency
    ],
)
def test_a_condition_of_a_layer_is_asked_of_those_it_reaches(
    kinds: tuple[str, ...], answer: str | None
) -> None:
    rules = stacked(NOT_ARMED + ONE_IDEA)

    assert asked(rules, person(*kinds)).get("one_idea") == answer
    fast = judge_many(rules, ["CSTDCS"], person(*kinds))["CSTDCS"]
    assert fast == judge(rules, "CSTDCS", person(*kinds)).answer


def test_for_the_rest_the_regime_holds_alone() -> None:
    rules, regime = stacked(NOT_ARMED + ONE_IDEA), rulesets.regime_on(DAY)
    soldier = person("VU_TRANG")

    assert asked(rules, soldier) == asked(regime, soldier)
    assert judge(rules, "CSTDCS", soldier).has_way


def test_a_layer_that_refuses_the_rest_bars_them_from_every_award_with_its_article() -> None:
    rules = stacked(REFUSED + ONE_IDEA)
    for award in ("LDTT", "CSTDCS", "BK_TINH"):
        found = judge(rules, award, person("NONG_DAN"))
        barred = [one.standard for one in found.blocking if one.standard.key == "reach_TINH-2"]
        assert [one.source for one in barred] == ["Quyết định 2/2024/QĐ-UBND Đ2"]
    mine = facts(staff_kinds=("CONG_CHUC",), initiatives=[initiative()])
    assert "reach_TINH-2" in {
        one.standard.key for one in judge(rules, "LDTT", mine).rules if str(one.answer) == "met"
    }


def test_a_layer_for_some_units_leaves_collectives_of_others_to_the_regime() -> None:
    text = """
[[award.TTLDTT.standard]]
key = "ten_members"
says = "Có từ 10 người trở lên"
rule = "members >= 10"
"""
    rules = stacked(SCOPE.format(rest="regime") + 'bodies = ["school"]\n' + text)

    def keys(*kinds: str) -> set[str]:
        unit = replace(facts(kind="collective"), body_kinds=frozenset(kinds) or None)
        return {one.standard.key for one in judge(rules, "TTLDTT", unit).rules}

    assert "ten_members" in keys("TRUONG")
    assert "ten_members" in keys()  # its kind is not recorded: asked, and unknown at best
    assert "ten_members" not in keys("PHONG")


def test_a_row_for_everybody_is_narrowed_for_individuals_alone() -> None:
    text = """
[[award.GK.standard]]
key = "registered"
says = "Đã đăng ký thi đua"
rule = "registered"
"""
    rules = stacked(SCOPE.format(rest="regime") + 'persons = ["civil_servant"]\n' + text)
    rows = {one.kind: one.whom for one in rules.standards if one.key == "registered"
            and one.award == "GK"}  # fmt: skip

    assert rows == {"individual": ("CONG_CHUC",), "collective": ()}


def agency(kind: str = "", code: str = "STC") -> Organization:
    return Organization(code=code, name="Sở Tài chính", body_kind=kind)


@pytest.mark.parametrize(
    ("scope", "organization", "reached"),
    [
        ('agencies = ["department"]\n', agency("SO"), True),
        ('agencies = ["department"]\n', agency("TRUONG"), False),
        ('agencies = ["department"]\n', agency(), None),
        ('not_agencies = ["armed_forces"]\n', agency("XA"), True),
        ('not_agencies = ["armed_forces"]\n', agency("VU_TRANG"), False),
        ('not_agencies = ["armed_forces"]\n', agency(), None),
        ('organizations = ["STC", "SNV"]\n', agency(), True),
        ('organizations = ["SNV"]\n', agency("SO"), False),
        ('organizations = ["STC"]\nagencies = ["school"]\n', agency("SO"), False),
        ('not_persons = ["armed_forces"]\n', agency(), True),
    ],
)
def test_a_layer_reaches_the_agencies_it_names(
    scope: str, organization: Organization, reached: bool | None
) -> None:
    found = layer(SCOPE.format(rest="regime") + scope)

    assert found.scope.reaches(organization) is reached


@pytest.mark.parametrize(
    ("scope", "key", "problem"),
    [
        ("organizations = []\n", "scope.organizations", "không áp dụng cho ai"),
        ("persons = []\n", "scope.persons", "một trong"),
        ('persons = ["worker"]\nnot_persons = ["worker"]\n', "scope.not_persons", "persons"),
        ("", "scope.says", "không loại ai"),
        ('persons = ["nurse"]\n', "scope.persons", "một trong"),
        ('people = ["worker"]\n', "scope.people", "không"),
    ],
)
def test_a_scope_that_reaches_nobody_or_contradicts_itself_is_refused(
    scope: str, key: str, problem: str
) -> None:
    text = SCOPE.format(rest="regime") + scope
    if "people" in scope:
        text += 'persons = ["worker"]\n'
    with pytest.raises(DataFileError, match=problem) as error:
        layer(text)

    assert (error.value.key, error.value.line > 6) == (key, True)


def test_the_check_finds_a_condition_for_kinds_that_the_scope_leaves_out(tmp_path: Path) -> None:
    path = tmp_path / "tinh.toml"
    text = HEAD + NOT_ARMED + ONE_IDEA + 'for = ["armed_forces"]\n'
    path.write_text(text, encoding="utf-8")
    found = lint.lint_layer(rulesets.read_layer_file(path), rulesets.shipped_regimes())

    assert [one.key for one in found] == ["award.CSTDCS.standard[0]"]
    assert "không áp dụng cho ai" in found[0].problem


def test_the_scope_is_written_out_with_its_article() -> None:
    sentence = scope_in_words(layer(REFUSED).scope)

    assert sentence == (
        "Áp dụng đối với người do tỉnh quản lý; chỉ đối với người là: công chức, viên chức;"
        " đối tượng khác không được xét (Điều 2 Quyết định 2/2024/QĐ-UBND)"
    )


def test_what_a_layer_refuses_is_kept_with_a_campaign() -> None:
    rules = stacked(REFUSED + ONE_IDEA)
    again = rulesets.from_frozen(rulesets.frozen_copy(rules))

    assert again.reach == rules.reach
    assert [one.whom for one in again.standards] == [one.whom for one in rules.standards]
