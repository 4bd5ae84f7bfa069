"""What the reader of a message has to do about it, as the layer above knows it.

Notifications know people and channels only. Whoever knows the work registers one function, which is
asked when a mail is written: so the mail says what is asked of this reader at that moment.
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
    """Ask this function for the duties of a reader."""
    if duties_of not in _registered:
        _registered.append(duties_of)


@contextmanager
def read_once() -> Iterator[None]:
    """Within the block the duties of a reader are read for the first of the letters to them."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def duty_of(recipient: AbstractUser, path: str) -> Duty | None:
    """What the reader has to do where the path leads; None where nothing is asked or known."""
    if not path:
        return None
    read = _read.get()
    if read is None:
        return _duties(recipient).get(path)
    if recipient.pk not in read:
        read[recipient.pk] = _duties(recipient)
    return read[recipient.pk].get(path)


def _duties(recipient: AbstractUser) -> Mapping[str, Duty]:
    """By path. No message is held up by it: what goes wrong is logged, and the mail says one line
    less."""
    found: dict[str, Duty] = {}
    for duties_of in reversed(_registered):  # the first that knows a path has the word
        try:
            found |= duties_of(recipient)
        except Exception:  # whatever it is, the message itself is what must arrive
            logger.exception("the duties of a reader are not known")
    return found
