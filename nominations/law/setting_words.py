"""The settings of a rule set and their values in words."""

from __future__ import annotations

from nominations.law.rulesets.rule_keys import SETTING_LABELS, SETTING_WORDS


def setting_name(name: str) -> str:
    """What the setting says, as people read it."""
    return str(SETTING_LABELS[name])


def setting_value(value: object) -> str:
    """The value of a setting in words."""
    return str(SETTING_WORDS.get(str(value), value))
