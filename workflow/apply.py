"""Applies a transition that was allowed: django-fsm's guard, the entries, the write, the effects.

django-fsm is consulted for every move although `evaluate` has decided already: its bound methods
are the public declaration of the graph on the model, and a table that differs from them must not
move anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models.base import ModelState

from notifications import outbox
from workflow import canonical, store
from workflow.call import Call
from workflow.canonical import digest
from workflow.results import Performed
from workflow.store import Entry, LockedRow
from workflow.table import Effect, Effects, MovedRow
from workflow.transition_methods import run_bound_method


def apply(call: Call, locked: LockedRow, *, alone: bool = False) -> Performed:
    """Write the move of one row and run its effects, inside the transaction that locked the row.

    `alone` says that the transaction consists of this move only and may end with it.
    """
    target = _target(call, locked)
    entry = _entry(call, locked, call.data, target, canonical.utc_text(call.now))
    if call.transition.effects_before:
        _run(call.transition.effects_before, call, [(locked, call.data)], [entry])
    commit = alone and not call.transition.effects
    if store.write(call.connection, call.plan, call.values, entry, commit=commit):
        transaction.on_commit(outbox.wake_worker, using=call.alias, robust=True)
    if call.transition.effects:
        _run(call.transition.effects, call, [(locked, call.data)], [entry])
    return _performed(call, entry)


class Batch:
    """The allowed rows of a set: entries are composed one by one, then written together.

    Keeps the rows that were read only if the transition has effects.
    """

    def __init__(self, call: Call) -> None:
        self._call = call
        self._at = canonical.utc_text(call.now)
        self._targets: dict[tuple[str, str], str] = {}
        self._entries: list[Entry] = []
        self._accepted: list[tuple[LockedRow, Mapping[str, Any]]] = []

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, locked: LockedRow, data: Mapping[str, Any]) -> None:
        """Compose the entry of one row; nothing is written yet."""
        states = (locked.state, locked.previous_state)
        # django-fsm reads nothing but these two: its answer is the same for all such rows.
        target = self._targets.get(states)
        if target is None:
            target = self._targets[states] = _target(self._call, locked)
        self._entries.append(_entry(self._call, locked, data, target, self._at))
        if self._call.transition.effects or self._call.transition.effects_before:
            self._accepted.append((locked, data))

    def apply(self) -> list[Performed]:
        """Write all rows and run the effects once for all of them."""
        call = self._call
        if call.transition.effects_before:
            _run(call.transition.effects_before, call, self._accepted, self._entries)
        if store.write_many(call.connection, call.plan, call.values, self._entries):
            transaction.on_commit(outbox.wake_worker, using=call.alias, robust=True)
        if call.transition.effects:
            _run(call.transition.effects, call, self._accepted, self._entries)
        return [_performed(call, entry) for entry in self._entries]


def _target(call: Call, locked: LockedRow) -> str:
    """The state django-fsm reaches on an instance that has only its key and its state."""
    model = call.model
    # What from_db does, without a loop over the columns that stay deferred.
    instance = model.__new__(model)
    instance._state = ModelState()
    instance._state.db, instance._state.adding = call.alias, False
    attributes = instance.__dict__
    attributes[call.plan.key_name] = locked.pk
    attributes["state"], attributes["previous_state"] = locked.state, locked.previous_state
    return run_bound_method(instance, call.transition, call.actor)


def _entry(call: Call, locked: LockedRow, data: Mapping[str, Any], target: str, at: str) -> Entry:
    workflow, values, row = call.workflow, call.values, locked.row
    version, seq = locked.version + 1, locked.seq + 1
    stream = f"{workflow.topic_prefix}:{locked.pk}"
    payload = canonical.transition_payload(
        source=locked.state,
        target=target,
        version=version,
        comment=call.comment,
        data=data,
        row=canonical.canonical_columns(call.plan.snapshot, row),
    )
    return Entry(
        pk=locked.pk,
        source=locked.state,
        target=target,
        version=version,
        stream=stream,
        seq=seq,
        prev=locked.head,
        payload=payload,
        hash=digest(
            stream=stream,
            seq=seq,
            action=values["action"],
            actor_id=values["actor_id"],
            actor_name=values["actor_name"],
            at=at,
            group=call.group,
            payload=payload,
            prev=locked.head,
        ),
        event_key=f"{stream}#{seq}",
        context=_context(call, row) if call.transition.tells else "",
    )


def _context(call: Call, row: Mapping[str, Any]) -> str:
    """The JSON facts of a message: those of the row, then those that all rows of the call share."""
    return f"{canonical.canonical_texts(call.describe(row))[:-1]},{call.message_facts[1:]}"


def _performed(call: Call, entry: Entry) -> Performed:
    return Performed(
        pk=entry.pk,
        name=call.transition.name,
        source=entry.source,
        target=entry.target,
        version=entry.version,
        event_key=entry.event_key,
    )


def _run(
    effects: Sequence[Effect],
    call: Call,
    accepted: Sequence[tuple[LockedRow, Mapping[str, Any]]],
    entries: Sequence[Entry],
) -> None:
    moved = [
        MovedRow(
            pk=entry.pk,
            row=locked.row,
            facts=locked.facts,
            source=entry.source,
            target=entry.target,
            seq=entry.seq,
            event_key=entry.event_key,
            data=data,
        )
        for (locked, data), entry in zip(accepted, entries, strict=True)
    ]
    arguments = Effects(
        workflow=call.workflow,
        transition=call.transition,
        actor=call.actor,
        now=call.now,
        today=call.today,
        comment=call.comment,
        data=call.data,
        moved=moved,
        group=call.group,
    )
    for effect in effects:
        effect(arguments)
