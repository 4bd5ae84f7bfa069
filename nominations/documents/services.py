"""Recording edited texts of an agency's papers."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from nominations.documents.agency_texts import EditableText, agency_texts
from nominations.documents.models import AgencyText
from nominations.people.authorization import account_of, require_secretary
from nominations.people.models import Organization
from workflow import audit, clock
from workflow.actors import Actor

WORDED = "paper_text.set"


@transaction.atomic
def word_paper(
    *, actor: Actor, organization: Organization, editable: EditableText, text: str, valid_from: date
) -> AgencyText:
    """Record the sentence for papers from the day on; "" goes back to the shipped one.

    Refuses (NotAllowed) whoever is not the council secretary of the agency.
    """
    require_secretary(actor, organization, _("Only the council secretary of %(agency)s does this."))
    before = agency_texts(organization, valid_from).own.get(editable.name, "")
    row = AgencyText.objects.create(
        organization=organization,
        name=editable.name,
        text=text,
        valid_from=valid_from,
        recorded_at=clock.now(),
        recorded_by=account_of(actor),
    )
    audit.record(
        f"organization:{organization.pk}",
        WORDED,
        actor=actor,
        payload={
            "name": editable.name,
            "valid_from": valid_from.isoformat(),
            "before": before,
            "after": text,
        },
    )
    return row
