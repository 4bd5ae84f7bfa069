"""Which award is not asked for where another one rewards the same achievement: `[[exclusion]]`."""

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
    """Who was given one of `held` is not nominated for one of `asked` for the same achievement.

    Where both name what they reward, the names decide, and a "blocking" rule stops the submission
    unless it is overridden; where one of them names nothing, awards of one period and type are
    found, to be checked by people; so they are where a layer reaches some kinds of subject only.
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
    """Why an exclusion of a layer bars less than that of the same key; "" when it does not."""
    if not {*before.held} <= {*after.held} or not {*before.asked} <= {*after.asked}:
        return _("it must name the same awards at least")
    if before.effect == BLOCKING and after.effect != BLOCKING:
        return _("it must stay binding")
    return ""
