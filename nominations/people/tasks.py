"""Celery tasks. Roles begin and end at midnight without user action."""

from __future__ import annotations

from celery import shared_task

from nominations.people import services


@shared_task(name="nominations.people.tasks.sync_permissions", ignore_result=True)
def sync_permissions() -> None:
    """Bring the permissions in step with the roles of today; safe to run at any time, twice."""
    services.sync_permissions()
