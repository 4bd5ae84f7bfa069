"""The table of a correction: proposed with a reason, in effect once a second person approved it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.decisions import correction_rules as rules
from workflow.table import Transition, Workflow, lazy_effect


class CorrectionState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("a correction", "Proposed, approval pending")
    IN_EFFECT = "in_effect", pgettext_lazy("a correction", "In effect")
    DROPPED = "dropped", pgettext_lazy("a correction", "Not made")


_EFFECTS = "nominations.decisions.correction_effects"

TRANSITIONS = (
    Transition(
        "approve",
        sources={CorrectionState.PROPOSED},
        target=CorrectionState.IN_EFFECT,
        label=pgettext_lazy("a correction", "Approve the correction"),
        done_label=pgettext_lazy("a correction", "approved the correction"),
        allowed_for=rules.is_second_signer | rules.is_recorder,
        effects=[lazy_effect(f"{_EFFECTS}.put_in_effect")],
        emphasis="primary",
    ),
    Transition(
        "drop",
        sources={CorrectionState.PROPOSED},
        target=CorrectionState.DROPPED,
        label=pgettext_lazy("a correction", "Do not make the correction"),
        done_label=pgettext_lazy("a correction", "dropped the correction"),
        allowed_for=rules.is_second_signer | rules.is_proposer,
        needs_comment=True,
        effects=[lazy_effect(f"{_EFFECTS}.note_settler")],
        emphasis="danger",
        inbox=False,
    ),
)

CORRECTIONS = Workflow(
    "paper_correction",
    states=CorrectionState,
    initial=CorrectionState.PROPOSED,
    final=frozenset({CorrectionState.IN_EFFECT, CorrectionState.DROPPED}),
    transitions=TRANSITIONS,
    concerned=rules.is_concerned,
    topic_prefix="paper_correction",
    columns=("public_id", "organization_id"),
    snapshot=("organization_id",),
)
