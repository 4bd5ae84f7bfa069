"""Who may read messages that could not be delivered, and who records that they are sent again.

This package knows no agency and no history. A room registers a function from account to the
condition on outgoing messages (None for an account that administers none), and one that records
who sends which messages again, in the same transaction.
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
    """Say which messages an account administers; the last one registered is asked."""
    _filters[:] = [message_filter]


def administered_messages(user: AbstractBaseUser | AnonymousUser) -> Q | None:
    """The condition on the messages that the account administers; None for no messages."""
    return _filters[0](cast("AbstractUser", user)) if _filters and user.is_authenticated else None


def register_recorder(recorder: ResendRecorder) -> None:
    """Say who records that messages are sent again; the last one registered does."""
    _recorders[:] = [recorder]


def record_sent_again(user: AbstractUser, messages: Sequence[OutboxMessage]) -> None:
    """Have it recorded, in the transaction that sends them."""
    for record in _recorders:
        record(user, messages)
