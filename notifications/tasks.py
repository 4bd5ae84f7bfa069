"""Celery tasks without arguments: the rows say what is due."""

from __future__ import annotations

import time

from celery import shared_task

from notifications import delivery, outbox

SECONDS = 60
BATCH = 200


@shared_task(name="notifications.tasks.drain", ignore_result=True)
def drain() -> None:
    """Deliver what is due, for about a minute at most; queues itself again if more is due."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if delivery.deliver_due(limit=BATCH).handled < BATCH:
            return
    outbox.wake_worker()
