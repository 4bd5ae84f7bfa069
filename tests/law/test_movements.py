"""Who launched a movement, for how long, and its review. The regulation is invented; its figures
are those of Decree 65/2014/NĐ-CP article 23 clause 1 a: by the central council, a ministry or a
province, at an interim or final review of three years or more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nominations.dossiers.campaign_movement import movement_of
from nominations.dossiers.forms.campaigns import MOVEMENT_FIELDS, CampaignForm
from nominations.dossiers.models import Campaign
from nominations.eligibility.assessment import judge, judge_many
from nominations.eligibility.facts import MovementFact
from nominations.eligibility.facts_yaml import read_facts
from nominations.law import rulesets
from nominations.law.datafile import DataFileError
from nominations.law.rulesets import RuleSet
from nominations.people.models import Organization
from tests.law.rulebook import facts

DAY = date(2024, 5, 1)
LAYER = """schema = 2
layer = "province"
code = "TINH-6"
name = "Quy định bịa về phong trào"
valid_from = 2024-01-15
source = "Nghị định 65/2014/NĐ-CP Đ23 k1 a"

[[award.GK.standard]]
key = "movement"
kind = "individual"
types = ["PHONG_TRAO"]
says = "Phong trào do Trung ương, bộ hoặc tỉnh phát động, sơ kết, tổng kết từ 03 năm trở lên"
rule = "{rule}"
"""
RULE = (
    "movement_launched_by(state|ministry|province) and movement_years >= 3"
    " and movement_reviewed(interim|final)"
)


def rules(rule: str = RULE) -> RuleSet:
    layer = rulesets.read_layer_text(LAYER.format(rule=rule), "tinh.toml")
    return rulesets.with_layers(rulesets.regime_on(DAY), [layer])


def answer(movement: MovementFact, asked: str = "PHONG_TRAO") -> tuple[str, tuple[str, ...]]:
    found = judge(rules(), "GK", facts(movement=movement), asked).rules
    row = next((one for one in found if one.standard.key == "movement"), None)
    return (str(row.answer), row.missing) if row else ("not asked", ())


@pytest.mark.parametrize(
    ("launched_by", "years", "review", "expected"),
    [
        ("TINH", 3, "SO_KET", "met"),
        ("TRUNG_UONG", 5, "TONG_KET", "met"),
        ("BO", 3, "TONG_KET", "met"),
        ("TINH", 2, "TONG_KET", "unmet"),
        ("CO_QUAN", 5, "TONG_KET", "unmet"),
        ("CUM_KHOI", 3, "SO_KET", "unmet"),
        ("", 3, "SO_KET", "unknown"),
        ("TINH", None, "SO_KET", "unknown"),
        ("TINH", 4, "", "unknown"),
        ("CO_QUAN", None, "", "unmet"),
    ],
)
def test_a_movement_counts_by_who_launched_it_its_years_and_its_review(
    launched_by: str, years: int | None, review: str, expected: str
) -> None:
    movement = MovementFact(launched_by=launched_by, years=years, review=review)
    found = facts(movement=movement)

    assert answer(movement)[0] == expected
    fast = judge_many(rules(), ["GK"], found, "PHONG_TRAO")["GK"]
    assert fast == judge(rules(), "GK", found, "PHONG_TRAO").answer


def test_it_is_asked_of_movements_alone_and_says_what_is_missing() -> None:
    assert answer(MovementFact(), "CONG_TRANG") == ("not asked", ())
    verdict, missing = answer(MovementFact(years=3))
    assert verdict == "unknown"
    assert missing == (
        "Đợt chưa nêu phong trào do ai phát động",
        "Đợt chưa nêu phong trào đã sơ kết hay tổng kết",
    )


def test_facts_by_hand_may_say_it() -> None:
    text = "kind: individual\nmovement: {launched_by: TINH, years: 3, review: SO_KET}\n"
    found = read_facts(text, file="facts.yaml", year=2024, on=DAY)

    assert found.movement == MovementFact(launched_by="TINH", years=3, review="SO_KET")
    with pytest.raises(DataFileError, match=r"movement\.launched_by"):
        read_facts(text.replace("TINH", "XA"), file="facts.yaml", year=2024, on=DAY)


def test_a_launcher_that_is_none_is_refused() -> None:
    with pytest.raises(DataFileError, match="một trong"):
        rules("movement_launched_by(school)")


def test_a_campaign_says_it_of_its_movement() -> None:
    campaign = Campaign(movement_launched_by="TINH", movement_years=5, movement_review="TONG_KET")

    assert movement_of(campaign) == MovementFact(launched_by="TINH", years=5, review="TONG_KET")


@pytest.mark.parametrize(("kind", "refused"), [("PHONG_TRAO", False), ("CONG_TRANG", True)])
def test_the_form_takes_it_of_a_movement_only(kind: str, refused: bool) -> None:
    given: dict[str, Any] = {
        "commendation_type": kind, "movement_launched_by": "TINH", "movement_years": "3",
        "movement_review": "SO_KET",
    }  # fmt: skip
    form = CampaignForm(given, organizations=Organization.objects.none(), award_types=[],
                        campaign=Campaign())  # fmt: skip

    assert [name in form.errors for name in MOVEMENT_FIELDS] == [refused] * 3
