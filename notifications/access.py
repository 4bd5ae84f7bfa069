"""Who may look at messages that could not be delivered, and who notes what is done with them.

This package knows no agency and no history: whoever knows registers a function from account to the
condition on outgoing messages, or None for an account that keeps no messages at all; and one that
writes down who sends which messages again, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    from notifications.models import OutboxMessage

KeptBy = Callable[[Any], "Q | None"]
Note = Callable[[Any, "Sequence[OutboxMessage]"], None]
_kept_by: list[KeptBy] = []
_notes: list[Note] = []


def register(kept_by: KeptBy) -> None:
    """Say whose messages an account keeps; the last one registered is asked."""
    _kept_by[:] = [kept_by]


def kept_by(user: AbstractBaseUser | AnonymousUser) -> Q | None:
    """The condition on the messages that the account keeps; None for nobody's."""
    return _kept_by[0](user) if _kept_by and user.is_authenticated else None


def note_by(note: Note) -> None:
    """Say who writes down that messages are sent again; the last one registered does."""
    _notes[:] = [note]


def note_sent_again(user: Any, messages: Sequence[OutboxMessage]) -> None:
    """Have it written down, with the change or not at all."""
    for note in _notes:
        note(user, messages)
