"""What the regulations of an agency ask of its initiative council, for the room of records."""

from __future__ import annotations

from datetime import date

from nominations.awards.rulesets import NoRuleSet, rule_set_on
from nominations.people.models import Organization
from nominations.records.council_rules import Fraction


def written_quorum(organization_id: int, day: date) -> Fraction | None:
    """The quorum written for the initiative council; the common one is not meant for it."""
    try:
        rules = rule_set_on(day, Organization.objects.get(pk=organization_id))
    except NoRuleSet:
        return None
    one = rules.quorums.get("initiative_council")
    return one and Fraction(one.numerator, one.denominator, one.source, one.verified)
