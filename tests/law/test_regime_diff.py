"""How two regimes differ, and the document that shows it of every two in turn."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command

from nominations.law.regime_diff import document, regime_differences
from nominations.law.rulesets import RuleSet
from nominations.law.verified_values import regime_values
from tests.law.regimes import REGIMES, regimes


def test_two_regimes_are_compared_value_by_value() -> None:
    found = regime_differences(regimes()["R3A"], regimes()["R3B"])

    (vote,) = [line for line in found if line.startswith("award.CSTDCS.vote: ")]
    assert "left_to: - -> Điều 6 khoản 2 Nghị định 152/2025/NĐ-CP" in vote
    assert any(line.startswith("award.LDTT.standard[absence]: ") for line in found)
    assert not any(line.startswith("award.CSTDTQ.vote") for line in found)
    assert regime_differences(regimes()["R2"], regimes()["R2"]) == []


def test_what_a_file_says_of_the_regime_as_a_whole_is_compared() -> None:
    (line,) = regime_differences(regimes()["R3B"], regimes()["R4"])

    assert line.startswith("regime: ")
    assert "ends: - -> 2027-03-01" in line


@pytest.mark.parametrize("code", REGIMES)
def test_no_value_hides_behind_another_of_the_same_place(code: str) -> None:
    places = [one.place for one in regime_values(regimes()[code].content)]

    assert len(places) == len(set(places))


def _corrected(rule_set: RuleSet) -> RuleSet:
    """The regime with another prize, as a correction would have it."""
    content = copy.deepcopy(dict(rule_set.content))
    content["award"]["LDTT"]["prize"]["individual"] += 1
    return replace(rule_set, content=content)


def test_a_correction_in_one_regime_only_shows(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("rules", "diff")
    shown = capsys.readouterr().out
    kept = (root / "docs" / "regime_changes.md").read_text(encoding="utf-8")
    changed = [_corrected(one) if one.code == "R1C" else one for one in regimes().values()]

    again = "python3 run.py manage rules diff > docs/regime_changes.md"
    assert shown == kept, f"The rule files differ otherwise than the document says: {again}"
    assert "award.LDTT.prize: individual:" in document(changed).partition("## R1C to R2")[0]
    assert document(list(regimes().values())) == shown
