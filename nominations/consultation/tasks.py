"""The room's periodic job."""

from __future__ import annotations

from celery import shared_task

from nominations.consultation import services


@shared_task
def close_due() -> int:
    """End the consultations whose last day is over; returns the number of moved nominations."""
    return len(services.close_due().moved)
