"""A test of many rows names every bad one."""

from __future__ import annotations

import pytest

from tests.rows import check_rows


def positive(number: int) -> None:
    assert number > 0, "not positive"


def test_good_rows_pass() -> None:
    check_rows([1, 2, 3], positive)


def test_every_bad_row_is_named_with_its_fault_and_no_good_one() -> None:
    with pytest.raises(AssertionError) as failed:
        check_rows([1, -22, 3, -44], positive, name=lambda number: f"row {number}")

    message = str(failed.value)
    assert "2 of 4 rows are wrong" in message
    assert "row -22: AssertionError: not positive" in message
    assert "row -44: AssertionError: not positive" in message
    assert "row 1" not in message
    assert "row 3" not in message


def test_an_error_in_one_row_hides_no_other() -> None:
    with pytest.raises(AssertionError) as failed:
        check_rows(["1", "x", "-2"], lambda text: positive(int(text)))

    assert "x: ValueError: invalid literal" in str(failed.value)
    assert "-2: AssertionError" in str(failed.value)


def test_a_file_without_rows_is_a_fault() -> None:
    with pytest.raises(AssertionError, match="no rows"):
        check_rows([], positive)
