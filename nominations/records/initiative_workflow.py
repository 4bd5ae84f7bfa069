"""The workflow of an initiative: registered, assessed by the initiative council, recognised.

The head of the agency recognises what lies within the head's authority on the council's advice; a
wider scope is recognised above and recorded here with its paper (Decree 98/2023 article 30
clause 8).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from nominations.records import audiences, rules
from workflow.rules import is_system
from workflow.table import Transition, Workflow, lazy_effect


class InitiativeState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("initiative", "Draft")
    REGISTERED = "registered", pgettext_lazy("initiative", "Registered, assessment pending")
    ASSESSED = "assessed", pgettext_lazy("initiative", "Assessed by the council")
    RECOGNISED = "recognised", pgettext_lazy("initiative", "Recognised")
    REJECTED = "rejected", pgettext_lazy("initiative", "Not recognised")
    WITHDRAWN = "withdrawn", pgettext_lazy("initiative", "Withdrawn")


_registrant = rules.is_author | rules.is_clerk
_assessor = rules.is_secretary & ~rules.is_author
_decider = (rules.is_director | rules.is_substitute_director) & ~rules.is_author
_VOTE = frozenset({"members", "present", "agreed", "held_on"})
_PAPER = frozenset({"scope", "paper_number", "paper_date", "issuer"})
_EFFECTS = "nominations.records.effects"
_FORMS = "nominations.records.forms.transitions"

TRANSITIONS = (
    Transition(
        "register",
        sources={InitiativeState.DRAFT},
        target=InitiativeState.REGISTERED,
        label=pgettext_lazy("initiative", "Register the initiative"),
        done_label=pgettext_lazy("initiative", "registered the initiative"),
        allowed_for=_registrant | is_system,
        requires=[rules.authors_complete],
        effects=[lazy_effect(f"{_EFFECTS}.keep_quorum")],
        tells=[audiences.authors, audiences.secretaries],
        emphasis="primary",
    ),
    Transition(
        "send_back",
        sources={InitiativeState.REGISTERED},
        target=InitiativeState.DRAFT,
        label=pgettext_lazy("initiative", "Send back to be completed"),
        done_label=pgettext_lazy("initiative", "sent the initiative back to be completed"),
        allowed_for=_assessor,
        needs_comment=True,
        tells=[audiences.authors, audiences.clerks],
        inbox=False,
    ),
    Transition(
        "assess",
        sources={InitiativeState.REGISTERED},
        target=InitiativeState.ASSESSED,
        label=pgettext_lazy("initiative", "Record that the council passed it"),
        done_label=pgettext_lazy("initiative", "recorded that the council passed the initiative"),
        allowed_for=_assessor | is_system,
        requires=[rules.assessment_recorded, rules.council_quorate, rules.council_agreed],
        data_fields=_VOTE,
        form=f"{_FORMS}.AssessmentForm",
        effects=[lazy_effect(f"{_EFFECTS}.keep_assessment")],
        tells=[audiences.authors, audiences.directors],
        emphasis="primary",
    ),
    Transition(
        "fail_assessment",
        sources={InitiativeState.REGISTERED},
        target=InitiativeState.REJECTED,
        label=pgettext_lazy("initiative", "Record that the council did not pass it"),
        done_label=pgettext_lazy(
            "initiative", "recorded that the council did not pass the initiative"
        ),
        allowed_for=_assessor | is_system,
        requires=[rules.assessment_recorded, rules.council_quorate, rules.council_disagreed],
        data_fields=_VOTE,
        form=f"{_FORMS}.AssessmentForm",
        effects=[lazy_effect(f"{_EFFECTS}.keep_assessment")],
        tells=[audiences.authors],
        inbox=False,
    ),
    Transition(
        "recognise",
        sources={InitiativeState.ASSESSED},
        target=InitiativeState.RECOGNISED,
        label=pgettext_lazy("initiative", "Recognise"),
        done_label=pgettext_lazy("initiative", "recognised the initiative"),
        allowed_for=_decider | is_system,
        requires=[rules.recognition_paper_given, rules.within_authority],
        data_fields=_PAPER,
        form=f"{_FORMS}.RecognitionForm",
        effects=[lazy_effect(f"{_EFFECTS}.add_recognition")],
        tells=[audiences.authors, audiences.secretaries],
        emphasis="primary",
    ),
    Transition(
        "take_over",
        sources={InitiativeState.DRAFT},
        target=InitiativeState.RECOGNISED,
        label=pgettext_lazy("initiative", "Take over as recognised before"),
        done_label=pgettext_lazy("initiative", "took the initiative over as recognised before"),
        allowed_for=is_system,
        requires=[rules.authors_complete, rules.scope_known],
        data_fields=_PAPER,
        effects=[lazy_effect(f"{_EFFECTS}.add_recognition")],
        offered=False,
        inbox=False,
    ),
    Transition(
        "reject",
        sources={InitiativeState.ASSESSED},
        target=InitiativeState.REJECTED,
        label=pgettext_lazy("initiative", "Do not recognise"),
        done_label=pgettext_lazy("initiative", "did not recognise the initiative"),
        allowed_for=_decider,
        needs_comment=True,
        tells=[audiences.authors, audiences.secretaries],
        emphasis="danger",
        inbox=False,
    ),
    Transition(
        "withdraw",
        sources={InitiativeState.DRAFT, InitiativeState.REGISTERED},
        target=InitiativeState.WITHDRAWN,
        label=pgettext_lazy("initiative", "Withdraw the initiative"),
        done_label=pgettext_lazy("initiative", "withdrew the initiative"),
        allowed_for=_registrant,
        tells=[audiences.authors],
        emphasis="quiet",
        inbox=False,
    ),
)


INITIATIVES = Workflow(
    "initiative",
    states=InitiativeState,
    initial=InitiativeState.DRAFT,
    final=frozenset(
        {InitiativeState.RECOGNISED, InitiativeState.REJECTED, InitiativeState.WITHDRAWN}
    ),
    transitions=TRANSITIONS,
    topic_prefix="initiative",
    columns=("public_id", "name", "organization_id", "unit_id", "year"),
    snapshot=("name", "organization_id", "unit_id"),
)
