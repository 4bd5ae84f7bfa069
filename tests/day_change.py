"""No test crosses midnight, so that two readings of today's date agree."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from workflow import clock

LAST_SECONDS = 60
"""Before midnight of the working time zone; hardly any test takes longer."""


def seconds_to_wait(moment: datetime) -> float:
    """How long a test that would begin at the moment waits for the next day; mostly 0."""
    local = moment.astimezone(clock.zone())
    midnight = datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), local.tzinfo)
    left = (midnight - local).total_seconds()
    return left if left <= LAST_SECONDS else 0


def wait_for_the_next_day() -> None:
    """Return at once, or in the last minute of a day when that is over."""
    if left := seconds_to_wait(clock.now()):
        time.sleep(left)
