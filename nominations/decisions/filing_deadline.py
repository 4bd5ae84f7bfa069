"""The deadline to file a revocation, or a proposal to the level above. It only warns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from nominations.dossiers.legal_deadlines import deadlines_of_dossiers, titles_with_deadlines
from nominations.dossiers.models import Nomination
from nominations.law.rulesets import NoRuleSet, Setting, rule_set_on
from nominations.people.models import Organization
from workflow.deadlines import WorkingCalendar

STEP = "report_upward"


@dataclass(frozen=True, slots=True)
class FilingDeadline:
    """The day of the finding, the last day to file, and the citation."""

    concluded_on: date
    file_by: date
    source: str


def filing_rule(organization: Organization, day: date) -> Setting | None:
    """The working days to file a revocation, by the regulations of the day; None without a rule."""
    try:
        return rule_set_on(day, organization).settings.get("revocation_days")
    except NoRuleSet:
        return None


def filing_deadline(
    organization: Organization, concluded_on: date | None, filed_on: date
) -> FilingDeadline | None:
    """The deadline of a revocation; None without a rule or without the day of the finding."""
    rule = filing_rule(organization, filed_on) if concluded_on else None
    if rule is None or concluded_on is None:
        return None
    last = WorkingCalendar.local().add_working_days(concluded_on, rule.value)
    return FilingDeadline(concluded_on, last, rule.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingLine:
    """The last day to propose some dossiers of a paper upward, and how late the paper is."""

    file_by: date
    dossiers: int
    days_late: int
    source: str
    verified: bool


def filing_lines(nominations: Sequence[Nomination], issued_on: date) -> list[FilingLine]:
    """The last days to propose the dossiers (with their campaigns) upward, the earliest first,
    compared with the day of the paper."""
    titles = titles_with_deadlines({row.campaign_id for row in nominations}, [STEP])
    done = {row.pk: {STEP: issued_on} for row in nominations}
    lines = deadlines_of_dossiers(nominations, titles, steps=[STEP], done=done)
    counts: Counter[tuple[date, str, bool]] = Counter()
    for one in chain.from_iterable(lines.values()):
        if one.day is not None:
            counts[one.day, one.rule.source, one.rule.verified] += 1
    return [
        FilingLine(
            file_by=day,
            dossiers=number,
            days_late=max(0, (issued_on - day).days),
            source=source,
            verified=verified,
        )
        for (day, source, verified), number in sorted(counts.items())
    ]
