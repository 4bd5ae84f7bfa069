"""The shipped regimes, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from nominations.law import catalogue, rulesets
from nominations.law.rulesets.parts import RuleSet, Standard
from nominations.people.employment import StaffKind

OLD = ("R1A", "R1B", "R1C")
NEW = ("R2", "R3A", "R3B", "R4")
REGIMES = (*OLD, *NEW)
CODES = [entry.code for entry in catalogue.read_entries() if entry.nominable]


@cache
def regimes() -> Mapping[str, RuleSet]:
    """The rule sets by code."""
    return {rule_set.code: rule_set for rule_set in rulesets.read_rule_sets()}


def awards_of(regime: str) -> list[str]:
    """The province gave no Kỷ niệm chương under the law of 2003, so R1 has no rules for it."""
    return [code for code in CODES if code != "KNC" or regime in NEW]


def standard(regime: str, award: str, key: str, kind: str = "") -> Standard:
    """The one condition of that name; where several kinds of person have their own, that of civil
    servants."""
    found = [
        one
        for one in regimes()[regime].standards
        if (one.award, one.key) == (award, key) and one.kind in ("", kind)
    ]
    found = [one for one in found if StaffKind.CIVIL_SERVANT in one.whom] or found
    assert len(found) == 1, (regime, award, key, kind)
    return found[0]
