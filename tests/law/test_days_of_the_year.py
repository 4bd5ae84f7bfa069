"""A day that the text calls "before" (trước ngày) is late itself: the day before it is the last."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta

from nominations.law import datafile

BEFORE = re.compile(r"(?<!chậm nhất )trước ngày (\d{1,2})(?:/| tháng )(\d{1,2})")


def test_the_day_before_which_something_is_filed_is_late() -> None:
    found, wrong = 0, []
    for path in sorted(datafile.DATA.glob("*/*.toml")):
        for row in tomllib.loads(path.read_text()).get("deadline", ()):
            named = BEFORE.search(row["says"])
            if not named or "day" not in row:
                continue
            found += 1
            last = date(2023, int(named[2]), int(named[1])) - timedelta(days=1)
            if (row["day"], row["month"]) != (last.day, last.month):
                wrong.append(f"{path.name}: {row['key']}")

    assert found >= 7
    assert wrong == []
