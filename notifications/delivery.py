"""Delivery of what is due. The rows are the only state: the calling process may be killed at any
moment.

Inbox rows are claimed, filed and marked in one transaction under FOR UPDATE SKIP LOCKED (on SQLite
under its write lock): a crash rolls everything back and the next call goes on at once where the
last one committed, so every notice arrives exactly once.

Outside rows are leased one at a time. The stage `transmitting_at` is committed before the letter is
handed over; a row found in that stage (crash, broken connection) may or may not have arrived. It is
sent again when its topic is legal, and dropped with a reason when it is a reminder.

Rows are independent: one that fails is retried with growing delays and ends as a dead letter,
without holding up others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q, QuerySet

from notifications import duties
from notifications.channels import (
    INBOX,
    Channel,
    ChannelDownError,
    Letter,
    RefusedError,
    RejectedError,
    channels,
    outside_channels,
)
from notifications.clock import wall_clock
from notifications.models import OutboxMessage
from notifications.notice_groups import shown_text
from notifications.outcomes import MAX_ATTEMPTS, DeliveryOutcome, DeliveryPass, retry_delay
from notifications.rendering import language_of, render_message
from notifications.topics import Category, topic

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

BATCH = 50
# Longer than a single exchange with a mail server can take with its timeouts.
LEASE = timedelta(minutes=3)

INACTIVE = "the account is inactive"
INTERRUPTED = "interrupted while being handed over; a reminder is not repeated"
LOST = "the process that sent it was lost every time"


def deliver_due(limit: int = 200, now: datetime | None = None) -> DeliveryOutcome:
    """Deliver up to `limit` due messages, oldest first, the inbox always before slow channels.

    Safe to run any number of times at once and to kill at any moment. Must not be called within a
    transaction when outside messages are due. `now` replaces the wall clock.
    """
    this = DeliveryPass(now)
    _bury_unknown(this)
    with duties.read_once():
        while (left := limit - this.tally.handled) > 0:
            before = this.tally.handled
            for channel in channels().values():
                if not channel.outside:
                    _deliver_inside(channel, this, min(BATCH, left))
            if this.tally.handled == before:
                _deliver_outside(this, left)
            if this.tally.handled == before:
                break
    return this.tally


def send_again(messages: QuerySet[OutboxMessage], now: datetime | None = None) -> int:
    """Open these dead letters again as if new; returns how many. Other messages stay untouched."""
    return messages.filter(dead_at__isnull=False, sent_at=None, dropped_at=None).update(
        dead_at=None,
        attempts=0,
        lease_until=None,
        transmitting_at=None,
        due_at=now or wall_clock(),
    )


def _due(now: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        OutboxMessage.OPEN, Q(lease_until=None) | Q(lease_until__lte=now), due_at__lte=now
    )


def _next(channel: Channel, now: datetime) -> QuerySet[OutboxMessage]:
    queue = _due(now).filter(channel=channel.name).order_by("due_at", "id")
    return queue.select_for_update(skip_locked=True, of=("self",))


def _bury_unknown(this: DeliveryPass) -> None:
    for message in _due(this.now).exclude(channel__in=list(channels()))[:BATCH]:
        this.dead(message, f"there is no channel {message.channel!r}")


def _people(messages: Iterable[OutboxMessage]) -> Mapping[int, AbstractUser]:
    # The base manager, because a manager that hides some accounts would orphan their messages.
    wanted = {message.recipient_id for message in messages}
    return get_user_model()._base_manager.in_bulk(wanted)


def _letter(message: OutboxMessage, recipient: AbstractUser, now: datetime) -> Letter:
    facts = message.facts()
    text = render_message(message.topic, facts, language_of(recipient))
    if message.channel != INBOX:
        text = shown_text(message) or text
    return Letter(
        message=message,
        recipient=recipient,
        title=text.title,
        body=text.body,
        path=text.path,
        at=now,
        facts=facts,
    )


def _is_legal(message: OutboxMessage) -> bool:
    return topic(message.topic).category is Category.LEGAL


# -- inside: a batch in one transaction --------------------------------------------------------


def _deliver_inside(channel: Channel, this: DeliveryPass, room: int) -> None:
    with transaction.atomic():
        batch = list(_next(channel, this.now)[:room])
        letters = _letters(batch, this)
        if letters:
            this.sent(_send_isolated(channel, letters, this))


def _letters(batch: Sequence[OutboxMessage], this: DeliveryPass) -> list[Letter]:
    letters = []
    people = _people(batch)
    for message in batch:
        recipient = people[message.recipient_id]
        if not recipient.is_active:
            this.dropped(message, INACTIVE)
            continue
        try:
            letters.append(_letter(message, recipient, this.now))
        except Exception as error:
            _failed_inside(message, error, this)
    return letters


def _send_isolated(channel: Channel, letters: Sequence[Letter], this: DeliveryPass) -> list[int]:
    """The ids that were delivered: all at once if possible, else one by one, each in a
    savepoint."""
    try:
        with transaction.atomic():
            channel.send(letters, lambda: None)
        return [letter.message.pk for letter in letters]
    except Exception as error:
        if len(letters) == 1:
            _failed_inside(letters[0].message, error, this)
            return []
    return [pk for letter in letters for pk in _send_isolated(channel, [letter], this)]


def _failed_inside(message: OutboxMessage, error: Exception, this: DeliveryPass) -> None:
    message.attempts += 1
    this.failed(message, error)


# -- outside: one leased row at a time ---------------------------------------------------------


def _deliver_outside(this: DeliveryPass, room: int) -> None:
    for channel in outside_channels()[:room]:
        if channel.name in this.resting:
            continue
        message = _lease(channel, this)
        if message is None:
            continue
        recipient = _people([message])[message.recipient_id]
        if reason := _reason_to_drop(message, channel, recipient):
            this.dropped(message, reason)
        elif message.attempts > MAX_ATTEMPTS:
            this.dead(message, LOST)
        else:
            _hand_over(channel, message, recipient, this)


def _lease(channel: Channel, this: DeliveryPass) -> OutboxMessage | None:
    """One due row, leased for LEASE; the attempt is counted now, so that a row that kills the
    process is counted too."""
    now = this.now
    with transaction.atomic(durable=True):
        message = _next(channel, now).first()
        if message is None:
            return None
        # The condition is repeated for a database without row locks.
        taken = _due(now).filter(pk=message.pk)
        if not taken.update(lease_until=now + LEASE, attempts=F("attempts") + 1):
            return None
    message.attempts += 1
    return message


def _reason_to_drop(message: OutboxMessage, channel: Channel, recipient: AbstractUser) -> str:
    if not recipient.is_active:
        return INACTIVE
    if message.transmitting_at and not _is_legal(message):
        return INTERRUPTED
    return channel.unreachable(recipient)


def _hand_over(
    channel: Channel, message: OutboxMessage, recipient: AbstractUser, this: DeliveryPass
) -> None:
    begun = False

    def begin() -> None:
        nonlocal begun
        message.transmitting_at = this.now
        with transaction.atomic(durable=True):
            message.save(update_fields=["transmitting_at"])
        begun = True

    earlier = message.transmitting_at
    try:
        channel.send([_letter(message, recipient, this.now)], begin)
    except ChannelDownError as error:
        this.resting.add(channel.name)
        message.attempts -= 1
        this.postponed(message, error, retry_delay(1))
    except RejectedError as error:
        this.dead(message, str(error))
    except RefusedError as error:
        # This attempt was refused; an earlier one may still have arrived.
        message.transmitting_at = earlier
        this.failed(message, error)
    except Exception as error:
        if begun and not _is_legal(message):
            this.dropped(message, f"{INTERRUPTED} ({type(error).__name__})")
        else:
            this.failed(message, error)
    else:
        this.sent([message.pk])
