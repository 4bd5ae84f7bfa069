"""The workflow of an import: uploaded, checked, confirmed, written; or given up.

People answer questions and confirm, the worker does the rest as the system. Heartbeat, attempts and
progress of a worker are not part of the state.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.importing import rules
from workflow.rules import is_system
from workflow.table import Transition, Workflow, lazy_effect


class RunStatus(models.TextChoices):
    """Where an import stands. In UPLOADED and CONFIRMED there is work for a worker."""

    UPLOADED = "uploaded", pgettext_lazy("import", "Being checked")
    CHECKED = "checked", pgettext_lazy("import", "Checked, confirmation pending")
    CONFIRMED = "confirmed", pgettext_lazy("import", "Being written")
    DONE = "done", pgettext_lazy("import", "Imported")
    FAILED = "failed", pgettext_lazy("import", "Could not be read")
    EXPIRED = "expired", pgettext_lazy("import", "Cleared away")


WORKING = (RunStatus.UPLOADED, RunStatus.CONFIRMED)
_EFFECTS = "nominations.importing.effects"

TRANSITIONS = (
    Transition(
        "finish_check",
        sources={RunStatus.UPLOADED},
        target=RunStatus.CHECKED,
        label=pgettext_lazy("import", "Finish the check"),
        done_label=pgettext_lazy("import", "checked the table"),
        allowed_for=is_system,
        offered=False,
        inbox=False,
    ),
    Transition(
        "answer",
        sources={RunStatus.CHECKED},
        target=RunStatus.UPLOADED,
        label=pgettext_lazy("import", "Say who is meant"),
        done_label=pgettext_lazy("import", "said who is meant"),
        allowed_for=rules.is_uploader,
        requires=[rules.right_still_held],
        effects=[lazy_effect(f"{_EFFECTS}.hand_over")],
        inbox=False,
    ),
    Transition(
        "confirm",
        sources={RunStatus.CHECKED},
        target=RunStatus.CONFIRMED,
        label=pgettext_lazy("import", "Confirm the import"),
        done_label=pgettext_lazy("import", "confirmed the import"),
        allowed_for=rules.is_uploader,
        requires=[rules.right_still_held, rules.table_is_right],
        effects=[lazy_effect(f"{_EFFECTS}.hand_over")],
        emphasis="primary",
        inbox=False,
    ),
    Transition(
        "finish",
        sources={RunStatus.CONFIRMED},
        target=RunStatus.DONE,
        label=pgettext_lazy("import", "Finish the import"),
        done_label=pgettext_lazy("import", "wrote the rows"),
        allowed_for=is_system,
        effects=[lazy_effect(f"{_EFFECTS}.end")],
        offered=False,
        inbox=False,
    ),
    Transition(
        "reopen",
        sources={RunStatus.CONFIRMED},
        target=RunStatus.CHECKED,
        label=pgettext_lazy("import", "Show what has changed"),
        done_label=pgettext_lazy("import", "wrote nothing, because something changed meanwhile"),
        allowed_for=is_system,
        offered=False,
        inbox=False,
    ),
    Transition(
        "fail",
        sources={RunStatus.UPLOADED, RunStatus.CONFIRMED},
        target=RunStatus.FAILED,
        label=pgettext_lazy("import", "Give the import up"),
        done_label=pgettext_lazy("import", "gave the import up"),
        allowed_for=is_system,
        needs_comment=True,
        effects=[lazy_effect(f"{_EFFECTS}.give_up")],
        offered=False,
        inbox=False,
    ),
    Transition(
        "expire",
        sources={
            RunStatus.UPLOADED,
            RunStatus.CHECKED,
            RunStatus.CONFIRMED,
            RunStatus.FAILED,
        },
        target=RunStatus.EXPIRED,
        label=pgettext_lazy("import", "Clear the upload away"),
        done_label=pgettext_lazy("import", "cleared the upload away"),
        allowed_for=is_system,
        effects=[lazy_effect(f"{_EFFECTS}.clear_away")],
        offered=False,
        inbox=False,
    ),
)


IMPORT_RUNS = Workflow(
    "import",
    states=RunStatus,
    initial=RunStatus.UPLOADED,
    final=frozenset({RunStatus.DONE, RunStatus.EXPIRED}),
    transitions=TRANSITIONS,
    topic_prefix="import",
    columns=("kind", "organization_id"),
)
