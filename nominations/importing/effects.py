"""Effects of the transitions of an import."""

from __future__ import annotations

from django.db.models import QuerySet

from nominations.importing import run_progress
from nominations.importing.models import ImportRun
from workflow.table import Effects


def _runs(effects: Effects) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(pk__in=[moved.pk for moved in effects.moved])


def hand_over(effects: Effects) -> None:
    """Reset the run so that a worker takes it up."""
    _runs(effects).update(seen_at=None, done=0, attempts=0, handed_at=effects.now)
    for moved in effects.moved:
        run_progress.drop_progress(moved.pk)


def end(effects: Effects) -> None:
    """Mark the run as no longer being worked on."""
    _runs(effects).update(seen_at=None, finished_at=effects.now)


def give_up(effects: Effects) -> None:
    """Store the reason shown on the page."""
    _runs(effects).update(failure=effects.comment[: ImportRun.MAX_REASON])
    end(effects)


def clear_away(effects: Effects) -> None:
    """Delete the uploaded data; the run itself stays."""
    _runs(effects).update(answers={}, result={}, failure="", file_name="", seen_at=None)
