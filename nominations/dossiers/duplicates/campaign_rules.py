"""The duplicate rules of a campaign."""

from __future__ import annotations

from nominations.dossiers.models import Campaign
from nominations.law import rulesets
from nominations.law.duplicates import RuleOfDoubles, rules_of_doubles
from nominations.law.rulesets import NoRuleSet


def rules_of(campaign: Campaign) -> dict[str, RuleOfDoubles]:
    """The duplicate rules of its frozen rule set; for a campaign opened before rule sets were
    stored, those of the regime of its first day."""
    try:
        stored = rules_of_doubles(rulesets.from_frozen(campaign.rules))
    except NoRuleSet:
        stored = {}
    if stored:
        return stored
    try:
        return rules_of_doubles(rulesets.regime_on(campaign.registration_opens_at.date()))
    except NoRuleSet:
        return {}
