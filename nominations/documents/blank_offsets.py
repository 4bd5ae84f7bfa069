"""Offsets of lines on an agency's preprinted blanks; the latest are stored.

A blank is known by the words of the award that are printed on it ("GIẤY KHEN").
"""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from nominations.documents.certificate import Overprint
from nominations.documents.models import BlankOffsets
from nominations.people.authorization import account_of, require_secretary
from nominations.people.models import Organization
from workflow import audit, clock
from workflow.actors import Actor

KEPT = "blank_offsets.kept"


def stored_offsets(agency: Organization) -> dict[str, Overprint]:
    """The offsets agreed last for each blank of the agency, in millimetres: one query."""
    rows = BlankOffsets.objects.filter(organization=agency).order_by("pk")
    return {row.blank: Overprint(right=float(row.right), down=float(row.down)) for row in rows}


@transaction.atomic
def store_offsets(
    *, actor: Actor, organization: Organization, blank: str, right: Decimal, down: Decimal
) -> None:
    """Store the offsets of a blank, in millimetres; unchanged ones are not written.

    Refuses (NotAllowed) anybody but the council secretary of the agency.
    """
    require_secretary(actor, organization, _("Only the council secretary of %(agency)s does this."))
    rows = BlankOffsets.objects.filter(organization=organization, blank=blank)
    last = rows.order_by("-pk").first()
    if last is not None and (last.right, last.down) == (right, down):
        return
    BlankOffsets.objects.create(
        organization=organization,
        blank=blank,
        right=right,
        down=down,
        recorded_at=clock.now(),
        recorded_by=account_of(actor),
    )
    audit.record(
        f"organization:{organization.pk}",
        KEPT,
        actor=actor,
        payload={
            "blank": blank,
            "before": [str(last.right), str(last.down)] if last is not None else [],
            "after": [str(right), str(down)],
        },
    )
