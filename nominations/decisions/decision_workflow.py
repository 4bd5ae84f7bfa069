"""The workflow of a decision: drafted from nominations that passed every gate, then signed or
discarded.

A change of the list keeps the state but raises the version, so signing from an outdated page is
refused.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.decisions import decision_rules as rules
from nominations.dossiers.rules import is_director, is_secretary
from workflow.table import Transition, Workflow, lazy_effect


class DecisionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("a decision", "Draft")
    SIGNED = "signed", pgettext_lazy("a decision", "Signed")
    DISCARDED = "discarded", pgettext_lazy("a decision", "Discarded")


_EFFECTS = "nominations.decisions.decision_effects"
_drafter = is_secretary | is_director

TRANSITIONS = (
    Transition(
        "change_list",
        sources={DecisionState.DRAFT},
        target=DecisionState.DRAFT,
        label=pgettext_lazy("a decision", "Change the list"),
        done_label=pgettext_lazy("a decision", "changed the list of the draft"),
        allowed_for=_drafter,
        data_fields=frozenset({"add", "remove"}),
        effects=[lazy_effect(f"{_EFFECTS}.change_list")],
        offered=False,
        inbox=False,
    ),
    Transition(
        "sign",
        sources={DecisionState.DRAFT},
        target=DecisionState.SIGNED,
        label=pgettext_lazy("a decision", "Sign the decision"),
        done_label=pgettext_lazy("a decision", "signed the decision"),
        allowed_for=is_director | rules.is_substitute_signer,
        requires=[rules.list_not_empty, rules.about_others, rules.date_not_in_future],
        data_fields=frozenset({"number", "signed_on"}),
        form="nominations.decisions.forms.decisions.DecisionSignForm",
        effects_before=[lazy_effect(f"{_EFFECTS}.number_the_paper")],
        effects=[lazy_effect(f"{_EFFECTS}.decide_nominations")],
        emphasis="primary",
    ),
    Transition(
        "discard",
        sources={DecisionState.DRAFT},
        target=DecisionState.DISCARDED,
        label=pgettext_lazy("a decision", "Discard the draft"),
        done_label=pgettext_lazy("a decision", "discarded the draft"),
        allowed_for=_drafter,
        effects=[lazy_effect(f"{_EFFECTS}.free_nominations")],
        emphasis="danger",
        inbox=False,
    ),
)

DECISIONS = Workflow(
    "decision",
    states=DecisionState,
    initial=DecisionState.DRAFT,
    final=frozenset({DecisionState.SIGNED, DecisionState.DISCARDED}),
    transitions=TRANSITIONS,
    concerned=rules.is_listed,
    # A draft has no effect, so a nominee may change it. A signer on the list signs for the others:
    # their own line goes on a second paper (`about_others`, `decide_nominations`).
    open_to_concerned={"change_list", "sign", "discard"},
    topic_prefix="decision",
    columns=("public_id", "name", "organization_id"),
    snapshot=("name", "organization_id"),
)
