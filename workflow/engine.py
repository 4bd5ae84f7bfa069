"""The engine. `perform` and `perform_many` are the only functions that move a state.

Inside one transaction: lock the row, compare the version seen, check state, relation and
conditions, consult django-fsm, write state, history and messages together, run the effects. A
refusal writes nothing; an exception in an effect rolls everything back. Messages are delivered
after the commit, by a worker.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import transaction

from workflow import audit
from workflow.actors import SYSTEM, Actor, SystemActor, may_act
from workflow.apply import Batch, apply
from workflow.available import Offer, actionable, actionable_by_workflow, offers, offers_many
from workflow.call import Call, build_call, key_of, require_declared
from workflow.evaluate import evaluate, not_allowed, stale_version
from workflow.exceptions import (
    BulkRefused,
    NotAllowed,
    StaleVersion,
    TransitionRefused,
    UnknownSubject,
    unknown_subject,
)
from workflow.results import BulkResult, Performed, Refusal
from workflow.store import LockedRow
from workflow.table import Workflow

__all__ = [
    "SYSTEM",
    "BulkResult",
    "Offer",
    "Performed",
    "Refusal",
    "SystemActor",
    "actionable",
    "actionable_by_workflow",
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

    `seen_version` is the version the person has seen; None skips the comparison. Refuses, having
    written nothing, with UnknownTransition, UnknownSubject, StaleVersion, WrongState, NotAllowed or
    ConditionUnmet. Undeclared data is a ValueError, data without a canonical text a TypeError.
    """
    call = build_call(workflow, name, actor=actor, comment=comment, data=data)
    if not may_act(actor):
        raise NotAllowed([not_allowed(call.transition)])
    call.values["pk"] = key = key_of(pk)
    with _transaction(call, joins):
        locked = call.plan.lock(call.connection, key, call.values)
        if locked is None:
            raise UnknownSubject(pk)
        refusal = _refusal_of(call, locked, call.data, seen_version)
        if refusal is not None:
            if isinstance(refusal, StaleVersion):
                refusal.reasons = [stale_version(audit.last_event(workflow.stream_of(key)))]
            raise refusal
        if not joins:
            return apply(call, locked, alone=True)
        with transaction.atomic(using=call.alias, savepoint=False):
            return apply(call, locked)


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
    message_facts: Mapping[str, str] | None = None,
) -> BulkResult:
    """Move a set of rows in one transaction: each is evaluated by itself, all are written together.

    `data_for` adds to `data` per row. Refused rows are listed with their reasons; with
    `all_or_nothing`, one refused row raises BulkRefused with that list and nothing is written.
    `group` marks the history entries as belonging together; `message_facts` are facts for the
    messages that the history does not keep. Refuses an unknown transition; ValueError and
    TypeError as `perform`.
    """
    call = build_call(
        workflow,
        name,
        actor=actor,
        comment=comment,
        data=data,
        group=group,
        message_facts=message_facts,
    )
    own_data = data_for or {}
    for extra in own_data.values():
        require_declared(call.transition, extra)
    keys, refused = _keys(pks)
    if not may_act(actor):
        reason = not_allowed(call.transition)
        refused = [*refused, *[Refusal(key, [reason]) for key in keys]]
        keys = []
    with _transaction(call, joins):
        batch = Batch(call)
        if keys:
            _fill(batch, call, keys, seen_versions or {}, own_data, refused)
        if refused and all_or_nothing:
            raise BulkRefused(BulkResult([], refused), workflow)
        if not batch:
            return BulkResult([], refused)
        inner = transaction.atomic(using=call.alias, savepoint=False) if joins else nullcontext()
        with inner:
            return BulkResult(batch.apply(), refused)


def _transaction(call: Call, joins: bool) -> AbstractContextManager[None]:
    if not joins:
        return transaction.atomic(using=call.alias, durable=True)
    if not call.connection.in_atomic_block:
        raise transaction.TransactionManagementError("joins=True needs an open transaction")
    return nullcontext()


def _refusal_of(
    call: Call, locked: LockedRow, data: Mapping[str, Any], seen_version: int | None
) -> TransitionRefused | None:
    return evaluate(
        call.workflow,
        call.transition,
        locked,
        actor=call.actor,
        now=call.now,
        today=call.today,
        comment=call.comment,
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
    call: Call,
    keys: list[int],
    seen: Mapping[int, int],
    own_data: Mapping[Any, Mapping[str, Any]],
    refused: list[Refusal],
) -> None:
    """Lock and evaluate the set: allowed rows go into the batch, the others into `refused`."""
    missing = set(keys)
    outdated: list[LockedRow] = []
    for locked in call.plan.lock_all(call.connection, keys, call.values):
        missing.remove(locked.pk)
        extra = own_data.get(locked.pk)
        data = {**call.data, **extra} if extra else call.data
        refusal = _refusal_of(call, locked, data, seen.get(locked.pk))
        if refusal is None:
            batch.add(locked, data)
        elif isinstance(refusal, StaleVersion):
            outdated.append(locked)
        else:
            refused.append(Refusal(locked.pk, refusal.reasons))
    refused += [Refusal(key, [unknown_subject()]) for key in sorted(missing)]
    if outdated:
        heads = [(call.workflow.stream_of(locked.pk), locked.seq) for locked in outdated]
        last = audit.last_events(heads)
        refused += [
            Refusal(locked.pk, [stale_version(last.get(stream))])
            for locked, (stream, _seq) in zip(outdated, heads, strict=True)
        ]
