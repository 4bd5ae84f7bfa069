"""Proof of the history: every chain recomputed, and its end compared with the present rows.

Found are: an edited column, a deleted, inserted or moved entry, a fork, a cut tail, a history
without its record, a record whose state is not where its history leads, and one taken into a
workflow (`workflow.adoption`) other than once and before its first transition. Not found is a
history that somebody who may drop triggers rewrote and hashed anew from some entry to its end,
heads included: that takes an anchor outside this database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import models

from workflow import registry
from workflow.canonical import decode, digest, moment
from workflow.models import AuditEvent, AuditStream, WorkflowSubject
from workflow.table import Workflow

_BATCH = 500
_COLUMNS = (
    "stream",
    "seq",
    "action",
    "actor_id",
    "actor_name",
    "at",
    "group",
    "payload",
    "prev_hash",
    "hash",
)


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry of a stream that does not hold, and what is wrong with it."""

    stream: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq}: {self.what}"


@dataclass(slots=True)
class Verified:
    """How much was looked at. Filled while `breaks` runs."""

    streams: int = 0
    events: int = 0


@dataclass(slots=True)
class _Walk:
    """One stream while its entries pass by."""

    stream: str
    workflow: Workflow | None
    seq: int = 0
    head: str = ""
    state: str = ""
    is_adopted: bool = False
    has_moved: bool = False
    broken: Break | None = field(default=None)

    def step(self, values: tuple[Any, ...]) -> None:
        """Take the next entry; notes the first thing that does not hold."""
        _stream, seq, action, actor_id, actor_name, at, group, payload, prev, found = values
        if self.broken is not None:
            return
        expected = self.seq + 1
        if seq != expected:
            self.broken = Break(self.stream, expected, f"missing; entry {seq} follows")
        elif prev != self.head:
            self.broken = Break(self.stream, seq, "not linked to the entry before")
        elif found != _hash(
            self.stream, seq, action, actor_id, actor_name, at, group, payload, prev
        ):
            self.broken = Break(self.stream, seq, "changed after it was written")
        else:
            self.seq, self.head = seq, found
            what = self._replay(action, actor_id, decode(payload))
            if what:
                self.broken = Break(self.stream, seq, what)

    def _replay(self, action: str, actor_id: int | None, content: dict[str, Any]) -> str:
        """Follow the entry through the table; the answer says what is wrong with it, if so."""
        workflow = self.workflow
        if workflow is None:
            return ""
        if action == workflow.adopted_action:
            return self._adopt(workflow, actor_id, content)
        prefix, _dot, name = action.partition(".")
        if prefix != workflow.topic_prefix or name not in workflow.by_name:
            return ""
        self.has_moved = True
        row = workflow.by_name[name]
        source, target = content.get("from"), content.get("to")
        if source != self.state:
            return f"starts at {source}, but the entries before lead to {self.state}"
        if source not in row.sources or target not in row.targets:
            return f"the table has no {name} from {source} to {target}"
        self.state = str(target)
        return ""

    def _adopt(self, workflow: Workflow, actor_id: int | None, content: dict[str, Any]) -> str:
        """An older row comes into the table at some state: once, first of all, by the system."""
        state = content.get("state")
        if self.is_adopted:
            return "taken into the workflow a second time"
        if self.has_moved:
            return "taken into the workflow after a transition"
        if actor_id is not None:
            return "taken into the workflow by an account"
        if state not in workflow.states.values:
            return f"taken into the workflow in the unknown state {state}"
        self.is_adopted = True
        self.state = str(state)
        return ""


def _hash(
    stream: str,
    seq: int,
    action: str,
    actor_id: int | None,
    actor_name: str,
    at: datetime,
    group: str,
    payload: str,
    prev: str,
) -> str:
    return digest(
        stream=stream,
        seq=seq,
        action=action,
        actor_id=actor_id,
        actor_name=actor_name,
        at=moment(at),
        group=group,
        payload=payload,
        prev=prev,
    )


def breaks(verified: Verified | None = None) -> Iterator[Break]:
    """The first break of every broken stream. Reads all entries once, in constant memory.

    Runs beside people at work: a stream that grew while it was read is looked at again.
    """
    counted = verified if verified is not None else Verified()
    walks = _walks(AuditEvent.objects.all(), counted)
    while batch := list(islice(walks, _BATCH)):
        ends = _ends(batch)
        for walk in batch:
            found = walk.broken
            if found is None and _end_of(walk, ends.get(walk.stream)) is not None:
                found = _again(walk.stream)
            if found is not None:
                yield found
    yield from _heads_without_history()


