"""Differences between regimes, and docs/regime_changes.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from nominations.law.rulesets import RuleSet
from nominations.law.verified_values import MARKS, regime_values

_OF_THE_FILE = (*MARKS, "schema", "code", "valid_from", "valid_to")
_HEAD = """# What each regime changed

Every value that a rule file and the one before it do not have alike; `-` is where one has none.
Written by `python3 run.py manage rules diff > docs/regime_changes.md`; a test compares it with the
files, so that a correction made in one of them and forgotten in the others shows in the change that
makes it.
"""


def _contents(rule_set: RuleSet) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every value by its place, including those of the head."""
    whole = {
        key: value
        for key, value in rule_set.content.items()
        if not isinstance(value, (dict, list))
        and key not in _OF_THE_FILE
        and not key.endswith("_source")
    }
    yield "regime", whole
    for one in regime_values(rule_set.content):
        yield one.place, one.content


def regime_differences(before: RuleSet, after: RuleSet) -> list[str]:
    """Every value that differs between two regimes, ignoring sources."""
    old, new = dict(_contents(before)), dict(_contents(after))
    found = []
    for place in dict.fromkeys([*old, *new]):
        was, now = old.get(place, {}), new.get(place, {})
        parts = [
            f"{key}: {was.get(key, '-')} -> {now.get(key, '-')}"
            for key in dict.fromkeys([*was, *now])
            if was.get(key) != now.get(key)
        ]
        if parts:
            found.append(f"{place}: {'; '.join(parts)}")
    return found


def document(regimes: Sequence[RuleSet]) -> str:
    """docs/regime_changes.md: the differences of consecutive regimes."""
    parts = [_HEAD]
    for before, after in pairwise(regimes):
        found = regime_differences(before, after)
        lines = "".join(f"- {line}\n" for line in found) or "Nothing.\n"
        parts.append(f"## {before.code} to {after.code}: {len(found)}\n\n{lines}")
    return "\n".join(parts)
