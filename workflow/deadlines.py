"""Working days: Vietnamese public holidays, and the days an agency swaps or takes off."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import holidays

from workflow.models import CalendarDay

_SATURDAY = 5
_DAY = timedelta(days=1)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    """Public holidays of Vietnam, with the days off in lieu (Labour Code, article 112)."""
    return frozenset(holidays.country_holidays("VN", years=year))


@cache
def _worked_weekend_days(year: int) -> frozenset[date]:
    """Weekend days the whole country works in exchange for a bridge day."""
    return frozenset(
        day
        for day in holidays.country_holidays("VN", years=year).weekend_workdays
        if day.year == year
    )


_read_once: ContextVar[list[WorkingCalendar] | None] = ContextVar("calendar", default=None)


@contextmanager
def local_calendar_read_once() -> Iterator[None]:
    """Within the block, which changes nothing, `WorkingCalendar.local` reads at most once."""
    token = _read_once.set([])
    try:
        yield
    finally:
        _read_once.reset(token)


@dataclass(frozen=True)
class WorkingCalendar:
    """Weekdays that are not public holidays, minus `days_off`, plus `swap_days`."""

    days_off: Collection[date] = field(default=frozenset())
    swap_days: Collection[date] = field(default=frozenset())

    @classmethod
    def local(cls) -> WorkingCalendar:
        """The calendar with the exceptions recorded in this installation."""
        read = _read_once.get()
        if read is None:
            return cls._read()
        if not read:
            read.append(cls._read())
        return read[0]

    @classmethod
    def _read(cls) -> WorkingCalendar:
        exceptions = dict(CalendarDay.objects.values_list("day", "is_working"))
        return cls(
            days_off=frozenset(day for day, is_working in exceptions.items() if not is_working),
            swap_days=frozenset(day for day, is_working in exceptions.items() if is_working),
        )

    def is_working_day(self, day: date) -> bool:
        """Whether the day is worked."""
        if day in self.swap_days:
            return True
        if day in self.days_off:
            return False
        if day.weekday() >= _SATURDAY:
            return day in _worked_weekend_days(day.year)
        return day not in _public_holidays(day.year)

    def add_working_days(self, start: date, count: int) -> date:
        """The count-th working day after `start`; 0 gives `start` itself.

        The day of the act does not count: five working days from a Monday end on the next Monday.
        """
        if count < 0:
            raise ValueError("working days are counted forward")
        day = start
        while count:
            day += _DAY
            count -= self.is_working_day(day)
        return day

    def working_day_from(self, day: date) -> date:
        """The day itself if it is worked, otherwise the next one that is."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def working_day_until(self, day: date) -> date:
        """The day itself if it is worked, otherwise the last one before that is."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 when `end` is earlier."""
        return sum(
            self.is_working_day(start + offset * _DAY)
            for offset in range(1, (end - start).days + 1)
        )
