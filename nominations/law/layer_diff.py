"""What a layer changes, award by award, in the words of the award's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.award_summary import SummaryLine, summarize_award
from nominations.law.regulators import regulator_of
from nominations.law.rulesets import RuleSet
from nominations.people.models import Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardDifference:
    """One rule that a layer adds or changes, and the awards it concerns."""

    awards: str
    part: str
    label: str
    before: str
    after: SummaryLine


def _text_of(line: SummaryLine) -> str:
    return f"{line.text} ({line.more})" if line.more else line.text


def layer_diff(
    base: RuleSet, changed: RuleSet, *, on: date, organization: Organization
) -> list[AwardDifference]:
    """Every line that differs between two rule sets; equal ones of several awards are one."""
    found: dict[tuple[str, str, str, SummaryLine], list[str]] = {}
    level, regulator = organization.authority, regulator_of(organization)
    place: dict[str, Any] = {"on": on, "level": level, "regulator": regulator}
    for code, entry in catalogue.nominable_entries().items():
        before_parts = summarize_award(base, code, **place).parts
        after_parts = summarize_award(changed, code, **place).parts
        for old, new in zip(before_parts, after_parts, strict=True):
            old_texts = [(one.label, _text_of(one)) for one in old.lines]
            new_texts = {(one.label, _text_of(one)) for one in new.lines}
            unchanged = {(one.label, _text_of(one), one.source, one.advisory) for one in old.lines}
            for line in new.lines:
                if (line.label, _text_of(line), line.source, line.advisory) in unchanged:
                    continue
                removed = [
                    text
                    for label, text in old_texts
                    if label == line.label and (label, text) not in new_texts
                ]
                key = (new.title, line.label, removed[0] if removed else "", line)
                found.setdefault(key, []).append(entry.short_name)
    every = len(catalogue.nominable_entries())
    return [
        AwardDifference(
            awards=_("All awards") if len(names) == every else ", ".join(names),
            part=part,
            label=label,
            before=before,
            after=after,
        )
        for (part, label, before, after), names in found.items()
    ]
