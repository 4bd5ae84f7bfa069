"""The room's periodic job."""

from __future__ import annotations

from celery import shared_task

from nominations.dossiers.services.reminders import remind_of_deadlines


@shared_task
def remind() -> int:
    """Send the reminders of deadlines; returns how many groups were reminded."""
    return remind_of_deadlines()
