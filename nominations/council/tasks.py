"""The room's periodic job."""

from __future__ import annotations

from celery import shared_task

from nominations.council.services import sync_members


@shared_task
def sync_council_members() -> int:
    """Synchronise guardian's rows: seats begin and end at midnight without an act."""
    return sync_members()
