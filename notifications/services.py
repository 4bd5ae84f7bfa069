"""Reading notices, and sending undelivered messages again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from notifications import administered_messages, delivery, outbox
from notifications.clock import domain_now
from notifications.models import Notice, OutboxMessage
from notifications.queries import notices_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

log = logging.getLogger(__name__)


def mark_read(notice: Notice) -> None:
    """Mark a notice as read; the time of the first reading stays."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=domain_now())


def mark_all_read(*, actor: AbstractUser, upto: int) -> int:
    """Mark this person's notices up to the id `upto`, so that none is marked unseen; returns the
    number."""
    return notices_for(actor).filter(read_at=None, pk__lte=upto).update(read_at=domain_now())


def send_again(messages: QuerySet[OutboxMessage], *, actor: AbstractUser) -> int:
    """Open these dead letters again and wake the worker; returns how many were dead letters.

    The resend is recorded in the same transaction (`administered_messages.record_sent_again`).
    """
    with transaction.atomic():
        dead = messages.filter(dead_at__isnull=False, sent_at=None, dropped_at=None)
        found = list(dead.select_for_update(of=("self",)).order_by("id"))
        administered_messages.record_sent_again(actor, found)
        number = delivery.send_again(OutboxMessage.objects.filter(pk__in=[m.pk for m in found]))
    if number:
        log.info("account %s sends %s dead letters again", actor.pk, number)
        outbox.wake_worker()
    return number
