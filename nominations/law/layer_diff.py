"""What a layer changes, award by award, in the words of the award's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.award_summary import SummaryLine, summarize_award
from nominations.law.rulesets import RuleSet


@dataclass(frozen=True, slots=True)
class AwardDifference:
    """One rule that a layer adds or changes, and the awards it concerns."""

    awards: str
    part: str
    label: str
    before: str
    after: SummaryLine


def _told(line: SummaryLine) -> str:
    return f"{line.text} ({line.more})" if line.more else line.text


def layer_diff(base: RuleSet, changed: RuleSet, *, on: date, level: str) -> list[AwardDifference]:
    """Every line that differs between two rule sets; equal ones of several awards are one."""
    found: dict[tuple[str, str, str, SummaryLine], list[str]] = {}
    for code, entry in catalogue.entries().items():
        before = summarize_award(base, code, on=on, level=level).parts
        after = summarize_award(changed, code, on=on, level=level).parts
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
        AwardDifference(_("All awards") if len(names) == every else ", ".join(names), *rest)
        for rest, names in found.items()
    ]
