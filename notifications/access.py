"""Who may look at messages that could not be delivered, and at which: told by the room of people.

This package knows no agency: whoever knows registers a function from account to the condition on
outgoing messages, or None for an account that keeps no messages at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

KeptBy = Callable[[Any], "Q | None"]
_kept_by: list[KeptBy] = []


def register(kept_by: KeptBy) -> None:
    """Say whose messages an account keeps; the last one registered is asked."""
    _kept_by[:] = [kept_by]


def kept_by(user: AbstractBaseUser | AnonymousUser) -> Q | None:
    """The condition on the messages that the account keeps; None for nobody's."""
    return _kept_by[0](user) if _kept_by and user.is_authenticated else None
