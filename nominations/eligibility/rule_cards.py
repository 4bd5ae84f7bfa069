"""The answer to an eligibility question rule by rule, ready for a page."""

from __future__ import annotations

from dataclasses import dataclass

from nominations.eligibility.answers import Answer, Eligibility, RuleAnswer
from nominations.law.vocabulary import read_rule
from nominations.law.wording import rule_sentence

TONES = {Answer.MET: "good", Answer.UNMET: "bad", Answer.UNKNOWN: "warn"}


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One rule with its answer, ready for the page."""

    rule: RuleAnswer
    tone: str
    sentence: str


def rule_cards(found: Eligibility) -> list[RuleCard]:
    """Every rule of an answer with its tone and its condition in words."""
    return [
        RuleCard(
            rule=one,
            tone=TONES[one.answer],
            sentence=rule_sentence(read_rule(one.standard.rule, ()), found.year),
        )
        for one in found.rules
    ]
