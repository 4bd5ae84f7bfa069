"""Rows of one data file in one test, which names every bad row instead of the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import pytest

Row = TypeVar("Row")


def check_rows(
    rows: Iterable[Row], check: Callable[[Row], object], *, name: Callable[[Row], str] = str
) -> None:
    """Call `check` with every row; fail once, with the name of each bad row and what is wrong.

    For rows that cost a millisecond: as tests of their own they would cost several.
    """
    faults, count = [], 0
    for row in rows:
        count += 1
        try:
            check(row)
        except (Exception, pytest.fail.Exception) as error:
            faults.append(f"{name(row)}: {type(error).__name__}: {error}")
    assert count, "there are no rows to check"
    summary = f"{len(faults)} of {count} rows are wrong"
    assert not faults, "\n\n".join([summary, *faults])
