"""The workflow of an objection case: opened, given to an examiner, closed with a finding."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.consultation import objection_rules as rules
from workflow.table import Transition, Workflow, lazy_effect


class ObjectionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("objection", "Being examined")
    CLOSED = "closed", pgettext_lazy("objection", "Examined")


_FORMS = "nominations.consultation.forms"

TRANSITIONS = (
    Transition(
        "assign",
        sources={ObjectionState.OPEN},
        target=ObjectionState.OPEN,
        label=pgettext_lazy("objection", "Assign the case"),
        done_label=pgettext_lazy("objection", "assigned an objection case"),
        allowed_for=rules.is_conductor & ~rules.is_nominee,
        requires=[rules.examiner_is_not_nominee, rules.due_day_ahead],
        data_fields={"assigned_to", "due_on"},
        form=f"{_FORMS}.AssignForm",
        effects=[lazy_effect("nominations.consultation.effects.assign_case")],
        inbox=False,
    ),
    Transition(
        "close",
        sources={ObjectionState.OPEN},
        target=ObjectionState.CLOSED,
        label=pgettext_lazy("objection", "Close the case"),
        done_label=pgettext_lazy("objection", "closed an objection case"),
        allowed_for=(rules.is_conductor | rules.is_examiner) & ~rules.is_nominee,
        requires=[rules.finding_written],
        data_fields={"effect"},
        form=f"{_FORMS}.FindingForm",
        emphasis="primary",
        inbox=False,
    ),
)


OBJECTIONS = Workflow(
    "objection",
    states=ObjectionState,
    initial=ObjectionState.OPEN,
    final=frozenset({ObjectionState.CLOSED}),
    transitions=TRANSITIONS,
    topic_prefix="objection",
    columns=("public_id", "item_id"),
    snapshot=("item_id",),
)
