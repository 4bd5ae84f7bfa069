"""The workflow of a print run: at work, done or stopped, and cleared away after a while.

How far a run is stands in its items; the heartbeat and the attempts of whoever works on it are
no state.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.print_runs import rules
from workflow.rules import is_system
from workflow.table import Transition, Workflow, lazy_effect


class PrintState(models.TextChoices):
    WORKING = "working", pgettext_lazy("a print run", "In progress")
    DONE = "done", pgettext_lazy("a print run", "Done")
    STOPPED = "stopped", pgettext_lazy("a print run", "Stopped")
    EXPIRED = "expired", pgettext_lazy("a print run", "Files removed")


_EFFECTS = "nominations.print_runs.effects"

TRANSITIONS = (
    Transition(
        "finish",
        sources={PrintState.WORKING},
        target=PrintState.DONE,
        label=pgettext_lazy("a print run", "Finish the print run"),
        done_label=pgettext_lazy("a print run", "finished the print run"),
        allowed_for=is_system,
        requires=[rules.nothing_left],
        effects=[lazy_effect(f"{_EFFECTS}.end")],
        offered=False,
        inbox=False,
    ),
    Transition(
        "stop",
        sources={PrintState.WORKING},
        target=PrintState.STOPPED,
        label=pgettext_lazy("a print run", "Stop the print run"),
        done_label=pgettext_lazy("a print run", "stopped the print run"),
        allowed_for=is_system,
        needs_comment=True,
        effects=[lazy_effect(f"{_EFFECTS}.note_reason")],
        offered=False,
        inbox=False,
    ),
    Transition(
        "go_on",
        sources={PrintState.STOPPED},
        target=PrintState.WORKING,
        label=pgettext_lazy("a print run", "Go on with the print run"),
        done_label=pgettext_lazy("a print run", "went on with the print run"),
        allowed_for=rules.is_printer | rules.is_starter,
        effects=[lazy_effect(f"{_EFFECTS}.begin_anew")],
        inbox=False,
    ),
    Transition(
        "expire",
        sources={PrintState.DONE, PrintState.STOPPED},
        target=PrintState.EXPIRED,
        label=pgettext_lazy("a print run", "Remove the files"),
        done_label=pgettext_lazy("a print run", "removed the files"),
        allowed_for=is_system,
        offered=False,
        inbox=False,
    ),
)

PRINT_RUNS = Workflow(
    "print_run",
    states=PrintState,
    initial=PrintState.WORKING,
    final=frozenset({PrintState.EXPIRED}),
    transitions=TRANSITIONS,
    topic_prefix="print_run",
    columns=("public_id", "organization_id"),
)
