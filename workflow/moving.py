"""Carrying out what was judged: django-fsm's guard, the entries, the write, the effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models.base import ModelState

from notifications import outbox
from workflow import canonical, store
from workflow.acts import Act, Performed
from workflow.binding import walk
from workflow.canonical import digest
from workflow.store import Entry, Locked
from workflow.table import Effect, Effects, Moved


def carry_out(act: Act, locked: Locked, *, alone: bool = False) -> Performed:
    """Write one judged row and run its effects; inside the transaction that holds its lock.

    `alone` says that the transaction is for this move only and ends with it.
    """
    entry = _entry(act, locked, act.data, _target(act, locked), canonical.moment(act.now))
    if act.transition.effects_before:
        _run(act.transition.effects_before, act, [(locked, act.data)], [entry])
    commit = alone and not act.transition.effects
    if store.write(act.connection, act.plan, act.values, entry, commit=commit):
        transaction.on_commit(outbox.kick, using=act.alias, robust=True)
    if act.transition.effects:
        _run(act.transition.effects, act, [(locked, act.data)], [entry])
    return _performed(act, entry)


class Batch:
    """Judged rows of a set, composed one by one, then written together.

    Keeps the row that was read only where an effect will look at it.
    """

    def __init__(self, act: Act) -> None:
        self._act = act
        self._at = canonical.moment(act.now)
        self._targets: dict[tuple[str, str], str] = {}
        self._entries: list[Entry] = []
        self._accepted: list[tuple[Locked, Mapping[str, Any]]] = []

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, locked: Locked, data: Mapping[str, Any]) -> None:
        """Compose one row's entry; nothing is written yet."""
        way = (locked.state, locked.previous_state)
        # django-fsm looks at nothing but these two: its answer is the same for all such rows.
        target = self._targets.get(way)
        if target is None:
            target = self._targets[way] = _target(self._act, locked)
        self._entries.append(_entry(self._act, locked, data, target, self._at))
        if self._act.transition.effects or self._act.transition.effects_before:
            self._accepted.append((locked, data))

    def carry_out(self) -> list[Performed]:
        """Write all rows and run the effects once for all of them."""
        act = self._act
        if act.transition.effects_before:
            _run(act.transition.effects_before, act, self._accepted, self._entries)
        if store.write_many(act.connection, act.plan, act.values, self._entries):
            transaction.on_commit(outbox.kick, using=act.alias, robust=True)
        if act.transition.effects:
            _run(act.transition.effects, act, self._accepted, self._entries)
        return [_performed(act, entry) for entry in self._entries]


def _target(act: Act, locked: Locked) -> str:
    """The state django-fsm reaches on an instance that knows just its key and its state."""
    model = act.model
    # What from_db does, without a loop over the columns that stay deferred.
    instance = model.__new__(model)
    instance._state = ModelState()
    instance._state.db, instance._state.adding = act.alias, False
    known = instance.__dict__
    known[act.plan.key_name] = locked.pk
    known["state"], known["previous_state"] = locked.state, locked.previous_state
    return walk(instance, act.transition, act.actor)


def _entry(act: Act, locked: Locked, data: Mapping[str, Any], target: str, at: str) -> Entry:
    workflow, values, row = act.workflow, act.values, locked.row
    version, seq = locked.version + 1, locked.seq + 1
    stream = f"{workflow.topic_prefix}:{locked.pk}"
    payload = canonical.transition_payload(
        source=locked.state,
        target=target,
        version=version,
        comment=act.comment,
        data=data,
        row=canonical.flat(act.plan.snapshot, row),
    )
    context = ""
    if act.transition.tells:
        described = act.model.describe(row)
        context = canonical.texts({**described, "act": act.transition.name, "comment": act.comment})
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
            group=act.group,
            payload=payload,
            prev=locked.head,
        ),
        event_key=f"{stream}#{seq}",
        context=context,
    )


def _performed(act: Act, entry: Entry) -> Performed:
    return Performed(
        entry.pk,
        act.transition.name,
        entry.source,
        entry.target,
        entry.version,
        entry.event_key,
    )


def _run(
    functions: Sequence[Effect],
    act: Act,
    accepted: Sequence[tuple[Locked, Mapping[str, Any]]],
    entries: Sequence[Entry],
) -> None:
    moved = [
        Moved(
            entry.pk,
            locked.row,
            locked.facts,
            entry.source,
            entry.target,
            entry.seq,
            entry.event_key,
            data,
        )
        for (locked, data), entry in zip(accepted, entries, strict=True)
    ]
    effects = Effects(
        act.workflow,
        act.transition,
        act.actor,
        act.now,
        act.today,
        act.comment,
        act.data,
        moved,
        act.group,
    )
    for function in functions:
        function(effects)
