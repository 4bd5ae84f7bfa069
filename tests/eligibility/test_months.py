"""Whole months of service and absence, against counting day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nominations.records.months import months_in


@pytest.mark.parametrize(
    ("begins", "ends", "months"),
    [
        (date(2015, 7, 1), None, 12),
        (date(2024, 3, 1), None, 10),
        (date(2024, 3, 2), None, 9),
        (date(2024, 7, 1), None, 6),
        (date(2024, 7, 2), None, 5),
        (date(2024, 2, 1), date(2024, 4, 30), 3),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 12, 1), date(2025, 2, 28), 1),
        (date(2023, 12, 1), date(2024, 2, 29), 2),
        (date(2025, 1, 1), None, 0),
        (date(2024, 5, 5), date(2024, 5, 5), 0),
    ],
)
def test_months_of_2024(begins: date, ends: date | None, months: int) -> None:
    assert months_in(2024, [(begins, ends)]) == months


def test_periods_that_touch_or_overlap_count_once() -> None:
    parts = [
        (date(2024, 1, 1), date(2024, 3, 31)),
        (date(2024, 4, 1), date(2024, 6, 30)),
        (date(2024, 5, 1), date(2024, 8, 31)),
    ]

    assert months_in(2024, parts) == 8


def test_days_left_over_are_added_up() -> None:
    weeks = [(date(2024, month, 1), date(2024, month, 15)) for month in range(1, 7)]

    assert months_in(2024, weeks) == 2


@given(st.dates(date(2022, 1, 1), date(2026, 12, 31)), st.integers(0, 900))
def test_a_longer_period_never_has_fewer_months(begins: date, days: int) -> None:
    ends = begins + timedelta(days=days)
    short = months_in(2024, [(begins, ends)])

    assert 0 <= short <= months_in(2024, [(begins, ends + timedelta(days=1))]) <= 12
    assert short <= months_in(2024, [(begins - timedelta(days=1), ends)])
