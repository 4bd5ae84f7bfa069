"""Awards that exclude each other for the same achievement: `[[exclusion]]`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.datafile import Section
from nominations.law.rulesets.applicable_kinds import EVERYONE, ApplicableKinds
from nominations.law.rulesets.duplicate_rules import EFFECTS

BLOCKING = "blocking"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionRule:
    """A holder of one of `held` is not nominated for one of `asked` for the same achievement.

    If both name their achievement, the names decide, and a "blocking" rule stops the submission
    unless overridden; if one names none, awards of one period and type are reported for a check by
    people; likewise if a layer is limited to kinds of subject.
    """

    key: str
    held: tuple[str, ...]
    asked: tuple[str, ...]
    effect: str
    says: str
    source: str
    verified: bool
    layer: str = "central"
    lacks: str = ""
    reached: ApplicableKinds = EVERYONE


def read_exclusion(section: Section, marks: dict[str, Any]) -> ExclusionRule:
    """One exclusion; `marks` are its source, check and layer. Refuses one that names nothing, or an
    award on both sides."""
    known = catalogue.entries()
    rule = ExclusionRule(
        key=section.text("key"),
        held=section.choices("held", known),
        asked=section.choices("asked", known),
        effect=section.one_of("effect", EFFECTS, "advisory"),
        says=section.text("says"),
        **marks,
    )
    if both := sorted({*rule.held} & {*rule.asked}):
        words = {"awards": ", ".join(both)}
        raise section.fail("asked", _("%(awards)s: is on both sides") % words)
    return rule


def loosened_exclusion(before: ExclusionRule, after: ExclusionRule) -> str:
    """Why an exclusion of a layer is looser than the one of the same key; "" if it is not."""
    if not {*before.held} <= {*after.held} or not {*before.asked} <= {*after.asked}:
        return _("it must name the same awards at least")
    if before.effect == BLOCKING and after.effect != BLOCKING:
        return _("it must stay binding")
    return ""
