"""The workflow of an objection case: opened, examined by one person, closed by a second."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.consultation import objection_rules as rules
from workflow.table import Transition, Workflow, lazy_effect


class ObjectionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("objection", "Being examined")
    EXAMINED = "examined", pgettext_lazy("objection", "Finding written, to be confirmed")
    CLOSED = "closed", pgettext_lazy("objection", "Examined")


_FORMS = "nominations.consultation.forms"
_conductor = rules.is_conductor | rules.is_substitute_conductor

TRANSITIONS = (
    Transition(
        "assign",
        sources={ObjectionState.OPEN},
        target=ObjectionState.OPEN,
        label=pgettext_lazy("objection", "Assign the case"),
        done_label=pgettext_lazy("objection", "assigned an objection case"),
        allowed_for=_conductor,
        requires=[rules.examiner_is_impartial, rules.due_day_ahead],
        data_fields={"assigned_to", "due_on"},
        form=f"{_FORMS}.AssignForm",
        effects=[lazy_effect("nominations.consultation.effects.assign_case")],
        inbox=False,
    ),
    Transition(
        "conclude",
        sources={ObjectionState.OPEN},
        target=ObjectionState.EXAMINED,
        label=pgettext_lazy("objection", "Write the finding"),
        done_label=pgettext_lazy("objection", "wrote the finding of an objection case"),
        allowed_for=rules.is_examiner,
        requires=[rules.finding_written],
        data_fields={"effect"},
        form=f"{_FORMS}.ObjectionFindingForm",
        emphasis="primary",
        inbox=False,
    ),
    Transition(
        "reexamine",
        sources={ObjectionState.EXAMINED},
        target=ObjectionState.OPEN,
        label=pgettext_lazy("objection", "Have it examined again"),
        done_label=pgettext_lazy("objection", "had an objection case examined again"),
        allowed_for=_conductor & ~rules.is_examiner,
        needs_comment=True,
        form=f"{_FORMS}.ReexamineForm",
        inbox=False,
    ),
    Transition(
        "close",
        sources={ObjectionState.EXAMINED},
        target=ObjectionState.CLOSED,
        label=pgettext_lazy("objection", "Close the case"),
        done_label=pgettext_lazy("objection", "closed an objection case"),
        allowed_for=_conductor & ~rules.is_examiner,
        form=f"{_FORMS}.CloseCaseForm",
        effects=[lazy_effect("nominations.consultation.effects.note_who_closed")],
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
    # No row is open to the nominee, whom the case is about.
    concerned=rules.is_nominee,
    topic_prefix="objection",
    columns=("public_id", "item_id"),
    snapshot=("item_id",),
)
