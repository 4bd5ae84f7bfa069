"""What beat starts and when. Each task is safe to run twice: deadlines are rows in the database."""

from __future__ import annotations

import logging
import time
from typing import Any

from celery.beat import Scheduler as InMemoryScheduler
from celery.schedules import crontab
from django.core.cache import cache

logger = logging.getLogger(__name__)

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    # The wake-up after a commit delivers at once; this sweep delivers what a wake-up lost. An entry
    # that found no worker in time expires instead of piling up.
    "deliver-due-messages": {
        "task": "notifications.tasks.drain",
        "schedule": 5.0,
        "options": {"expires": 30},
    },
    # The lists of guardian's projection and the staff flag follow the roles, which begin and end at
    # midnight by themselves; often, so that a machine that slept catches up.
    "sync-permissions": {
        "task": "nominations.people.tasks.sync_permissions",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600},
    },
    # Seats begin and end at midnight; hourly, since a small server may sleep at night.
    "bring-seats-into-step": {
        "task": "nominations.council.tasks.sync_council_members",
        "schedule": crontab(minute="2"),
        "options": {"expires": 1800},
    },
    # An import whose worker died is taken up again; its rows are written in one transaction.
    "take-up-imports": {
        "task": "nominations.importing.tasks.sweep",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
    # A print run whose worker died is gone on with; old files are removed.
    "take-up-print-runs": {
        "task": "nominations.print_runs.tasks.sweep",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
    # Each deadline is told of once; in the morning, and at noon for a server that slept.
    "remind-of-deadlines": {
        "task": "nominations.dossiers.tasks.remind",
        "schedule": crontab(hour="7,12", minute="10"),
        "options": {"expires": 14400},
    },
    "close-finished-postings": {
        "task": "nominations.consultation.tasks.close_due",
        "schedule": crontab(minute="5"),
        "options": {"expires": 1800},
    },
}

SEEN_KEY = "beat-seen-at"
SEEN_EVERY = 5.0


class Scheduler(InMemoryScheduler):
    """Beat without a file, since the schedule is static; leaves a sign of life for `/readyz`."""

    _seen = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due and note the time, at most every few seconds."""
        wait: float = super().tick(*args, **kwargs)
        if time.monotonic() - self._seen >= SEEN_EVERY:
            self._seen = time.monotonic()
            self.note()
        return wait

    def note(self) -> None:
        """Leave the sign of life; beat goes on when the cache is away."""
        try:
            cache.set(SEEN_KEY, time.time(), timeout=None)
        except Exception:
            logger.warning("beat could not note its sign of life", exc_info=True)


def beat_age() -> float | None:
    """Seconds since beat last gave a sign of life, None when it never did."""
    seen = cache.get(SEEN_KEY)
    return None if seen is None else max(0.0, time.time() - seen)
