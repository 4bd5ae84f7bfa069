"""The quorum of an agency's initiative council in its regulations, for the room of records."""

from __future__ import annotations

from datetime import date

from nominations.fractions import BodyFraction
from nominations.law.rulesets import NoRuleSet, rule_set_on
from nominations.people.models import Organization


def initiative_council_quorum(organization_id: int, day: date) -> BodyFraction | None:
    """The quorum set for the initiative council, not the common one; None if not set."""
    try:
        rules = rule_set_on(day, Organization.objects.get(pk=organization_id))
    except NoRuleSet:
        return None
    quorum = rules.quorums.get("initiative_council")
    return quorum.fraction if quorum else None
