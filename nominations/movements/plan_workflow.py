"""The table of a year's plan: drafted, in force, replaced by a later edition."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.movements.rules import is_keeper, plan_complete, plan_not_issued
from workflow.table import Transition, Workflow, lazy_effect


class PlanState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("an emulation plan", "Draft")
    IN_FORCE = "in_force", pgettext_lazy("an emulation plan", "In force")
    REPLACED = "replaced", pgettext_lazy("an emulation plan", "Replaced by a later edition")
    DISCARDED = "discarded", pgettext_lazy("an emulation plan", "Discarded")


_EFFECTS = "nominations.movements.plan_effects"

TRANSITIONS = (
    Transition(
        "put_in_force",
        sources={PlanState.DRAFT},
        target=PlanState.IN_FORCE,
        label=pgettext_lazy("an emulation plan", "Put in force"),
        done_label=pgettext_lazy("an emulation plan", "put the plan in force"),
        allowed_for=is_keeper,
        requires=[plan_complete],
        effects_before=[lazy_effect(f"{_EFFECTS}.replace_earlier")],
        effects=[lazy_effect(f"{_EFFECTS}.take_number")],
        shows={"editions"},
        emphasis="primary",
        inbox=False,
    ),
    Transition(
        "replace",
        sources={PlanState.IN_FORCE},
        target=PlanState.REPLACED,
        label=pgettext_lazy("an emulation plan", "Replace"),
        done_label=pgettext_lazy("an emulation plan", "replaced the plan by a later edition"),
        allowed_for=is_keeper,
        offered=False,
        inbox=False,
    ),
    Transition(
        "discard",
        sources={PlanState.DRAFT},
        target=PlanState.DISCARDED,
        label=pgettext_lazy("an emulation plan", "Discard the draft"),
        done_label=pgettext_lazy("an emulation plan", "discarded the draft"),
        allowed_for=is_keeper,
        requires=[plan_not_issued],
        needs_comment=True,
        emphasis="danger",
        inbox=False,
    ),
)

PLANS = Workflow(
    "emulation_plan",
    states=PlanState,
    initial=PlanState.DRAFT,
    final=frozenset({PlanState.REPLACED, PlanState.DISCARDED}),
    transitions=TRANSITIONS,
    topic_prefix="emulation_plan",
    columns=(
        "organization_id", "year", "edition", "theme", "tasks", "solutions", "paper_number",
        "paper_date",
    ),
    snapshot=("organization_id", "year", "edition"),
)  # fmt: skip
