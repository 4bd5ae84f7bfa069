"""Dates proposed for a new campaign: those of an earlier one moved, or defaults."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import localtime

from workflow import clock
from workflow.deadlines import WorkingCalendar

DAY_BEGINS = time(8)
DAY_ENDS = time(17)
"""The hours of a working day, at which a window opens and closes if only a date is given."""
LEAP_DAY = (2, 29)
_DAY = timedelta(days=1)


def a_year_later(day: date, years: int = 1) -> date:
    """The same day of a later year; the last day of February for the 29th."""
    if (day.month, day.day) == LEAP_DAY:
        day -= _DAY
    return day.replace(year=day.year + years)


def working_day(day: date, calendar: WorkingCalendar) -> date:
    """The day, or the first working day after it."""
    while not calendar.is_working_day(day):
        day += _DAY
    return day


def moment_of(day: date, hour: time) -> datetime:
    """The moment of an hour of the day in the working time zone."""
    return datetime.combine(day, hour, tzinfo=clock.zone())


def moved_dates(campaign: Any, years: int) -> dict[str, Any]:
    """The dates of a campaign some years later, those on which somebody acts on working days."""
    calendar = WorkingCalendar.local()

    def day(value: date) -> date:
        return working_day(a_year_later(value, years), calendar)

    found: dict[str, Any] = {
        name: a_year_later(getattr(campaign, name), years)
        for name in ("achievement_from", "achievement_to")
    }
    for window in ("registration", "submission"):
        for end in ("opens_at", "closes_at"):
            was = localtime(getattr(campaign, f"{window}_{end}"))
            found[f"{window}_{end}"] = moment_of(day(was.date()), was.time())
    due = campaign.review_due_on
    return found | {"review_due_on": day(due) if due else None}


def proposed_dates(
    today: date, registration_until: tuple[int, int] | None = None
) -> dict[str, Any]:
    """Default dates without an earlier campaign, on working days of the year.

    Only a proposal for the form: registration for a month, or until the day and month that the
    rules name; reports in the two months at the end of the period.
    """
    calendar = WorkingCalendar.local()
    last = date(today.year, 12, 31)
    starts = working_day(today + _DAY, calendar)
    until = starts + 30 * _DAY
    if registration_until is not None:
        day, month = registration_until
        named = date(today.year, month, day)
        until = named if named > starts else until
    until = working_day(until, calendar)
    reports = max(starts, working_day(date(today.year, 11, 1), calendar))
    ends = working_day(max(last, reports + 30 * _DAY, until), calendar)
    return {
        "achievement_from": date(today.year, 1, 1),
        "achievement_to": last,
        "registration_opens_at": moment_of(starts, DAY_BEGINS),
        "registration_closes_at": moment_of(until, DAY_ENDS),
        "submission_opens_at": moment_of(reports, DAY_BEGINS),
        "submission_closes_at": moment_of(ends, DAY_ENDS),
        "review_due_on": working_day(ends + 7 * _DAY, calendar),
    }
