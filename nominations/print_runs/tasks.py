"""Celery tasks. They only trigger work; how far a run is stands in its rows."""

from __future__ import annotations

from celery import shared_task

from nominations.print_runs import run_execution


@shared_task(name=run_execution.TASK_NAME, ignore_result=True)
def work_on(pk: int) -> None:
    """Make the next papers of one run; nothing when somebody does, or it is over."""
    run_execution.work_on(pk)


@shared_task(name="nominations.print_runs.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """Take up what a worker left behind, and remove old files; safe to run at any time, twice."""
    run_execution.sweep()
