"""A year of the working calendar: the holidays of the country and the days recorded here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import holidays
from django.utils.translation import gettext as _

from workflow.deadlines import WorkingCalendar
from workflow.models import CalendarDay


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One day that is not what its weekday says."""

    day: date
    is_working: bool
    name: str
    recorded: CalendarDay | None = None

    @property
    def weekday(self) -> str:
        """The day of the week in words."""
        return (
            _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
            _("Sunday"),
        )[self.day.weekday()]  # fmt: skip


def days_of(year: int) -> list[DayEntry]:
    """Holidays, days worked instead and recorded days, in order; a recorded one wins."""
    country = holidays.country_holidays("VN", years=year, language="vi")
    found = {day: DayEntry(day, False, name) for day, name in country.items() if day.year == year}
    for day in country.weekend_workdays:
        if day.year == year:
            found[day] = DayEntry(day, True, _("worked in exchange for a day off"))
    for row in CalendarDay.objects.filter(day__year=year):
        found[row.day] = DayEntry(row.day, row.is_working, row.note, row)
    return [found[day] for day in sorted(found)]


def working_days(year: int) -> int:
    """How many working days the year has, by everything recorded."""
    calendar = WorkingCalendar.local()
    return calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31))
