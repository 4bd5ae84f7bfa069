"""Whole months of a period within a year, as the law counts service and absence."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

Period = tuple[date, date | None]
DAYS_OF_A_MONTH = 31


def _within(year: int, period: Period) -> tuple[date, date] | None:
    """The part of a period (both ends included) that lies in the year."""
    begins = max(period[0], date(year, 1, 1))
    ends = min(period[1] or date.max, date(year, 12, 31))
    return (begins, ends) if begins <= ends else None


def _later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def _months_and_days(begins: date, ends: date) -> tuple[int, int]:
    """Calendar months and the days left over, both ends included: 01/3 to 31/12 is (10, 0)."""
    after = ends + timedelta(days=1)
    months = (after.year - begins.year) * 12 + after.month - begins.month
    if _later(begins, months) > after:
        months -= 1
    return months, (after - _later(begins, months)).days


def months_in(year: int, periods: Iterable[Period]) -> int:
    """Whole months of the periods in the year; days left over are added up, 31 to a month.

    Periods that overlap or touch count once.
    """
    parts = sorted(part for one in periods if (part := _within(year, one)) is not None)
    joined: list[tuple[date, date]] = []
    for begins, ends in parts:
        if joined and begins <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    found = [_months_and_days(begins, ends) for begins, ends in joined]
    return sum(m for m, _ in found) + sum(d for _, d in found) // DAYS_OF_A_MONTH
