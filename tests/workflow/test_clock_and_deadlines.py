from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from workflow import clock
from workflow.deadlines import WorkingCalendar
from workflow.models import CalendarDay

MOMENT = datetime(2015, 12, 31, 17, 0, tzinfo=UTC)


def test_the_clock_stands_where_it_is_put_and_comes_back():
    with clock.at(MOMENT):
        assert clock.now() == MOMENT
        with clock.at(MOMENT + timedelta(days=1)):
            assert clock.now() == MOMENT + timedelta(days=1)
        assert clock.now() == MOMENT
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_today_is_the_day_of_the_working_time_zone():
    with clock.at(MOMENT):  # midnight in Vietnam
        assert clock.today() == date(2016, 1, 1)


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2015, 1, 1)):
        pass


def test_the_clock_of_one_thread_is_not_that_of_another():
    seen = []
    with clock.at(MOMENT):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen[0] > MOMENT


def test_weekends_and_public_holidays_are_not_worked():
    calendar = WorkingCalendar()
    assert calendar.is_working_day(date(2026, 11, 23))  # a Monday
    assert not calendar.is_working_day(date(2026, 11, 22))
    assert not calendar.is_working_day(date(2026, 2, 17))  # Lunar New Year
    assert not calendar.is_working_day(date(2025, 9, 2))  # National Day


def test_a_weekend_day_the_whole_country_works_counts():
    assert WorkingCalendar().is_working_day(date(2024, 5, 4))  # worked for 29 April
    assert not WorkingCalendar().is_working_day(date(2024, 4, 29))


def test_local_exceptions_go_before_the_national_calendar(db):
    CalendarDay.objects.create(day=date(2026, 11, 23), is_working=False)
    CalendarDay.objects.create(day=date(2026, 11, 28), is_working=True)
    calendar = WorkingCalendar.local()
    assert not calendar.is_working_day(date(2026, 11, 23))
    assert calendar.is_working_day(date(2026, 11, 28))


def test_the_day_of_the_act_does_not_count():
    calendar = WorkingCalendar()
    monday = date(2026, 10, 5)
    assert calendar.add_working_days(monday, 5) == date(2026, 10, 12)
    assert calendar.add_working_days(monday, 0) == monday
    assert calendar.working_days_between(monday, date(2026, 10, 12)) == 5
    assert calendar.working_days_between(date(2026, 10, 12), monday) == 0
    with pytest.raises(ValueError, match="forward"):
        calendar.add_working_days(monday, -1)


def test_counting_crosses_the_new_year_holiday():
    assert WorkingCalendar().add_working_days(date(2025, 12, 31), 1) == date(2026, 1, 2)
