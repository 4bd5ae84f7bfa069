"""The workflow of a request for an exception: asked, then granted or refused by the secretary."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.dossiers import exception_rules as rules
from workflow.table import Transition, Workflow, lazy_effect


class ExceptionState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("exception", "Waiting for the answer of the council secretary")
    GRANTED = "granted", pgettext_lazy("exception", "Granted")
    REFUSED = "refused", pgettext_lazy("exception", "Not granted")


_EFFECTS = "nominations.dossiers.effects"
_FORM = "nominations.dossiers.forms.ExceptionAnswerForm"

TRANSITIONS = (
    Transition(
        "grant",
        sources={ExceptionState.ASKED},
        target=ExceptionState.GRANTED,
        label=pgettext_lazy("exception", "Grant the exception"),
        done_label=pgettext_lazy("exception", "granted the exception"),
        allowed_for=rules.is_secretary,
        requires=[rules.dossier_still_open],
        needs_comment=True,
        form=_FORM,
        tells=(rules.asker, rules.nominee),
        effects=[lazy_effect(f"{_EFFECTS}.grant_exceptions")],
        emphasis="primary",
    ),
    Transition(
        "refuse",
        sources={ExceptionState.ASKED},
        target=ExceptionState.REFUSED,
        label=pgettext_lazy("exception", "Do not grant it"),
        done_label=pgettext_lazy("exception", "did not grant the exception"),
        allowed_for=rules.is_secretary,
        needs_comment=True,
        form=_FORM,
        tells=(rules.asker, rules.nominee),
        effects=[lazy_effect(f"{_EFFECTS}.refuse_exceptions")],
        emphasis="danger",
        inbox=False,
    ),
)


EXCEPTIONS = Workflow(
    "exception",
    states=ExceptionState,
    initial=ExceptionState.ASKED,
    final=frozenset({ExceptionState.GRANTED, ExceptionState.REFUSED}),
    transitions=TRANSITIONS,
    # The nominee may not answer their own request: another council secretary does.
    concerned=rules.is_nominee,
    topic_prefix="exception",
    columns=("public_id", "title", "nomination_id"),
    snapshot=("title", "nomination_id"),
)
