"""Days and numbers in the spellings of clerks; never month before day, never a guess."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nominations.importing.cells import CellError, read_day, read_number, read_whole, read_year
from nominations.importing.spreadsheet import text_of
from nominations.web.templatetags.bangvang import vn_number
from workflow import clock


@pytest.mark.parametrize(
    "text",
    [
        "ngày 5 tháng 1 năm 2016",
        "Ngày 05 tháng 01, năm 2016",
        "5 tháng 1 năm 2016",
        "5 tháng 1, 2016",
        "ngày 05/01/2016",
        "mùng 5 tháng 1 năm 2016",
        "05.01.16",
        "05–01–2016",
        "5/1/2016 0:00:00",
        "2016-01-05 00:00:00",
        datetime(2016, 1, 5),
    ],
)
def test_more_spellings_of_a_day(text: Any) -> None:
    assert read_day(text) == date(2016, 1, 5)


@pytest.mark.parametrize(
    "text", ["13/13/2016", "1/25/2016", "05012016", "5 tháng 1", "42374", 42374]
)
def test_what_is_no_day_is_refused(text: Any) -> None:
    with pytest.raises(CellError):
        read_day(text)


def test_a_year_that_has_not_come_is_named_as_such() -> None:
    with pytest.raises(CellError, match="chưa đến"):
        read_year(clock.today().year + 1)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1.234", "1234"),
        ("12,5", "12.5"),
        ("1,65%", "1.65"),
        ("0.65%", "0.65"),
        ("0,65 %", "0.65"),
        ("0.123", "0.123"),
        ("1 234,5", "1234.5"),
        ("-3", "-3"),
        (60, "60"),
        (60.0, "60"),
        (0.65, "0.65"),
    ],
)
def test_numbers_are_read_as_vietnamese_write_them(text: Any, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1,234.5", "1.23.4", "12a", "", "1,2,3", "1.2345,6", True, "%"])
def test_what_is_no_number_is_refused(text: Any) -> None:
    with pytest.raises(CellError):
        read_number(text)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_number_that_we_show_is_read_back(number: Decimal) -> None:
    assert read_number(vn_number(number)) == number


@pytest.mark.parametrize("text", ["1,5", "-1", 2.5])
def test_a_whole_number_is_whole(text: Any) -> None:
    with pytest.raises(CellError):
        read_whole(text)
    assert read_whole("1.000") == 1000


def test_text_in_the_other_normal_form_is_the_same_text() -> None:
    assert text_of("Nguye\u0302\u0303n Va\u0306n") == "Nguyễn Văn"
