"""What transitions of an import do besides moving the state, in the same transaction."""

from __future__ import annotations

from django.db.models import QuerySet

from nominations.importing import run_progress
from nominations.importing.models import ImportRun
from workflow.table import Effects


def _runs(effects: Effects) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(pk__in=[moved.pk for moved in effects.moved])


def hand_over(effects: Effects) -> None:
    """The run waits for a worker anew: nobody works on it, nothing of it is done."""
    _runs(effects).update(seen_at=None, done=0, attempts=0, handed_at=effects.now)
    for moved in effects.moved:
        run_progress.drop_progress(moved.pk)


def end(effects: Effects) -> None:
    """The work is over and nobody works on the run."""
    _runs(effects).update(seen_at=None, finished_at=effects.now)


def give_up(effects: Effects) -> None:
    """The reason, as the page shows it."""
    _runs(effects).update(failure=effects.comment[: ImportRun.MAX_REASON])
    end(effects)


def clear_away(effects: Effects) -> None:
    """Nothing of what was uploaded stays but the fact that it was."""
    _runs(effects).update(answers={}, result={}, failure="", file_name="", seen_at=None)
