"""What the reader of a message has to do about it, as the layer above knows it.

Notifications know people and channels only. Whoever knows the work registers one function, which is
asked when a mail is written: so the mail says what is asked of this reader at that moment.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
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


DutyOf = Callable[["AbstractUser", str], "Duty | None"]
_known: list[DutyOf] = []


def register(duty_of: DutyOf) -> None:
    """Ask this function, which gets the reader and the path that the message leads to."""
    if duty_of not in _known:
        _known.append(duty_of)


def duty_of(recipient: AbstractUser, path: str) -> Duty | None:
    """What the reader has to do where the path leads; None where nothing is asked or known.

    A message is not held up by it: what goes wrong is logged, and the mail says one line less.
    """
    if not path:
        return None
    for one in _known:
        try:
            found = one(recipient, path)
        except Exception:  # whatever it is, the message itself is what must arrive
            logger.exception("the duty of a reader is not known")
            continue
        if found is not None:
            return found
    return None
