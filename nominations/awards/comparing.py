"""What a layer changes, award by award, in the words of the award's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from nominations.awards import catalogue
from nominations.awards.portrait import Line, portrait
from nominations.awards.rulesets import RuleSet


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule that a layer adds or changes, and the awards it concerns."""

    awards: str
    part: str
    label: str
    before: str
    after: Line


def _told(line: Line) -> str:
    return f"{line.text} ({line.more})" if line.more else line.text


def differences(base: RuleSet, changed: RuleSet, *, on: date, level: str) -> list[Difference]:
    """Every line that differs between two rule sets; equal ones of several awards are one."""
    found: dict[tuple[str, str, str, Line], list[str]] = {}
    for code, entry in catalogue.entries().items():
        before = portrait(base, code, on=on, level=level).parts
        after = portrait(changed, code, on=on, level=level).parts
        for old, new in zip(before, after, strict=True):
            told = [(one.label, _told(one)) for one in old.lines]
            same = {(one.label, _told(one), one.source, one.advisory) for one in old.lines}
            kept = {(one.label, _told(one)) for one in new.lines}
            for line in new.lines:
                if (line.label, _told(line), line.source, line.advisory) in same:
                    continue
                gone = [
                    text
                    for label, text in told
                    if label == line.label and (label, text) not in kept
                ]
                key = (new.title, line.label, gone[0] if gone else "", line)
                found.setdefault(key, []).append(entry.short_name)
    every = len(catalogue.entries())
    return [
        Difference(_("All awards") if len(names) == every else ", ".join(names), *rest)
        for rest, names in found.items()
    ]
