"""The table of a movement: drafted, launched, concluded by its final review; cancelled."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.movements import audiences
from nominations.movements.rules import final_report_written, is_keeper, movement_complete
from workflow.table import Transition, Workflow


class MovementState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("an emulation movement", "Draft")
    RUNNING = "running", pgettext_lazy("an emulation movement", "Under way")
    CONCLUDED = "concluded", pgettext_lazy("an emulation movement", "Concluded")
    CANCELLED = "cancelled", pgettext_lazy("an emulation movement", "Cancelled")


SHOWN = frozenset({MovementState.RUNNING, MovementState.CONCLUDED})
"""The movements that everybody of the agency sees, and that reports tell of."""

TRANSITIONS = (
    Transition(
        "launch",
        sources={MovementState.DRAFT},
        target=MovementState.RUNNING,
        label=pgettext_lazy("an emulation movement", "Launch in the agency"),
        done_label=pgettext_lazy("an emulation movement", "launched the movement in the agency"),
        allowed_for=is_keeper,
        requires=[movement_complete],
        tells=[audiences.staff],
        shows={"telling"},
        emphasis="primary",
        inbox=False,
    ),
    Transition(
        "conclude",
        sources={MovementState.RUNNING},
        target=MovementState.CONCLUDED,
        label=pgettext_lazy("an emulation movement", "Conclude the movement"),
        done_label=pgettext_lazy("an emulation movement", "concluded the movement"),
        allowed_for=is_keeper,
        requires=[final_report_written],
        shows={"locking"},
        inbox=False,
    ),
    Transition(
        "reopen",
        sources={MovementState.CONCLUDED},
        target=MovementState.RUNNING,
        label=pgettext_lazy("an emulation movement", "Open again"),
        done_label=pgettext_lazy("an emulation movement", "opened the movement again"),
        allowed_for=is_keeper,
        needs_comment=True,
        inbox=False,
    ),
    Transition(
        "cancel",
        sources={MovementState.DRAFT, MovementState.RUNNING},
        target=MovementState.CANCELLED,
        label=pgettext_lazy("an emulation movement", "Cancel the movement"),
        done_label=pgettext_lazy("an emulation movement", "cancelled the movement"),
        allowed_for=is_keeper,
        needs_comment=True,
        emphasis="danger",
        inbox=False,
    ),
)

MOVEMENTS = Workflow(
    "movement",
    states=MovementState,
    initial=MovementState.DRAFT,
    final=frozenset({MovementState.CANCELLED}),
    transitions=TRANSITIONS,
    topic_prefix="movement",
    columns=(
        "name", "organization_id", "launched_by", "launcher", "launch_number", "starts_on",
        "ends_on", "registration_until",
    ),
    snapshot=("name", "organization_id"),
)  # fmt: skip
