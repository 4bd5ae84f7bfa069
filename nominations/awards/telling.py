"""What the rule screens show besides the rules: the answer rule by rule, the story of a layer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from nominations.awards.eligibility.answers import Answer, Eligibility, RuleAnswer
from nominations.awards.eligibility.vocabulary import read_rule
from nominations.awards.eligibility.wording import sentence
from nominations.awards.layer_workflow import RULE_LAYERS
from nominations.awards.models import RuleLayer
from nominations.records.rules import day_of
from workflow import audit
from workflow.models import AuditEvent

_SETTLES_END = ("rule_layer.approve_end", "rule_layer.drop_end")
TONES = {Answer.MET: "good", Answer.UNMET: "bad", Answer.UNKNOWN: "warn"}


@dataclass(frozen=True, slots=True)
class Card:
    """One rule with its answer, ready for the page."""

    rule: RuleAnswer
    tone: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a story, as the timeline shows it."""

    at: datetime
    who: str
    sentence: str
    comment: str = ""
    differences: tuple[object, ...] = ()


def rule_cards(found: Eligibility) -> list[Card]:
    """Every rule of an answer with its tone and its condition in words."""
    return [
        Card(
            rule=one,
            tone=TONES[one.answer],
            sentence=sentence(read_rule(one.standard.rule, ()), found.year),
        )
        for one in found.rules
    ]


def layer_story(layer: RuleLayer) -> list[Told]:
    """Who proposed, approved, turned down or ended a regulation, the newest first."""
    return [
        Told(event.at, event.actor_name, event.label, _comment(event))
        for event in reversed(audit.history(layer.stream))
        if event.action != RULE_LAYERS.adopted_action
    ]


def _comment(event: AuditEvent) -> str:
    """The reason of an entry, and the last day it is about; entries of before have both plainly."""
    content = event.content
    row = content.get("row", {}) if event.action in _SETTLES_END else {}
    reason = str(content.get("comment") or content.get("reason") or row.get("ending_reason", ""))
    given = content.get("data", {}).get("last_day") or row.get("ending_on")
    last_day = day_of(str(given or content.get("last_day", ""))[:10])
    if last_day is None:
        return reason
    words = {"day": f"{last_day:%d/%m/%Y}", "reason": reason}
    return _("Last day: %(day)s. %(reason)s") % words
