"""Days off and days worked instead, for every agency: the deadlines of all are reckoned by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from nominations.people.authorization import require_shared_data_keeper
from workflow.actors import Actor
from workflow.changes import plain_value, record_changes, save_row
from workflow.models import CalendarDay

COLUMNS = ("day", "is_working", "note")


def _of_year(row: CalendarDay) -> str:
    return f"calendar:{row.day.year}"


def save_day(*, actor: Actor, row: CalendarDay, values: Mapping[str, Any]) -> bool:
    """Record a day off, or a weekend day worked instead. Refuses who does not keep shared data."""
    require_shared_data_keeper(actor)
    return save_row(
        row,
        values,
        actor=actor,
        stream=_of_year,
        added="calendar.day_added",
        changed="calendar.day_changed",
    )


def remove_day(*, actor: Actor, row: CalendarDay) -> None:
    """Take a recorded day back; the history keeps what it was. Refuses like `save_day`."""
    require_shared_data_keeper(actor)
    with transaction.atomic():
        stored = CalendarDay.objects.select_for_update().get(pk=row.pk)
        changes = {name: {"before": plain_value(stored, name), "after": None} for name in COLUMNS}
        record_changes(
            stored, changes, actor=actor, stream=_of_year(stored), action="calendar.day_removed"
        )
        stored.delete()
