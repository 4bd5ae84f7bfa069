"""Until when a revocation is filed after the finding, where a regulation says so. It only warns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nominations.law.rulesets import NoRuleSet, Setting, rule_set_on
from nominations.people.models import Organization
from workflow.deadlines import WorkingCalendar


@dataclass(frozen=True, slots=True)
class FilingDeadline:
    """The day of the finding, the last day to file, and where that is written."""

    concluded_on: date
    file_by: date
    source: str


def filing_rule(organization: Organization, day: date) -> Setting | None:
    """The working days to file a revocation under the regulations of the day; None without."""
    try:
        return rule_set_on(day, organization).settings.get("revocation_days")
    except NoRuleSet:
        return None


def filing_deadline(
    organization: Organization, concluded_on: date | None, filed_on: date
) -> FilingDeadline | None:
    """By when the revocation was to be filed; None where no rule is written or no day is known."""
    rule = filing_rule(organization, filed_on) if concluded_on else None
    if rule is None or concluded_on is None:
        return None
    last = WorkingCalendar.local().add_working_days(concluded_on, rule.value)
    return FilingDeadline(concluded_on, last, rule.source)
