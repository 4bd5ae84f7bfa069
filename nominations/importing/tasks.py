"""Celery tasks. They only trigger work; the state of an import is in its row."""

from __future__ import annotations

from celery import shared_task

from nominations.importing import runs


@shared_task(name=runs.TASK_NAME, ignore_result=True)
def work(pk: int) -> None:
    """Check or write one run; nothing when it is at work or over."""
    runs.work_on(pk)


@shared_task(name="nominations.importing.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """Take up what a worker left behind; safe to run at any time, twice."""
    runs.sweep()
