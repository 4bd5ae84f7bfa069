"""What the rule screens show besides the rules: the answer rule by rule, the story of a layer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from nominations.awards.eligibility.answers import Answer, Eligibility, RuleAnswer
from nominations.awards.eligibility.vocabulary import read_rule
from nominations.awards.eligibility.wording import sentence
from nominations.awards.models import RuleLayer
from workflow import audit

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
    story = []
    for event in reversed(audit.history(f"rule_layer:{layer.pk}")):
        comment = str(event.content.get("reason", ""))
        if last_day := event.content.get("last_day"):
            year, month, day = str(last_day)[:10].split("-")
            comment = _("Last day: %(day)s. %(reason)s") % {
                "day": f"{day}/{month}/{year}",
                "reason": comment,
            }
        label = str(audit.label_of(event.action))
        story.append(Told(event.at, event.actor_name, label, comment))
    return story
