"""Queue messages within the caller's transaction, and wake the worker that delivers them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from notifications.channels import INBOX
from notifications.clock import domain_now, wall_clock
from notifications.models import OutboxMessage
from notifications.wake_up import waker


def queue_messages(
    *, topic: str, recipients: Iterable[int], event_key: str, context: Mapping[str, Any]
) -> None:
    """Notify these accounts (ids) of one event, atomically with the change that caused it.

    Writes within the caller's transaction. An event key notifies the same person once, however
    often it is queued. `context` holds at least `title` and `path`, and is stored in NFC; a moment
    stands in it in ISO 8601 under a key that ends in `_at`, since the language of its text is the
    reader's, not that of whoever queues it.
    """
    text = unicodedata.normalize("NFC", json.dumps(dict(context), ensure_ascii=False))
    created_at = domain_now()
    # A domain clock set ahead must not hold the message back.
    due_at = min(created_at, wall_clock())
    OutboxMessage.objects.bulk_create(
        [
            OutboxMessage(
                event_key=event_key,
                recipient_id=recipient_id,
                topic=topic,
                channel=INBOX,
                context=text,
                created_at=created_at,
                due_at=due_at,
            )
            for recipient_id in dict.fromkeys(recipients)
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(wake_worker, robust=True)


def wake_worker() -> None:
    """Wake the worker soon. Returns at once, never raises, and may be called for every change.

    Losing the wake-up costs time only: a periodic sweep finds the rows without it.
    """
    waker.wake()
