"""Verifies the history: recomputes every chain and compares its end with the present rows.

Detected are: an edited column, a deleted, inserted or moved entry, a fork, a truncated history, a
history without its record, a record whose state is not where its history leads, and a record taken
into a workflow (`workflow.adoption`) twice or after its first transition. Not detected is a history
that somebody who may drop triggers rewrote and hashed again from some entry to its end, heads
included: that takes an anchor outside this database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import models

from workflow import registry
from workflow.canonical import decode, digest, utc_text
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
class ChainBreak:
    """The first entry of a stream that does not hold, and what is wrong with it."""

    stream: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq}: {self.what}"


@dataclass(slots=True)
class VerificationCounts:
    """How much was verified. Filled while `chain_breaks` runs."""

    streams: int = 0
    events: int = 0


@dataclass(slots=True, kw_only=True)
class _Replay:
    """One stream, replayed entry by entry."""

    stream: str
    workflow: Workflow | None
    seq: int = 0
    head: str = ""
    state: str = ""
    is_adopted: bool = False
    has_moved: bool = False
    broken: ChainBreak | None = field(default=None)

    def step(self, values: tuple[Any, ...]) -> None:
        """Check the next entry; keeps the first break."""
        _stream, seq, action, actor_id, actor_name, at, group, payload, prev, found = values
        if self.broken is not None:
            return
        expected = self.seq + 1
        if seq != expected:
            self.broken = ChainBreak(self.stream, expected, f"missing; entry {seq} follows")
        elif prev != self.head:
            self.broken = ChainBreak(self.stream, seq, "not linked to the entry before")
        elif found != _hash(
            self.stream, seq, action, actor_id, actor_name, at, group, payload, prev
        ):
            self.broken = ChainBreak(self.stream, seq, "changed after it was written")
        else:
            self.seq, self.head = seq, found
            what = self._follow(action, actor_id, decode(payload))
            if what:
                self.broken = ChainBreak(self.stream, seq, what)

    def _follow(self, action: str, actor_id: int | None, content: dict[str, Any]) -> str:
        """Apply the entry to the state; returns what is wrong with it, or an empty text."""
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
        """Start at the state of an adopted row: once, before any transition, by the system."""
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
        at=utc_text(at),
        group=group,
        payload=payload,
        prev=prev,
    )


def chain_breaks(
    verified: VerificationCounts | None = None, events: models.QuerySet[AuditEvent] | None = None
) -> Iterator[ChainBreak]:
    """The first break of every broken stream. Reads all entries once, in constant memory.

    `events` are the entries of some whole streams instead of all; records that lost their history
    altogether are looked for only without it. Safe while people work: a stream that grew while it
    was read is checked again.
    """
    counted = verified if verified is not None else VerificationCounts()
    replays = _replays(AuditEvent.objects.all() if events is None else events, counted)
    while batch := list(islice(replays, _BATCH)):
        heads = _recorded_heads(batch)
        for replay in batch:
            found = replay.broken
            if found is None and _compare_head(replay, heads.get(replay.stream)) is not None:
                found = _recheck(replay.stream)
            if found is not None:
                yield found
    if events is None:
        yield from _heads_without_history()


def _recheck(stream: str) -> ChainBreak | None:
    """Check one stream again, until its head does not change while its entries are read."""
    events = AuditEvent.objects.filter(stream=stream)
    while True:
        replay = next(_replays(events, VerificationCounts()), None)
        if replay is None:
            return None
        before = _recorded_heads([replay]).get(stream)
        replay = next(_replays(events, VerificationCounts()), replay)
        after = _recorded_heads([replay]).get(stream)
        if before == after:
            return replay.broken or _compare_head(replay, after)


def _replays(events: models.QuerySet[AuditEvent], counted: VerificationCounts) -> Iterator[_Replay]:
    replay: _Replay | None = None
    rows = events.order_by("stream", "seq").values_list(*_COLUMNS)
    for values in rows.iterator(chunk_size=2000):
        if replay is None or replay.stream != values[0]:
            if replay is not None:
                yield replay
            workflow = registry.by_prefix(values[0].partition(":")[0])
            initial = workflow.initial if workflow else ""
            replay = _Replay(stream=values[0], workflow=workflow, state=initial)
            counted.streams += 1
        counted.events += 1
        replay.step(values)
    if replay is not None:
        yield replay


@dataclass(frozen=True, slots=True)
class _RecordedHead:
    seq: int
    head: str
    state: str | None


def _recorded_heads(batch: Iterable[_Replay]) -> dict[str, _RecordedHead]:
    """The heads stored with the rows of a batch of streams: one query per kind of stream."""
    heads: dict[str, _RecordedHead] = {}
    keys: dict[str, list[int]] = {}
    for replay in batch:
        key = replay.stream.partition(":")[2]
        if replay.workflow is not None and key.isdigit():
            keys.setdefault(replay.workflow.name, []).append(int(key))
    for workflow in registry.workflows():
        subjects = _subjects(workflow).filter(pk__in=keys.get(workflow.name, []))
        for pk, seq, head, state in subjects.values_list("pk", "audit_seq", "audit_head", "state"):
            heads[workflow.stream_of(pk)] = _RecordedHead(seq, head, state)
    # Streams without a row, also those of rows deleted before their table got a workflow.
    others = [replay.stream for replay in batch if replay.stream not in heads]
    streams = AuditStream.objects.filter(pk__in=others)
    for stream, seq, head in streams.values_list("stream", "seq", "head"):
        heads[stream] = _RecordedHead(seq, head, None)
    return heads


def _subjects(workflow: Workflow) -> models.QuerySet[WorkflowSubject]:
    return models.QuerySet(registry.model_of(workflow))


def _compare_head(replay: _Replay, recorded: _RecordedHead | None) -> ChainBreak | None:
    if recorded is None:
        return ChainBreak(replay.stream, replay.seq, "its record does not exist")
    if recorded.seq > replay.seq:
        return ChainBreak(
            replay.stream, replay.seq + 1, f"missing; the record counts {recorded.seq} entries"
        )
    if recorded.seq < replay.seq:
        return ChainBreak(
            replay.stream, recorded.seq + 1, f"the record counts only {recorded.seq} entries"
        )
    if recorded.head != replay.head:
        return ChainBreak(replay.stream, replay.seq, "the record holds another hash of it")
    if recorded.state is not None and recorded.state != replay.state:
        what = f"the entries lead to {replay.state}, but the record is {recorded.state}"
        return ChainBreak(replay.stream, replay.seq, what)
    return None


def _heads_without_history() -> Iterator[ChainBreak]:
    """Breaks of records that count entries, or left the initial state, without any entry."""
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


def _without_events(streams: dict[str, str]) -> Iterator[ChainBreak]:
    known = set(
        AuditEvent.objects.filter(stream__in=streams).values_list("stream", flat=True).distinct()
    )
    for stream, state in streams.items():
        if stream not in known:
            what = f"missing; the record is {state}" if state else "missing"
            yield ChainBreak(stream, 1, what)
