"""Who sits on the council of an agency by the rules, or who has to lay it down."""

from __future__ import annotations

from datetime import date

from nominations.law.award_summary import SummaryLine, setting_line
from nominations.law.datafile import DataFileError
from nominations.law.regulators import regulator_of
from nominations.law.rulesets import NoRuleSet, rule_set_on
from nominations.people.models import Organization


def composition_line(organization: Organization, day: date) -> SummaryLine | None:
    """The composition by the rules of the day, in words with its source; None where the rules do
    not mention it or cannot be read."""
    try:
        found = rule_set_on(day, organization).settings.get("council_composition")
    except (DataFileError, NoRuleSet):
        return None
    if found is None:
        return None
    return setting_line("council_composition", found, regulator_of(organization))
