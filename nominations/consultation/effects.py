"""Effects of the transitions of a consultation."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from nominations.consultation.models import Objection, PostedItem, Posting
from nominations.consultation.posting_workflow import POSTINGS, PostingState
from notifications import outbox
from workflow.actors import SYSTEM
from workflow.canonical import given_day
from workflow.deadlines import WorkingCalendar
from workflow.engine import perform_many
from workflow.table import Effects


def end_postings(effects: Effects) -> None:
    """End the posted items of the moved nominations; close postings without running items."""
    ended = PostedItem.objects.filter(
        nomination_id__in=[moved.pk for moved in effects.moved], ended_at=None
    )
    postings = set(ended.values_list("posting_id", flat=True))
    if not postings:
        return
    ended.update(ended_at=effects.now)
    running = PostedItem.objects.filter(posting_id=OuterRef("pk"), ended_at=None)
    finished = Posting.objects.filter(~Exists(running), pk__in=postings, state=PostingState.OPEN)
    pks = list(finished.values_list("pk", flat=True))
    if pks:
        perform_many(POSTINGS, pks, "close", actor=SYSTEM, joins=True, group=effects.group)


def move_last_day(effects: Effects) -> None:
    """Store the new last day and the resulting number of working days."""
    calendar = WorkingCalendar.local()
    rows = Posting.objects.in_bulk([moved.pk for moved in effects.moved])
    for moved in effects.moved:
        row = rows[moved.pk]
        row.due_on = given_day(moved.data["due_on"]) or row.due_on
        row.working_days = max(
            row.working_days, calendar.working_days_between(row.posted_on, row.due_on)
        )
    Posting.objects.bulk_update(rows.values(), ["due_on", "working_days"])


def assign_case(effects: Effects) -> None:
    """Store the examiner and the deadline of the case, and notify the examiner."""
    rows = Objection.objects.select_related("item__nomination").in_bulk(
        [moved.pk for moved in effects.moved]
    )
    for moved in effects.moved:
        case, examiner = rows[moved.pk], moved.data["assigned_to"]
        case.assigned_to_id, case.due_on = examiner, given_day(moved.data.get("due_on"))
        outbox.queue_messages(
            topic="objection.assigned",
            recipients={examiner} - {effects.actor.pk},
            event_key=moved.event_key,
            context={
                "title": str(case.item.nomination.title),
                "path": case.get_absolute_url(),
                "deadline": f"{case.due_on:%d/%m/%Y}" if case.due_on else "",
            },
        )
    Objection.objects.bulk_update(rows.values(), ["assigned_to", "due_on"])


def note_who_closed(effects: Effects) -> None:
    """Store who confirmed the finding."""
    pks = [moved.pk for moved in effects.moved]
    Objection.objects.filter(pk__in=pks).update(closed_by_id=effects.actor.pk)
