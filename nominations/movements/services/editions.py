"""Later editions of the issued papers of a movement: its plan, the reports on its reviews."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.queries import issued_paper_of
from nominations.movements.issued_record_keys import response_record, review_record
from nominations.movements.models import Movement, MovementReport
from nominations.movements.services.write_checks import (
    cleaned_texts,
    locked_movement,
    require_keeper,
)
from workflow import audit
from workflow.actors import Actor


def begin_response_edition(*, actor: Actor, movement: Movement, reason: str) -> Movement:
    """Open the plan of a movement for a later edition; the issued one stays as it was issued.

    Refuses (NotAllowed) who does not keep movements; (ValidationError) a plan that was not issued,
    a movement that is over, and no reason.
    """
    require_keeper(actor, movement.organization_id)
    payload = _reason(reason)
    with transaction.atomic():
        row = locked_movement(movement)
        _require_issued(IssuedKind.RESPONSE_PLAN, response_record(row))
        row.response_edition += 1
        row.save(update_fields=["response_edition"])
        payload["edition"] = row.response_edition
        audit.record_on(row, "movement.response_edition", actor=actor, payload=payload)
    return row


def begin_review_edition(*, actor: Actor, report: MovementReport, reason: str) -> MovementReport:
    """Open the report on a review for a later edition; refuses as `begin_response_edition` does."""
    movement = report.movement
    require_keeper(actor, movement.organization_id)
    payload = _reason(reason)
    with transaction.atomic():
        row = locked_movement(movement)
        found = MovementReport.objects.get(pk=report.pk)
        _require_issued(IssuedKind.MOVEMENT_REVIEW, review_record(found))
        found.edition += 1
        found.save(update_fields=["edition"])
        payload |= {"review": found.review, "edition": found.edition}
        audit.record_on(row, "movement.review_edition", actor=actor, payload=payload)
    return found


def _reason(reason: str) -> dict[str, Any]:
    words = cleaned_texts({"reason": reason})
    if not words["reason"]:
        raise ValidationError(_("Write why there is a later edition."), code="no_reason")
    return words


def _require_issued(kind: str, record: str) -> None:
    if issued_paper_of(kind, record) is None:
        raise ValidationError(
            _("This paper was not issued yet; correct it as it is."), code="not_issued"
        )
