"""What transitions of a print run do besides moving the state, in the same transaction."""

from __future__ import annotations

from django.db.models import QuerySet

from nominations.print_runs.models import PrintRun
from workflow.table import Effects


def _runs(effects: Effects) -> QuerySet[PrintRun]:
    return PrintRun.objects.filter(pk__in=[moved.pk for moved in effects.moved])


def end(effects: Effects) -> None:
    """The work is over and nobody works on the run."""
    _runs(effects).update(seen_at=None, holder="", finished_at=effects.now)


def note_reason(effects: Effects) -> None:
    """The reason, as the page shows it."""
    _runs(effects).update(seen_at=None, holder="", failure=effects.comment[: PrintRun.MAX_SENTENCE])


def begin_anew(effects: Effects) -> None:
    """Wait for a worker anew; what was made stays made."""
    _runs(effects).update(failure="", attempts=0, seen_at=None, handed_at=effects.now)
