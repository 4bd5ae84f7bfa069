"""The ways a message reaches a person. A new channel is one new file here with a `CHANNEL` in it.

An *inside* channel writes rows of this database only: it gets a batch, within the transaction that
also marks the messages sent, so its effect happens exactly once. An *outside* channel calls another
system: it gets one letter at a time, outside any transaction, and calls `begun` right before it
hands the letter over, so that a crash after that moment is recognised.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django_stubs_ext import StrPromise

    from notifications.models import OutboxMessage

INBOX = "inbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message made ready for one person at the moment `at`."""

    message: OutboxMessage
    recipient: AbstractUser
    title: str
    body: str
    path: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """What the message is about, on one line."""
        return " ".join(str(self.facts.get("title", "")).split())[:300]


class Channel(Protocol):
    name: str
    label: StrPromise
    outside: bool

    def unreachable(self, recipient: AbstractUser) -> str:
        """Why this person cannot be reached over this channel (for the log); "" if they can."""

    def send(self, letters: Sequence[Letter], begun: Callable[[], None]) -> None:
        """Deliver; return only when it is done. See the exceptions below for how to fail."""


class ChannelDownError(Exception):
    """Nobody can be reached for now: try again later, without counting it against the letter."""


class RefusedError(Exception):
    """The other side refused this letter temporarily: certainly not delivered, try again."""


class RejectedError(Exception):
    """The other side refused this letter permanently: certainly not delivered, do not retry."""


@cache
def channels() -> dict[str, Channel]:
    """Every channel by name, found in the modules of this package."""
    found: dict[str, Channel] = {}
    for info in pkgutil.iter_modules(__path__):
        channel: Channel = importlib.import_module(f"{__name__}.{info.name}").CHANNEL
        found[channel.name] = channel
    return found


def outside_channels() -> list[Channel]:
    """The channels a person may switch off: all but the inbox."""
    return [channel for channel in channels().values() if channel.outside]
