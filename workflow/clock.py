"""The only source of "now": tests and the demo may set the clock to a chosen moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings

_moment: ContextVar[datetime | None] = ContextVar("workflow_clock", default=None)


@cache
def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)


def zone() -> tzinfo:
    """The working time zone of the installation (settings.TIME_ZONE)."""
    return _zone(settings.TIME_ZONE)


def now() -> datetime:
    """The present moment, aware, in UTC; inside a block of `at`, the moment given to it."""
    return _moment.get() or datetime.now(UTC)


def today() -> date:
    """The present calendar day in the working time zone."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The calendar day on which a moment falls in the working time zone."""
    return moment.astimezone(zone()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Set the clock to `moment` for this thread or task; refuses a moment without time zone."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs a moment with a time zone")
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)
