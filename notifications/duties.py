"""The duties of the reader of a message, provided by the layer above.

Notifications know people and channels only. The layer above registers one function, which is called
when a mail is composed: the mail names the duties of its reader at that moment.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Duty:
    """An act in the words of its button, and the last day for it where there is one."""

    act: str
    until: date | None = None


DutiesOf = Callable[["AbstractUser"], Mapping[str, Duty]]
"""Everything a reader has to do, by the path of the page that it is about."""
_registered: list[DutiesOf] = []
_read: ContextVar[dict[int, Mapping[str, Duty]] | None] = ContextVar("duties_read", default=None)


def register(duties_of: DutiesOf) -> None:
    """Register the function that returns the duties of a reader."""
    if duties_of not in _registered:
        _registered.append(duties_of)


@contextmanager
def read_once() -> Iterator[None]:
    """Within the block the duties of each reader are read once."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def duty_of(recipient: AbstractUser, path: str) -> Duty | None:
    """The duty of the reader at the page of that path; None if there is none."""
    if not path:
        return None
    read = _read.get()
    if read is None:
        return _duties(recipient).get(path)
    if recipient.pk not in read:
        read[recipient.pk] = _duties(recipient)
    return read[recipient.pk].get(path)


def _duties(recipient: AbstractUser) -> Mapping[str, Duty]:
    """The duties by path. A failure is logged and yields none: it must not hold up the message."""
    found: dict[str, Duty] = {}
    for duties_of in reversed(_registered):  # the first duty for a path wins
        try:
            found |= duties_of(recipient)
        except Exception:  # whatever fails here, the message must be delivered
            logger.exception("the duties of a reader are not known")
    return found
