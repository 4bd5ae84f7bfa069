"""Hooks for undelivered messages: whose an account may read, and how a resend is recorded.

This package does not depend on agencies or the history. A room registers a function from an account
to a condition on outgoing messages (None for an account that administers none), and one that
records a resend in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AbstractUser, AnonymousUser

    from notifications.models import OutboxMessage

MessageFilter = Callable[["AbstractUser"], "Q | None"]
ResendRecorder = Callable[["AbstractUser", "Sequence[OutboxMessage]"], None]
_filters: list[MessageFilter] = []
_recorders: list[ResendRecorder] = []


def register(message_filter: MessageFilter) -> None:
    """Set the function that says which messages an account administers; replaces an earlier one."""
    _filters[:] = [message_filter]


def administered_messages(user: AbstractBaseUser | AnonymousUser) -> Q | None:
    """The condition on the messages that the account administers; None for no messages."""
    return _filters[0](cast("AbstractUser", user)) if _filters and user.is_authenticated else None


def register_recorder(recorder: ResendRecorder) -> None:
    """Set the function that records a resend; replaces an earlier one."""
    _recorders[:] = [recorder]


def record_sent_again(user: AbstractUser, messages: Sequence[OutboxMessage]) -> None:
    """Record a resend by the account, in the transaction that queues the messages again."""
    for record in _recorders:
        record(user, messages)
