"""The small table of an initiative: registered, assessed by the initiative council, recognised.

The head of the agency recognises the base scope on the council's advice; a wider scope is
recognised above and recorded here with its paper (Decree 98/2023 article 30 clause 8).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.people.roles import Role
from nominations.people.rules import holds
from nominations.records import rules
from workflow.rules import is_system
from workflow.table import Transition, Workflow


class InitiativeState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("initiative", "Draft")
    REGISTERED = "registered", pgettext_lazy("initiative", "Registered, assessment pending")
    ASSESSED = "assessed", pgettext_lazy("initiative", "Assessed by the council")
    RECOGNISED = "recognised", pgettext_lazy("initiative", "Recognised")
    REJECTED = "rejected", pgettext_lazy("initiative", "Not recognised")
    WITHDRAWN = "withdrawn", pgettext_lazy("initiative", "Withdrawn")


_secretary = holds(
    "is_initiative_secretary", _("the council secretary"), Role.SECRETARY, "s.organization_id"
)
_director = holds("is_initiative_director", _("the director"), Role.DIRECTOR, "s.organization_id")
_clerk = holds("is_initiative_clerk", _("the unit clerk"), Role.UNIT_CLERK, "s.unit_id")
_registrant = rules.is_author | _clerk

TRANSITIONS = (
    Transition(
        "register",
        sources={InitiativeState.DRAFT},
        target=InitiativeState.REGISTERED,
        label=pgettext_lazy("initiative", "Register the initiative"),
        done_label=pgettext_lazy("initiative", "registered the initiative"),
        allowed_for=_registrant | is_system,
        requires=[rules.authors_complete],
        emphasis="primary",
    ),
    Transition(
        "assess",
        sources={InitiativeState.REGISTERED},
        target=InitiativeState.ASSESSED,
        label=pgettext_lazy("initiative", "Record the assessment"),
        done_label=pgettext_lazy("initiative", "recorded the council's assessment"),
        allowed_for=(_secretary & ~rules.is_author) | is_system,
        requires=[rules.assessment_recorded],
        data_fields=frozenset({"members", "present", "agreed", "held_on"}),
        emphasis="primary",
    ),
    Transition(
        "recognise",
        sources={InitiativeState.ASSESSED},
        target=InitiativeState.RECOGNISED,
        label=pgettext_lazy("initiative", "Recognise"),
        done_label=pgettext_lazy("initiative", "recognised the initiative"),
        allowed_for=(_director & ~rules.is_author) | is_system,
        requires=[rules.recognition_paper_given],
        data_fields=frozenset({"scope", "paper_number", "paper_date", "issuer"}),
        emphasis="primary",
    ),
    Transition(
        "reject",
        sources={InitiativeState.REGISTERED, InitiativeState.ASSESSED},
        target=InitiativeState.REJECTED,
        label=pgettext_lazy("initiative", "Do not recognise"),
        done_label=pgettext_lazy("initiative", "did not recognise the initiative"),
        allowed_for=(_director | _secretary) & ~rules.is_author,
        needs_comment=True,
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
        emphasis="danger",
        inbox=False,
    ),
)


def _params(actor: Any) -> dict[str, Any]:
    return {"actor_person_id": getattr(actor, "person_id", None)}


INITIATIVES = Workflow(
    "initiative",
    states=InitiativeState,
    initial=InitiativeState.DRAFT,
    final=frozenset(
        {InitiativeState.RECOGNISED, InitiativeState.REJECTED, InitiativeState.WITHDRAWN}
    ),
    transitions=TRANSITIONS,
    params=_params,
    topic_prefix="initiative",
    columns=("public_id", "name", "organization_id", "unit_id", "year"),
    snapshot=("name", "organization_id", "unit_id"),
)
