"""The room's periodic job."""

from __future__ import annotations

from celery import shared_task

from nominations.dossiers.services.reminders import remind_of_deadlines


@shared_task
def remind() -> int:
    """Tell who must act of the deadlines that are near or over; how many were told of."""
    return remind_of_deadlines()
