"""Progress of an import run: in its row while it is checked, in the cache while it is written.

A row changed inside the writing transaction is not visible before the commit, and SQLite blocks
other writers; the cache is shared by worker and pages.
"""

from __future__ import annotations

import time
from datetime import datetime

from django.core.cache import cache

from nominations.importing.models import ImportRun
from workflow import clock

EVERY_SECONDS = 0.5
EXPIRY_SECONDS = 600


def _key(pk: int) -> str:
    return f"import-progress-{pk}"


def store_progress(pk: int, done: int, total: int) -> None:
    """Store the progress for the page; a cache that is not reachable is ignored."""
    try:
        cache.set(_key(pk), (done, total, clock.now()), EXPIRY_SECONDS)
    except Exception:  # progress is optional
        return


def drop_progress(pk: int) -> None:
    """Drop the progress of an earlier step."""
    try:
        cache.delete(_key(pk))
    except Exception:
        return


def _noted(pk: int) -> tuple[int, int, datetime] | None:
    try:
        figures: tuple[int, int, datetime] | None = cache.get(_key(pk))
    except Exception:
        return None
    return figures


def progress_of(run: ImportRun) -> tuple[int, int]:
    """(done, total) as far as known."""
    noted = _noted(run.pk)
    return noted[:2] if noted else (run.done, run.total)


def last_sign(run: ImportRun) -> datetime:
    """When somebody last worked on the run, or handed it over to be worked on."""
    noted = _noted(run.pk)
    signs = [run.handed_at, run.seen_at, noted[2] if noted else None]
    return max(sign for sign in signs if sign is not None)


class ProgressReporter:
    """Reports the progress of a run, throttled; `in_row` writes it into the row."""

    def __init__(self, run: ImportRun, *, in_row: bool) -> None:
        self.run, self.in_row = run, in_row
        self._noted_at = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Report `done` of `total` rows."""
        now = time.monotonic()
        if now - self._noted_at < EVERY_SECONDS and done < total:
            return
        self._noted_at = now
        store_progress(self.run.pk, done, total)
        if self.in_row:
            ImportRun.objects.filter(pk=self.run.pk).update(
                done=done, total=total, seen_at=clock.now()
            )
