"""Opinions of other bodies required before a step: `[[opinion]]` of a file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.datafile import Section
from nominations.law.models import CommendationType, RecipientKind
from nominations.law.opinion_terms import OpinionTerms
from nominations.law.rulesets.applicable_kinds import EVERYONE, ApplicableKinds
from nominations.people.models import Authority

BODIES = (
    "party_committee",
    "line_ministry",
    "province",
    "public_security_ministry",
    "foreign_affairs_ministry",
    "tax",
    "social_insurance",
    "inspection",
    "police",
    "other",
)
"""The bodies to be asked."""
WHO = ("party_managed", "head", "paying_unit", "seated_in_province")
"""Of whom: managed by the party committee, the head of the agency or of an equal unit, somebody who
heads a unit that pays tax or insurance, an agency of a ministry with its seat in a province or who
heads it. The secretary says whether a nominee is one of them."""
OPINION_STEPS = ("vote", "consultation", "decision", "report_upward")
"""The steps before which the answer is needed."""
SILENCE = ("waits", "agrees")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionRule(OpinionTerms):
    """A required opinion.

    `awards`, `types` and `levels` limit the dossiers, each empty for all; `reached` are the kinds
    of person and body of a layer's scope.
    """

    awards: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    layer: str = "central"
    reached: ApplicableKinds = EVERYONE

    def holds_for(self, *, award: str, commendation_type: str, level: str, kind: str) -> bool:
        """Whether it applies to such dossiers, regardless of the nominee."""
        asked = (
            (award, self.awards),
            (commendation_type, self.types),
            (level, self.levels),
            (kind, self.kinds),
        )
        return all(not known or one in known for one, known in asked)

    def concerns(self, who: Collection[str]) -> bool:
        """Whether it applies to a nominee with the properties `who`."""
        return not self.who or bool(set(self.who) & set(who))


def _words(section: Section, key: str, known: Collection[str]) -> tuple[str, ...]:
    return section.choices(key, known) if key in section.content else ()


def read_opinion(section: Section, marks: dict[str, Any]) -> OpinionRule:
    """One opinion; `marks` are its source, check and layer."""
    rule = OpinionRule(
        key=section.text("key"),
        body=section.one_of("body", BODIES),
        says=section.text("says"),
        before=section.one_of("before", OPINION_STEPS),
        days=section.whole("days", 0, minimum=0, maximum=120),
        silence=section.one_of("silence", SILENCE, "waits"),
        papers=section.text("papers", ""),
        awards=_words(section, "awards", catalogue.entries()),
        types=_words(section, "types", CommendationType.values),
        levels=_words(section, "levels", Authority.values),
        kinds=_words(section, "kinds", RecipientKind.values),
        who=_words(section, "who", WHO),
        **marks,
    )
    if rule.silence == "agrees" and not rule.days:
        raise section.fail("days", _("silence agrees only after so many days: write days"))
    return rule


_SCOPE = ("awards", "types", "levels", "kinds", "who")


def loosened_opinion(before: OpinionRule, after: OpinionRule) -> str:
    """Why an opinion of a layer is looser than the one of the same key; "" if it is not."""
    if before.body != after.body or before.before != after.before:
        return _("who is asked, and before which step, stays; write another one under its own key")
    for name in _SCOPE:
        mine, theirs = set(getattr(after, name)), set(getattr(before, name))
        if mine and not (theirs and theirs <= mine):
            return _("it must be asked for the same awards, types, levels and people")
    if before.silence == "waits" and after.silence == "agrees":
        return _("silence must not count as agreement")
    if before.days and after.days != before.days:
        return _("the days to answer stay")
    return ""
