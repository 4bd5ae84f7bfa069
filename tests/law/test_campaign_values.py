"""The values that a department's campaign of November 2026 uses, and how many stand on a text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nominations.law import rulesets
from nominations.law.campaign_values import awards_of_campaign, campaign_values, shared_values
from nominations.law.datafile import DATA
from nominations.law.rulesets import RuleSet
from nominations.law.verified_values import Ground, regime_values, verified_head
from tests.law.regimes import regimes

OWN = ["LDTT", "TTLDTT", "CSTDCS", "GK"]
LAYERS = """schema = 2
layer = "province"
code = "TINH-2026"
name = "Quy định của tỉnh (ví dụ)"
valid_from = 2026-01-01
source = "Quyết định 1/2026/QĐ-UBND"

[quorum]
numerator = 2
denominator = 3
source = "Quyết định 1/2026/QĐ-UBND Đ3"
verified = true
""" + "".join(
    f"""
[award.{code}.vote]
needed = true
numerator = 8
denominator = 10
strict = false
source = "Quyết định 1/2026/QĐ-UBND Đ4"
verified = true
"""
    for code in ("CSTDCS", "CO_TINH", "CSTD_TINH")
)  # fmt: skip


def places(rule_set: RuleSet, awards: list[str], level: str = "agency") -> set[str]:
    return {one.place for one in campaign_values(rule_set, level=level, awards=awards)}


def test_a_department_decides_its_own_awards_and_proposes_those_of_the_province() -> None:
    assert awards_of_campaign(regimes()["R4"], "agency") == [
        *OWN, "CSTD_TINH", "BK_TINH", "TTLDXS", "CO_TINH", "KNC",
    ]  # fmt: skip


def test_only_the_table_that_wins_and_the_conditions_of_the_type_are_used() -> None:
    found = places(regimes()["R4"], ["CSTDCS", "BK_TINH"])

    assert {"award.CSTDCS.vote", "defaults.vote", "award.CSTDCS.papers", "defaults.papers"} <= found
    assert {"award.CSTDCS.prize", "award.BK_TINH.report", "settings.correction_days"} <= found
    assert "award.BK_TINH.prize" not in found  # the province pays it
    assert "form.title.papers" not in found  # the award's own papers win
    assert "defaults.vote" not in places(regimes()["R4"], ["CSTDCS"])
    assert not [one for one in found if one.startswith(("level.", "type.", "award.HCLD"))]


def test_what_only_acts_on_awards_of_the_state_is_left_out() -> None:
    yearly = places(regimes()["R4"], awards_of_campaign(regimes()["R4"], "agency"))
    state = places(regimes()["R4"], ["HCLD3", "CO_CP", "CO_TINH"])

    for place in (
        "settings.appraisal_days", "settings.line_ministry_days", "duplicates.two_state_awards",
        "duplicates.excluding_pairs",
    ):  # fmt: skip
        assert place not in yearly, place
        assert place in state, place
    assert "duplicates.initiative_reuse" in yearly
    every = {one.place for one in regime_values(regimes()["R4"].content)}
    assert yearly < every


def test_the_scale_of_the_oldest_regime_is_one_value_of_its_campaigns() -> None:
    assert "prizes" in places(regimes()["R1A"], ["LDTT", "CSTDCS"])
    assert "prizes" not in places(regimes()["R1A"], ["BK_TTG"])


def test_a_regulation_that_was_read_raises_the_share() -> None:
    layer = rulesets.read_layer_text(LAYERS, "tinh.toml")
    shares = []
    for rules in (regimes()["R4"], rulesets.with_layers(regimes()["R4"], [layer])):
        awards = awards_of_campaign(rules, "agency")
        found = campaign_values(rules, level="agency", awards=awards)
        assert len({one.place for one in found}) == len(found)
        cited = [one for one in found if one.ground in (Ground.TEXT, Ground.UNREAD)]
        shares.append(
            (
                sum(one.is_verified for one in found),
                sum(one.is_verified for one in found) / len(cited),
            )
        )
    (before, cited), (after, _cited) = shares

    assert cited >= 0.8
    assert after == before + 4  # the quorum and three thresholds


def test_four_fifths_stand_on_a_text_below_a_regulation_that_was_read_whole() -> None:
    """The province says what the law leaves to it; without its regulation these are open."""
    province = rulesets.read_layer_file(DATA / "layers" / "bac_ninh_2025.toml")
    rules = rulesets.rule_set_on(date(2026, 11, 15), layers=[province])
    awards = awards_of_campaign(rules, "agency")
    found = campaign_values(rules, level="agency", awards=awards)
    of_households = [one for one in found if one.table.get("kind") == "household"]
    found = [one for one in found if one not in of_households]

    # What a household has to meet for a Giấy khen the province says (Luật 06/2022/QH15 Đ75 k2).
    assert {one.path[1]: one.is_verified for one in of_households} == {
        "GK": False,
        "BK_TINH": True,
    }
    assert rules.layers == ("BN-2025",)
    assert sum(one.is_verified for one in found) / len(found) >= 0.8
    alone = campaign_values(regimes()["R4"], level="agency", awards=awards)
    alone = [one for one in alone if one.table.get("kind") != "household"]
    assert sum(one.is_verified for one in alone) / len(alone) >= 0.72


def test_the_base_salary_and_the_decree_on_grades_are_used_too() -> None:
    """Nghị định 161/2026/NĐ-CP Đ3 k2; Nghị định 335/2025/NĐ-CP grades civil servants from 2026, the
    decree of 2020 before, whose text was not read."""
    found = {one.place: one for one in shared_values(date(2026, 11, 15), 2026)}

    assert (found["base_salary"].table["amount"], found["base_salary"].is_verified) == (
        2_530_000,
        True,
    )
    sources = {place: one.table["source"] for place, one in found.items()}
    assert sources["grading.ND335_2025.months"] == "Điều 11, khoản 1 Nghị định 335/2025/NĐ-CP"
    assert {place.split(".")[1] for place in found if place != "base_salary"} == {"ND335_2025"}
    assert {"grading.ND335_2025.grades[HTXS]", "grading.ND335_2025.authority[unit]"} <= set(found)
    assert all(one.ground == Ground.TEXT for one in found.values())
    before = shared_values(date(2025, 11, 15), 2025)
    assert {one.path[1] for one in before[1:]} == {"ND90_2020"}
    assert {one.ground for one in before[1:]} >= {Ground.UNREAD}


def test_what_no_act_fixes_is_counted_apart_with_what_is_missing() -> None:
    """A setting of the agency stands on no text, and what the law leaves to the province on its."""
    awards = awards_of_campaign(regimes()["R4"], "agency")
    found = campaign_values(regimes()["R4"], level="agency", awards=awards)
    places_of = {ground: {one.place for one in found if one.ground == ground} for ground in Ground}

    own = ("LDTT", "TTLDTT", "GK", "CSTD_TINH", "BK_TINH", "TTLDXS", "CO_TINH")
    assert places_of[Ground.PROVINCE] == {
        *(f"award.{code}.vote" for code in ("CSTDCS", "CSTD_TINH", "CO_TINH")),
        *(f"award.{code}.report" for code in own),
        *("quorum", "defaults.vote", "defaults.consultation", "defaults.unit_review"),
    }
    assert {"duplicates.same_person", "settings.correction_days"} <= places_of[Ground.SETTING]
    assert {"award.LDTT.standard[training]"} <= places_of[Ground.UNREAD]
    counts = {ground: len(found) for ground, found in places_of.items()}
    assert sum(counts.values()) == len(found)
    of_acts = counts[Ground.TEXT] + counts[Ground.UNREAD]
    assert counts[Ground.TEXT] / of_acts >= 0.8

    head = verified_head("R4", found)
    assert f"{counts[Ground.TEXT]} trên {of_acts} giá trị của văn bản" in head
    assert f"{counts[Ground.SETTING]} giá trị cơ quan tự đặt" in head
    of_text = counts[Ground.TEXT] + counts[Ground.PROVINCE]
    assert f"giao cho các nơi ấy quy định: {100 * of_text // len(found)} %" in head
    assert f"tất cả {len(found)} giá trị: {100 * counts[Ground.TEXT] // len(found)} %" in head


def test_the_command_counts_them_and_names_what_is_missing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "tinh.toml"
    path.write_text(LAYERS, encoding="utf-8")
    asked = ["rules", "verified", "--on", "15/11/2026", *(f"--award={one}" for one in OWN)]
    call_command(*asked)
    alone = capsys.readouterr().out.splitlines()
    call_command(*asked, "--layer", str(path))
    with_layer = capsys.readouterr().out.splitlines()

    assert "15/11/2026" in alone[0]
    assert "R4, TINH-2026" in with_layer[0]
    assert any(line.strip().startswith("CHÚ Ý") for line in alone)
    missing = [line for line in alone if line.startswith("  award.CSTDCS.vote: ")]
    assert "giao cho bộ, ban, ngành, tỉnh quy định" in missing[0]
    assert not [line for line in with_layer if line.startswith("  award.CSTDCS.vote: ")]
    assert not [line for line in alone if "HCLD" in line]


@pytest.mark.parametrize(
    "asked", [["R4", "--on=2026-11-15"], ["--on=2016-01-04", "--award=KNC"], ["--award=ABC"]]
)
def test_what_the_command_refuses(asked: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("rules", "verified", *asked)
