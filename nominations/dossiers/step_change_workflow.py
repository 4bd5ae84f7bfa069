"""The workflow of a change of an award's steps: proposed by one person, confirmed by another."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.people.roles import Role
from nominations.people.rules import role_sql
from workflow.rules import ActorRelation
from workflow.table import Transition, Workflow, lazy_effect


class StepChangeState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("change of steps", "Waits for a second person")
    CONFIRMED = "confirmed", pgettext_lazy("change of steps", "Confirmed")
    REJECTED = "rejected", pgettext_lazy("change of steps", "Turned down")
    WITHDRAWN = "withdrawn", pgettext_lazy("change of steps", "Withdrawn")


_AGENCY = (
    "(SELECT c.organization_id FROM dossiers_campaigntitle ct"
    " JOIN dossiers_campaign c ON c.id = ct.campaign_id WHERE ct.id = s.title_id)"
)
is_second_person = ActorRelation(
    "is_second_person",
    _(
        "the director, the director's delegate or another council secretary,"
        " but not whoever proposed the change"
    ),
    f"(s.proposed_by_id <> %(actor_id)s AND ({role_sql(Role.DIRECTOR, _AGENCY)}"
    f" OR {role_sql(Role.DIRECTOR_DELEGATE, _AGENCY)} OR {role_sql(Role.SECRETARY, _AGENCY)}))",
)
is_proposer = ActorRelation(
    "is_proposer", _("whoever proposed the change"), "s.proposed_by_id = %(actor_id)s"
)
is_nominated = ActorRelation(
    "is_nominated_for_award",
    _("whoever is nominated for the award in the campaign"),
    "EXISTS (SELECT 1 FROM dossiers_campaigntitle ct JOIN dossiers_nomination n"
    " ON n.campaign_id = ct.campaign_id AND n.award_type_id = ct.award_type_id"
    " WHERE ct.id = s.title_id AND n.person_id = %(actor_person_id)s)",
)

TRANSITIONS = (
    Transition(
        "confirm",
        sources={StepChangeState.PROPOSED},
        target=StepChangeState.CONFIRMED,
        label=pgettext_lazy("change of steps", "Confirm the change"),
        done_label=pgettext_lazy("change of steps", "confirmed a change of steps"),
        allowed_for=is_second_person,
        effects=[lazy_effect("nominations.dossiers.campaign_effects.apply_steps")],
        emphasis="primary",
    ),
    Transition(
        "reject",
        sources={StepChangeState.PROPOSED},
        target=StepChangeState.REJECTED,
        label=pgettext_lazy("change of steps", "Turn the change down"),
        done_label=pgettext_lazy("change of steps", "turned a change of steps down"),
        allowed_for=is_second_person,
        needs_comment=True,
        emphasis="danger",
        inbox=False,
    ),
    Transition(
        "withdraw",
        sources={StepChangeState.PROPOSED},
        target=StepChangeState.WITHDRAWN,
        label=pgettext_lazy("change of steps", "Withdraw the change"),
        done_label=pgettext_lazy("change of steps", "withdrew a change of steps"),
        allowed_for=is_proposer,
        inbox=False,
    ),
)

STEP_CHANGES = Workflow(
    "step_change",
    states=StepChangeState,
    initial=StepChangeState.PROPOSED,
    final=frozenset(StepChangeState) - {StepChangeState.PROPOSED},
    transitions=TRANSITIONS,
    concerned=is_nominated,
    open_to_concerned={"withdraw"},
    topic_prefix="step_change",
    columns=("title_id",),
)
