"""The workflow of a regulation: proposed by one person, approved or rejected by another.

An approved regulation holds until two people end it. Proposing the end and dropping that proposal
keep the state; until the second person approves the end, the regulation holds.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nominations.law import layer_rules as rules
from workflow.table import Transition, Workflow, lazy_effect


class LayerState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed, approval pending")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    ENDED = "ended", _("No longer in force")


_EFFECTS = "nominations.law.layer_effects"
_FORMS = "nominations.law.forms.layers"

TRANSITIONS = (
    Transition(
        "approve",
        sources={LayerState.PROPOSED},
        target=LayerState.APPROVED,
        label=_("Approve"),
        done_label=_("Regulation approved"),
        allowed_for=rules.is_second_approver,
        effects=[lazy_effect(f"{_EFFECTS}.put_in_force")],
        emphasis="primary",
    ),
    Transition(
        "reject",
        sources={LayerState.PROPOSED},
        target=LayerState.REJECTED,
        label=_("Turn down"),
        done_label=_("Regulation turned down"),
        allowed_for=rules.is_second_approver,
        needs_comment=True,
        emphasis="danger",
        inbox=False,
    ),
    Transition(
        "approve_end",
        sources={LayerState.APPROVED},
        target=LayerState.ENDED,
        label=_("Approve the end"),
        done_label=_("Regulation ended"),
        allowed_for=rules.is_second_ender,
        requires=[rules.end_proposed, rules.proposed_day_fits],
        effects=[lazy_effect(f"{_EFFECTS}.end")],
        emphasis="primary",
    ),
    Transition(
        "drop_end",
        sources={LayerState.APPROVED},
        target=LayerState.APPROVED,
        label=_("Let it hold on"),
        done_label=_("Regulation left in force"),
        allowed_for=rules.is_approver,
        requires=[rules.end_proposed],
        needs_comment=True,
        effects=[lazy_effect(f"{_EFFECTS}.drop_end")],
        emphasis="danger",
        inbox=False,
    ),
    Transition(
        "propose_end",
        sources={LayerState.APPROVED},
        target=LayerState.APPROVED,
        label=_("Propose this end"),
        done_label=_("End of the regulation proposed"),
        allowed_for=rules.is_approver,
        requires=[rules.no_end_proposed, rules.last_day_fits],
        needs_comment=True,
        data_fields=frozenset({"last_day"}),
        form=f"{_FORMS}.LayerEndForm",
        shows={"end"},
        effects=[lazy_effect(f"{_EFFECTS}.propose_end")],
        emphasis="danger",
        inbox=False,
    ),
)

RULE_LAYERS = Workflow(
    "rule_layer",
    states=LayerState,
    initial=LayerState.PROPOSED,
    final=frozenset({LayerState.REJECTED, LayerState.ENDED}),
    transitions=TRANSITIONS,
    # Older streams are continued: a regulation has one history.
    topic_prefix="rule_layer",
    columns=("code", "name", "organization_id", "digest", "ending_on", "ending_reason"),
)
