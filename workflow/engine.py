"""The one door. `perform` and `perform_many` are the only ways a state moves.

Inside one transaction: lock, compare the version seen, state, standing, conditions, django-fsm's
own guard, then state + history + messages in one write, then effects. A refusal leaves no trace; an
exception in an effect takes everything back. Messages go out after the commit, by somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import transaction

from workflow import audit
from workflow.actors import SYSTEM, Actor, SystemActor, may_act
from workflow.acts import (
    Act,
    BulkResult,
    Performed,
    Refusal,
    key_of,
    prepare,
    require_declared,
)
from workflow.exceptions import (
    BulkRefused,
    NotAllowed,
    StaleVersion,
    TransitionRefused,
    UnknownSubject,
    unknown_subject,
)
from workflow.judging import judge, not_allowed, stale
from workflow.moving import Batch, carry_out
from workflow.offering import Offer, actionable, offers, offers_many
from workflow.store import Locked
from workflow.table import Workflow

__all__ = [
    "SYSTEM",
    "BulkResult",
    "Offer",
    "Performed",
    "Refusal",
    "SystemActor",
    "actionable",
    "offers",
    "offers_many",
    "perform",
    "perform_many",
]


def perform(
    workflow: Workflow,
    pk: object,
    name: str,
    *,
    actor: Actor,
    seen_version: int | None = None,
    comment: str = "",
    data: Mapping[str, Any] | None = None,
    joins: bool = False,
) -> Performed:
    """Move one row, in a durable transaction of its own or (`joins`) in the one that is open.

    `seen_version` is what the person looked at; None compares nothing. Refuses, having written
    nothing, with UnknownTransition, UnknownSubject, StaleVersion, WrongState, NotAllowed or
    ConditionUnmet. Undeclared data is a ValueError, data that cannot be written down a TypeError.
    """
    act = prepare(workflow, name, actor=actor, comment=comment, data=data)
    if not may_act(actor):
        raise NotAllowed([not_allowed(act.transition)])
    act.values["pk"] = key = key_of(pk)
    with _transaction(act, joins):
        locked = act.plan.lock(act.connection, key, act.values)
        if locked is None:
            raise UnknownSubject(pk)
        refusal = _judged(act, locked, act.data, seen_version)
        if refusal is not None:
            if isinstance(refusal, StaleVersion):
                refusal.reasons = [stale(audit.last_event(workflow.stream_of(key)))]
            raise refusal
        if not joins:
            return carry_out(act, locked, alone=True)
        with transaction.atomic(using=act.alias, savepoint=False):
            return carry_out(act, locked)


def perform_many(
    workflow: Workflow,
    pks: Iterable[object],
    name: str,
    *,
    actor: Actor,
    seen_versions: Mapping[int, int] | None = None,
    comment: str = "",
    data: Mapping[str, Any] | None = None,
    data_for: Mapping[Any, Mapping[str, Any]] | None = None,
    all_or_nothing: bool = True,
    joins: bool = False,
    group: str = "",
) -> BulkResult:
    """Move a set of rows in one transaction, each judged by itself, all written together.

    `data_for` adds to `data` per row. A refused row is listed with its reasons; when any is and
    `all_or_nothing` holds, BulkRefused carries the list and nothing is written. `group` marks the
    history entries as belonging together. Refuses an unknown transition; ValueError and TypeError
    as `perform`.
    """
    act = prepare(workflow, name, actor=actor, comment=comment, data=data, group=group)
    own_data = data_for or {}
    for extra in own_data.values():
        require_declared(act.transition, extra)
    keys, refused = _keys(pks)
    if not may_act(actor):
        reason = not_allowed(act.transition)
        refused = [*refused, *[Refusal(key, [reason]) for key in keys]]
        keys = []
    with _transaction(act, joins):
        batch = Batch(act)
        if keys:
            _fill(batch, act, keys, seen_versions or {}, own_data, refused)
        if refused and all_or_nothing:
            raise BulkRefused(BulkResult([], refused), workflow)
        if not batch:
            return BulkResult([], refused)
        inner = transaction.atomic(using=act.alias, savepoint=False) if joins else nullcontext()
        with inner:
            return BulkResult(batch.carry_out(), refused)


def _transaction(act: Act, joins: bool) -> AbstractContextManager[None]:
    if not joins:
        return transaction.atomic(using=act.alias, durable=True)
    if not act.connection.in_atomic_block:
        raise transaction.TransactionManagementError("joins=True needs an open transaction")
    return nullcontext()


def _judged(
    act: Act, locked: Locked, data: Mapping[str, Any], seen_version: int | None
) -> TransitionRefused | None:
    return judge(
        act.workflow,
        act.transition,
        locked,
        actor=act.actor,
        now=act.now,
        today=act.today,
        comment=act.comment,
        data=data,
        seen_version=seen_version,
    )


def _keys(pks: Iterable[object]) -> tuple[list[int], list[Refusal]]:
    keys: set[int] = set()
    refused = []
    for pk in pks:
        try:
            keys.add(key_of(pk))
        except UnknownSubject as refusal:
            refused.append(Refusal(pk, refusal.reasons))
    return sorted(keys), refused


def _fill(
    batch: Batch,
    act: Act,
    keys: list[int],
    seen: Mapping[int, int],
    own_data: Mapping[Any, Mapping[str, Any]],
    refused: list[Refusal],
) -> None:
    """Lock and judge the set: rows that may move go into the batch, the others into `refused`."""
    missing = set(keys)
    outdated: list[Locked] = []
    for locked in act.plan.lock_all(act.connection, keys, act.values):
        missing.remove(locked.pk)
        extra = own_data.get(locked.pk)
        data = {**act.data, **extra} if extra else act.data
        refusal = _judged(act, locked, data, seen.get(locked.pk))
        if refusal is None:
            batch.add(locked, data)
        elif isinstance(refusal, StaleVersion):
            outdated.append(locked)
        else:
            refused.append(Refusal(locked.pk, refusal.reasons))
    refused += [Refusal(key, [unknown_subject()]) for key in sorted(missing)]
    if outdated:
        heads = [(act.workflow.stream_of(locked.pk), locked.seq) for locked in outdated]
        last = audit.last_events(heads)
        refused += [
            Refusal(locked.pk, [stale(last.get(stream))])
            for locked, (stream, _seq) in zip(outdated, heads, strict=True)
        ]