def _again(stream: str) -> Break | None:
    """One stream by itself, once its head stands still while its entries are read."""
    events = AuditEvent.objects.filter(stream=stream)
    while True:
        walk = next(_walks(events, Verified()), None)
        if walk is None:
            return None
        before = _ends([walk]).get(stream)
        walk = next(_walks(events, Verified()), walk)
        after = _ends([walk]).get(stream)
        if before == after:
            return walk.broken or _end_of(walk, after)


def _walks(events: models.QuerySet[AuditEvent], counted: Verified) -> Iterator[_Walk]:
    walk: _Walk | None = None
    rows = events.order_by("stream", "seq").values_list(*_COLUMNS)
    for values in rows.iterator(chunk_size=2000):
        if walk is None or walk.stream != values[0]:
            if walk is not None:
                yield walk
            workflow = registry.by_prefix(values[0].partition(":")[0])
            walk = _Walk(values[0], workflow, state=workflow.initial if workflow else "")
            counted.streams += 1
        counted.events += 1
        walk.step(values)
    if walk is not None:
        yield walk


@dataclass(frozen=True, slots=True)
class _End:
    seq: int
    head: str
    state: str | None


def _ends(batch: Iterable[_Walk]) -> dict[str, _End]:
    """What the present rows say about the streams of a batch: one query per kind of stream."""
    ends: dict[str, _End] = {}
    keys: dict[str, list[int]] = {}
    for walk in batch:
        key = walk.stream.partition(":")[2]
        if walk.workflow is not None and key.isdigit():
            keys.setdefault(walk.workflow.name, []).append(int(key))
    for workflow in registry.workflows():
        subjects = _subjects(workflow).filter(pk__in=keys.get(workflow.name, []))
        for pk, seq, head, state in subjects.values_list("pk", "audit_seq", "audit_head", "state"):
            ends[workflow.stream_of(pk)] = _End(seq, head, state)
    # Besides streams of their own: those of rows deleted before their table got a workflow.
    others = [walk.stream for walk in batch if walk.stream not in ends]
    heads = AuditStream.objects.filter(pk__in=others)
    for stream, seq, head in heads.values_list("stream", "seq", "head"):
        ends[stream] = _End(seq, head, None)
    return ends


def _subjects(workflow: Workflow) -> models.QuerySet[WorkflowSubject]:
    return models.QuerySet(registry.model_of(workflow))


def _end_of(walk: _Walk, end: _End | None) -> Break | None:
    if end is None:
        return Break(walk.stream, walk.seq, "its record does not exist")
    if end.seq > walk.seq:
        return Break(walk.stream, walk.seq + 1, f"missing; the record counts {end.seq} entries")
    if end.seq < walk.seq:
        return Break(walk.stream, end.seq + 1, f"the record counts only {end.seq} entries")
    if end.head != walk.head:
        return Break(walk.stream, walk.seq, "the record holds another hash of it")
    if end.state is not None and end.state != walk.state:
        what = f"the entries lead to {walk.state}, but the record is {end.state}"
        return Break(walk.stream, walk.seq, what)
    return None


def _heads_without_history() -> Iterator[Break]:
    """Records that count entries, or left the first state, while not one entry exists."""
    for workflow in registry.workflows():
        moved = models.Q(audit_seq__gt=0) | ~models.Q(state=workflow.initial)
        rows = _subjects(workflow).filter(moved).order_by("pk").values_list("pk", "state")
        for batch in _batches(rows.iterator(chunk_size=2000)):
            streams = {workflow.stream_of(pk): state for pk, state in batch}
            yield from _without_events(streams)
    counting = AuditStream.objects.filter(seq__gt=0).order_by("pk").values_list("stream", "seq")
    for batch in _batches(counting.iterator(chunk_size=2000)):
        yield from _without_events({stream: "" for stream, _seq in batch})


def _batches(rows: Iterable[tuple[Any, Any]]) -> Iterator[list[tuple[Any, Any]]]:
    source = iter(rows)
    while batch := list(islice(source, _BATCH)):
        yield batch


def _without_events(streams: dict[str, str]) -> Iterator[Break]:
    known = set(
        AuditEvent.objects.filter(stream__in=streams).values_list("stream", flat=True).distinct()
    )
    for stream, state in streams.items():
        if stream not in known:
            what = f"missing; the record is {state}" if state else "missing"
            yield Break(stream, 1, what)
