"""Rows that people edit by a form: saved together with a history entry of the old and new values.

For lists, names and dates; the state of a subject is moved by `workflow.engine`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from workflow import audit
from workflow.actors import Actor


def plain_value(row: models.Model, name: str) -> Any:
    """The value of a column as it is stored in the history: a related row by its name, a date as
    text."""
    value = getattr(row, name)
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def differences(
    before: models.Model | None, after: models.Model, names: Mapping[str, Any] | list[str]
) -> dict[str, dict[str, Any]]:
    """The values that differ: column -> the old value (None for a new row) and the new one."""
    found = {}
    for name in names:
        old = plain_value(before, name) if before is not None else None
        new = plain_value(after, name)
        if old != new and not (before is None and new in ("", None)):
            found[name] = {"before": old, "after": new}
    return found


def save_row(
    row: models.Model,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    stream: Callable[[Any], str],
    added: str,
    changed: str,
) -> bool:
    """Save the values to a new or existing row, with one history entry of old and new values.

    `stream` names the history of the saved row; `added` and `changed` are the acts. Without a
    difference nothing is written and False is returned. Raises ValidationError for what the model
    refuses.
    """
    model = type(row)
    with transaction.atomic():
        stored = None
        if row.pk is not None:
            stored = model._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        for name, value in values.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
        row.refresh_from_db()
        changes = differences(stored, row, values)
        if changes:
            record_changes(row, changes, actor=actor, stream=stream(row), action=(
                changed if stored is not None else added
            ))  # fmt: skip
    return bool(changes)


def record_changes(
    row: models.Model,
    changes: Mapping[str, Any],
    *,
    actor: Actor,
    stream: str,
    action: str,
    **more: Any,
) -> None:
    """One entry of the history with the differences of a row, named by its kind and its name."""
    payload = {"table": row._meta.label_lower, "row": row.pk, "name": str(row), "changes": changes}
    audit.record(stream, action, actor=actor, payload=payload | more)
