"""Queries of the pages: notices of a person, dead letters, the length of the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q, QuerySet

from notifications.models import Notice, OutboxMessage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


@dataclass(frozen=True, slots=True)
class Backlog:
    """Messages waiting to go out, when the oldest of them fell due, and the dead letters."""

    waiting: int
    oldest: datetime | None
    dead: int


def notices_for(user: AbstractUser | AnonymousUser) -> QuerySet[Notice]:
    """This person's notices and nobody else's, newest first; one for each act."""
    return Notice.objects.filter(recipient_id=user.pk, first=None).order_by("-created_at", "-id")


def unread_count(user: AbstractUser | AnonymousUser) -> int:
    """How many notices this person has not read; nobody's are 0."""
    if not user.is_authenticated:
        return 0
    return Notice.objects.filter(recipient_id=user.pk, read_at=None, first=None).count()


def dead_letters(kept: Q | None = None) -> QuerySet[OutboxMessage]:
    """Messages given up, latest first: all, or those of `administered_messages`."""
    return (
        OutboxMessage.objects.filter(kept or Q(), dead_at__isnull=False)
        .select_related("recipient")
        .order_by("-dead_at", "-id")
    )


def backlog(kept: Q | None = None) -> Backlog:
    """The state of the queue, for the health page and, for administrators, of the messages that
    they administer."""
    waiting = OutboxMessage.objects.filter(OutboxMessage.OPEN, kept or Q()).aggregate(
        number=Count("id"), oldest=Min("due_at")
    )
    return Backlog(waiting["number"], waiting["oldest"], dead_letters(kept).count())
