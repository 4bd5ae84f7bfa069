"""Takes the rows of an existing table into a workflow. For data migrations.

When a model becomes a `WorkflowSubject`, its rows already have a state and perhaps a history whose
head stands in `AuditStream`. A migration after the one that adds the subject's columns has

    dependencies = [..., ("workflow", "0002_history_is_append_only")]
    operations = [adoption.operation("council.VotingSession", prefix="session", initial="draft")]

Prefix and initial state are those of the workflow at that time, as plain text: a migration does not
read a table that may change later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

from workflow import clock
from workflow.actors import SYSTEM, name_of
from workflow.canonical import digest, encode, utc_text
from workflow.table import ADOPTED

_BATCH = 500


def operation(model: str, *, prefix: str, initial: str, old_prefix: str = "") -> RunPython:
    """The migration operation that runs `adopt`, and `release` when it is unapplied."""

    def forward(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        adopt(apps, schema_editor, model, prefix=prefix, initial=initial, old_prefix=old_prefix)

    def backward(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        release(apps, schema_editor, model, prefix=prefix)

    return RunPython(forward, backward)


def adopt(
    apps: StateApps,
    schema_editor: BaseDatabaseSchemaEditor,
    model: str,
    *,
    prefix: str,
    initial: str,
    old_prefix: str = "",
) -> int:
    """Give every row its history in the workflow; returns how many entries were written.

    A row that has an old history or is not in the initial state gets one entry `<prefix>.adopted`
    by the system, with its state. The entry continues the old history "<prefix>:<pk>", whose head
    moves from `AuditStream` to the row. An old history under another prefix (`old_prefix`) cannot
    be continued, since its name is part of every hash: it stays unchanged, and the entry names its
    end. A row that has a head already is left alone, as is one whose history has such an entry (the
    migration was unapplied): it gets back its head.
    """
    adopting = _Adopting(apps, schema_editor, model, prefix, initial, old_prefix or prefix)
    return sum(adopting.take(batch) for batch in _batches(adopting.rows.filter(audit_seq=0)))


def release(
    apps: StateApps, schema_editor: BaseDatabaseSchemaEditor, model: str, *, prefix: str
) -> None:
    """Put the heads of the rows back into `AuditStream`; the entries stay, as all history does."""
    using = schema_editor.connection.alias
    streams = _rows_of(apps, "workflow.AuditStream", using)
    for batch in _batches(_rows_of(apps, model, using).filter(audit_seq__gt=0)):
        streams.bulk_create(
            streams.model(stream=f"{prefix}:{row.pk}", seq=row.audit_seq, head=row.audit_head)
            for row in batch
        )


class _Adopting:
    """The tables of one adoption, as they are at that point of the migrations."""

    def __init__(
        self,
        apps: StateApps,
        schema_editor: BaseDatabaseSchemaEditor,
        model: str,
        prefix: str,
        initial: str,
        old_prefix: str,
    ) -> None:
        using = schema_editor.connection.alias
        self.rows = _rows_of(apps, model, using)
        self.streams = _rows_of(apps, "workflow.AuditStream", using)
        self.events = _rows_of(apps, "workflow.AuditEvent", using)
        self.prefix, self.old_prefix, self.initial = prefix, old_prefix, initial
        self.action = f"{prefix}.{ADOPTED}"

    def take(self, batch: list[Any]) -> int:
        """Write the missing entries of these rows; returns their number."""
        names = [f"{prefix}:{row.pk}" for row in batch for prefix in (self.prefix, self.old_prefix)]
        heads = {head.pk: head for head in self.streams.filter(pk__in=names)}
        earlier = self.events.filter(stream__in=names, action=self.action)
        is_adopted = set(earlier.values_list("stream", flat=True))
        entries, with_history = [], []
        for row in batch:
            stream = f"{self.prefix}:{row.pk}"
            old = heads.get(f"{self.old_prefix}:{row.pk}")
            own = heads.get(stream)
            if own is not None:
                row.audit_seq, row.audit_head = own.seq, own.head
            if stream not in is_adopted and (old is not None or row.state != self.initial):
                entries.append(self._entry(row, stream, old))
            if row.audit_seq:
                with_history.append(row)
        self.events.bulk_create(entries)
        self.rows.bulk_update(with_history, ["audit_seq", "audit_head"])
        self.streams.filter(pk__in=[f"{self.prefix}:{row.pk}" for row in batch]).delete()
        return len(entries)

    def _entry(self, row: Any, stream: str, old: Any) -> Any:
        """The entry of a row, hashed and linked like any other; moves the head of the row on."""
        payload = {"state": row.state}
        if old is not None and old.pk != stream:
            payload["continues"] = f"{old.pk}#{old.seq}"
        at = clock.now()
        values = {
            "stream": stream,
            "seq": row.audit_seq + 1,
            "action": self.action,
            "actor_id": None,
            "actor_name": name_of(SYSTEM),
            "group": "",
            "payload": encode(payload),
        }
        head = digest(**values, at=utc_text(at), prev=row.audit_head)
        entry = self.events.model(**values, at=at, prev_hash=row.audit_head, hash=head)
        row.audit_seq, row.audit_head = values["seq"], head
        return entry


def _rows_of(apps: StateApps, model: str, using: str) -> models.QuerySet[Any]:
    return models.QuerySet(apps.get_model(model), using=using)


def _batches(rows: models.QuerySet[Any]) -> Iterator[list[Any]]:
    """The rows in order of their keys. Keys are read first, since taking a batch changes `rows`."""
    keys: Iterable[int] = iter(list(rows.order_by("pk").values_list("pk", flat=True)))
    while chunk := list(islice(keys, _BATCH)):
        yield list(rows.filter(pk__in=chunk).only("pk", "state", "audit_seq", "audit_head"))
