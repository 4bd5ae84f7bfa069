"""Cancel a wrong record: the row stays, with day and reason, and no rule reads it any more."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.people.services.dates import short_date
from nominations.records.models import Absence, Headcount, Recognition, Service
from nominations.records.models.base import Record
from nominations.records.permissions import require_secretary, require_staff_keeper
from nominations.records.services.entry import write_history
from nominations.vietnamese import clean_text
from nominations.web.refusals import not_allowed
from workflow import clock
from workflow.actors import Actor

OF_STAFF = (Service, Absence, Headcount)


def require_keeper(actor: Actor, record: Record) -> None:
    """Refuse (NotAllowed) an actor who may not enter such a record, and an author."""
    require = require_staff_keeper if isinstance(record, OF_STAFF) else require_secretary
    require(actor, record.organization)
    if isinstance(record, Recognition) and _is_author(actor, record):
        raise not_allowed("own_initiative", _("You are an author of this initiative."))


def _is_author(actor: Actor, record: Recognition) -> bool:
    person_id = getattr(actor, "person_id", None)
    return person_id is not None and record.initiative.authors.filter(person_id=person_id).exists()


def cancel_record(*, actor: Actor, record: Record, reason: str) -> Record:
    """Cancel a record with a reason; nothing else of it changes, and it no longer counts.

    Whoever may enter such a record may cancel it. Refused: no reason, a record that is cancelled
    already. Dependent rows are not changed: `queries.dependents_of` lists them.
    """
    require_keeper(actor, record)
    text = clean_text(reason)
    if not text:
        raise ValidationError(_("Write why the record is cancelled."), code="reason_needed")
    with transaction.atomic():
        row = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
        if row.cancelled_on is not None:
            raise ValidationError(
                _("The record was cancelled on %(day)s already.")
                % {"day": short_date(row.cancelled_on)},
                code="cancelled_already",
            )
        row.cancelled_on, row.cancel_reason = clock.today(), text[:300]
        row.save(update_fields=["cancelled_on", "cancel_reason"])
        write_history("record.cancelled", row, actor=actor, more={"reason": row.cancel_reason})
    return row
