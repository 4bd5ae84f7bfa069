"""The two clocks: the domain's, which dates what people read, and the wall's, which runs delivery.

The domain's clock can be set back (2015 happens in 2015); a retry in ten seconds cannot.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


def wall_clock() -> datetime:
    """The real time, aware, in UTC: due dates, leases, back-off."""
    return datetime.now(tz=UTC)


def domain_now() -> datetime:
    """The time of the domain: the function named by settings.NOTIFICATIONS_CLOCK, else the wall's.

    A setting and not an import, because this package imports no other.
    """
    return _clock(getattr(settings, "NOTIFICATIONS_CLOCK", ""))()


@cache
def _clock(dotted_path: str) -> Callable[[], datetime]:
    if not dotted_path:
        return wall_clock
    clock: Callable[[], datetime] = import_string(dotted_path)
    return clock
