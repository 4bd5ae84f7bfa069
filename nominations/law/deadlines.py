"""Computes deadlines: days of a rule set counted from events.

Deadlines of dossiers (`[[deadline]]`, filing days, registration) and settings that are numbers of
working days are treated alike.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.rulesets import RuleSet
from nominations.law.rulesets.deadline_rules import DEADLINE_STEPS, DeadlineRule, deadline_for
from nominations.law.rulesets.list_keys import EVENT_NAMES, STEP_NAMES
from nominations.law.rulesets.rule_settings import setting_of
from nominations.law.rulesets.title_procedure import yearly_day
from workflow.deadlines import WorkingCalendar

SETTING_EVENTS = {
    "correction_days": "returned",
    "papers_lead_days": "agenda_sent",
    "return_days": "revocation",
    "revocation_days": "finding",
    "dossier_return_days": "received_above",
    "line_ministry_days": "opinion_asked",
    "province_submits_days": "received_by_province",
    "province_submits_days_longer": "received_by_province",
    "appraisal_days": "received_by_ministry",
    "appraisal_days_with_opinion": "received_by_ministry",
    "objects_days": "state_decision",
    "objects_days_from_100": "state_decision",
}
"""Setting -> the event from which its working days count."""
MINIMUM_PERIODS = ("correction_days", "papers_lead_days", "consultation")
"""Settings that are minimum durations: the day is the earliest, not the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierProfile:
    """The dossier whose deadlines are computed; `subject_kinds` are the possible kinds of the
    person or body, None if not recorded."""

    award: str
    year: int
    commendation_type: str
    level: str
    sector: str = ""
    kind: str = ""
    subject_kinds: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedDeadline:
    """A deadline and its day; `day` is None until its event has happened, and for "at once".

    `event` is "" for a fixed day of the year; `part` carries source, check and layer. `at_least`:
    nothing may be done before the day, instead of after it.
    """

    key: str
    event: str
    event_day: date | None
    count: int
    unit: str
    day: date | None
    part: Any
    says: str = ""
    at_least: bool = False

    def is_met(self, done_on: date) -> bool | None:
        """Whether something done on that day is in time; None while the day is not known."""
        if self.day is None:
            return None
        return done_on >= self.day if self.at_least else done_on <= self.day


def _after_months(start: date, count: int) -> date:
    month = start.month - 1 + count
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def day_after(start: date, count: int, unit: str, calendar: WorkingCalendar) -> date:
    """The day `count` units (working days, days or months) after `start`."""
    if unit == "working_days":
        return calendar.add_working_days(start, count)
    return start + timedelta(days=count) if unit == "days" else _after_months(start, count)


def _fixed(rule: DeadlineRule, year: int) -> date:
    of_year = year + rule.next_year
    return date(of_year, rule.month, min(rule.day, monthrange(of_year, rule.month)[1]))


def compute_deadline(
    rule: DeadlineRule, *, year: int, events: Mapping[str, date], calendar: WorkingCalendar
) -> ComputedDeadline:
    """Compute a deadline for a dossier of the year, from the dates of its events so far."""
    started = events.get(rule.event) if rule.event else None
    if not rule.event:
        day: date | None = _fixed(rule, year)
    else:
        counts = started is not None and rule.count > 0  # "at once" has no last day
        day = day_after(started, rule.count, rule.unit, calendar) if started and counts else None
    return ComputedDeadline(
        key=rule.step,
        event=rule.event,
        event_day=started,
        count=rule.count,
        unit=rule.unit,
        day=day,
        part=rule,
        says=rule.says,
    )


def rules_of_dossier(rule_set: RuleSet, asked: DossierProfile) -> list[DeadlineRule]:
    """The deadline rule of each step, with filing and registration days where there is no
    `[[deadline]]`."""
    found = []
    for step in DEADLINE_STEPS:
        rule = deadline_for(
            rule_set.deadlines,
            step,
            award=asked.award,
            commendation_type=asked.commendation_type,
            sector=asked.sector,
            level=asked.level,
            kind=asked.kind,
            subject_kinds=asked.subject_kinds,
        ) or yearly_day(
            rule_set,
            step,
            award=asked.award,
            commendation_type=asked.commendation_type,
            level=asked.level,
        )
        if rule is not None:
            found.append(rule)
    return found


def deadlines_of(
    rule_set: RuleSet, asked: DossierProfile, events: Mapping[str, date], calendar: WorkingCalendar
) -> Iterator[ComputedDeadline]:
    """Every deadline of the rule set for the dossier, including settings."""
    for rule in rules_of_dossier(rule_set, asked):
        yield compute_deadline(rule, year=asked.year, events=events, calendar=calendar)
    for name, event in SETTING_EVENTS.items():
        setting = setting_of(rule_set.settings, name, asked.award, asked.commendation_type)
        if setting and event in events:
            yield _counted(name, event, events[event], setting.value, setting, calendar)
    if "posting" in events:
        form = catalogue.entries()[asked.award].form
        posting = rule_set.rule(
            "consultation",
            code=asked.award,
            form=form,
            level=asked.level,
            commendation_type=asked.commendation_type,
        )
        if posting.needed:
            yield _counted(
                "consultation", "posting", events["posting"], posting.days, posting, calendar
            )


def _counted(
    name: str, event: str, started: date, count: int, part: Any, calendar: WorkingCalendar
) -> ComputedDeadline:
    return ComputedDeadline(
        key=name,
        event=event,
        event_day=started,
        count=count,
        unit="working_days",
        day=calendar.add_working_days(started, count),
        part=part,
        at_least=name in MINIMUM_PERIODS,
    )


def event_name(event: str) -> str:
    """The event in words, to follow "after"."""
    others = {
        "returned": _("the return for correction"),
        "agenda_sent": _("the day the agenda was sent"),
        "revocation": _("the receipt of the revocation"),
        "finding": _("the day of the finding"),
        "received_above": _("the receipt by the level above"),
        "opinion_asked": _("the receipt of the request for an opinion"),
        "received_by_province": _("the receipt by the province"),
        "received_by_ministry": _("the receipt by the ministry of home affairs"),
        "state_decision": _("the decision of the state level"),
        "posting": _("the day of posting"),
    }
    return str(EVENT_NAMES[event]) if event in EVENT_NAMES else others[event]


def step_name(step: str) -> str:
    """The name of the step that is due."""
    return str(STEP_NAMES[step])


def span_words(count: int, unit: str) -> str:
    """ "20 working days"."""
    words = {"count": count}
    return {
        "working_days": _("%(count)s working days") % words,
        "days": _("%(count)s days") % words,
        "months": _("%(count)s months") % words,
    }[unit]


def counted_from(rule: DeadlineRule) -> str:
    """ "20 working days after the council's meeting", or "until 30/06 of the year"."""
    if rule.event and not rule.count:
        return _("at once after %(event)s") % {"event": event_name(rule.event)}
    if rule.event:
        words = {"span": span_words(rule.count, rule.unit), "event": event_name(rule.event)}
        return _("%(span)s after %(event)s") % words
    words = {"day": f"{rule.day:02}/{rule.month:02}"}
    if rule.next_year:
        return _("until %(day)s of the following year") % words
    return _("until %(day)s of the year") % words
