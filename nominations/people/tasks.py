"""Celery tasks. Roles begin and end at midnight without user action."""

from __future__ import annotations

from celery import shared_task

from nominations.people import services


@shared_task(name="nominations.people.tasks.sync_permissions", ignore_result=True)
def sync_permissions() -> None:
    """Synchronise the permission rows with the roles of today; idempotent."""
    services.sync_permissions()
