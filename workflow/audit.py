"""The history: one chain of entries per stream, each linked to the previous one by its hash.

The head of a subject's stream is on the subject's row, so locking the row locks the chain. A stream
without a subject ("depot:3") has its head in AuditStream. Services record acts that are not
transitions with `record` and `record_on`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import models, router, transaction

from workflow import actions, clock
from workflow.actions import label_of, register
from workflow.actors import Actor, name_of
from workflow.canonical import digest, encode, utc_text
from workflow.models import AuditEvent, AuditStream, WorkflowSubject

if TYPE_CHECKING:
    from workflow.table import Workflow

__all__ = [
    "UnregisteredActionError",
    "entries",
    "history",
    "label_of",
    "last_event",
    "last_event_of",
    "last_events",
    "last_step",
    "record",
    "record_on",
    "register",
]


class UnregisteredActionError(ValueError):
    """Raised when an action that was not registered is recorded."""


def _append(
    stream: str,
    seq: int,
    prev: str,
    action: str,
    *,
    actor: Actor,
    payload: Mapping[str, Any],
    group: str,
    using: str,
) -> AuditEvent:
    at = clock.now()
    event = AuditEvent(
        stream=stream,
        seq=seq,
        action=action,
        actor_id=actor.pk,
        actor_name=name_of(actor),
        at=at,
        group=group,
        payload=encode(payload),
        prev_hash=prev,
    )
    event.hash = digest(
        stream=stream,
        seq=seq,
        action=action,
        actor_id=event.actor_id,
        actor_name=event.actor_name,
        at=utc_text(at),
        group=group,
        payload=event.payload,
        prev=prev,
    )
    event.save(using=using, force_insert=True)
    return event


def _require_registered(action: str) -> None:
    if not actions.is_registered(action):
        raise UnregisteredActionError(f"{action!r} is not a registered action")


def record(
    stream: str, action: str, *, actor: Actor, payload: Mapping[str, Any], group: str = ""
) -> str:
    """Append an entry to a stream without a subject; returns its event key.

    Joins the open transaction or opens its own; locks the head of the stream. Refuses an
    unregistered action (UnregisteredActionError) and a payload without canonical text (TypeError).
    """
    _require_registered(action)
    using = router.db_for_write(AuditStream)
    heads = AuditStream.objects.using(using)
    with transaction.atomic(using=using):
        heads.bulk_create([AuditStream(stream=stream)], ignore_conflicts=True)
        head = heads.select_for_update(no_key=True).get(pk=stream)
        event = _append(
            stream,
            head.seq + 1,
            head.head,
            action,
            actor=actor,
            payload=payload,
            group=group,
            using=using,
        )
        heads.filter(pk=stream).update(seq=event.seq, head=event.hash)
    return event.event_key


def record_on(
    subject: WorkflowSubject,
    action: str,
    *,
    actor: Actor,
    payload: Mapping[str, Any],
    is_locked: bool = False,
) -> str:
    """Append an entry to the stream of a subject, leaving its state; returns the event key.

    Joins the open transaction or opens its own; locks the row of the subject. `is_locked` says that
    the instance was read under the lock of this transaction, so its head is not read again. Refuses
    an unregistered action (UnregisteredActionError) and a payload without canonical text
    (TypeError).
    """
    _require_registered(action)
    model = type(subject)
    using = router.db_for_write(model, instance=subject)
    # Django's own query set: that of the subject refuses to write the engine's columns.
    rows: models.QuerySet[WorkflowSubject] = models.QuerySet(model, using=using)
    rows = rows.filter(pk=subject.pk)
    with transaction.atomic(using=using, savepoint=not is_locked):
        seq, head = subject.audit_seq, subject.audit_head
        if not is_locked:
            locked = rows.select_for_update(no_key=True).values_list("audit_seq", "audit_head")
            seq, head = locked.get()
        event = _append(
            subject.stream,
            seq + 1,
            head,
            action,
            actor=actor,
            payload=payload,
            group="",
            using=using,
        )
        rows.update(audit_seq=event.seq, audit_head=event.hash)
    subject.audit_seq, subject.audit_head = event.seq, event.hash
    return event.event_key


def keep_head(subject: WorkflowSubject) -> None:
    """Store the head of a subject's stream in a row of its own, before the subject is deleted.

    Its entries stay and are verified against that row. For the transaction that locked the subject.
    """
    using = router.db_for_write(AuditStream, instance=subject)
    if subject.audit_seq:
        AuditStream.objects.using(using).create(
            stream=subject.stream, seq=subject.audit_seq, head=subject.audit_head
        )


def entries(stream: str) -> models.QuerySet[AuditEvent]:
    """All entries of a stream, oldest first, as a query set."""
    return AuditEvent.objects.filter(stream=stream).order_by("seq")


def history(stream: str) -> list[AuditEvent]:
    """All entries of a stream, oldest first."""
    return list(entries(stream))


def last_event(stream: str) -> AuditEvent | None:
    """The newest entry of a stream, if it has any."""
    return AuditEvent.objects.filter(stream=stream).order_by("-seq").first()


def last_step(stream: str, workflow: Workflow) -> AuditEvent | None:
    """The newest entry of a stream that is a transition of the workflow, if there is one."""
    steps = [workflow.topic_of(row) for row in workflow.transitions]
    rows = AuditEvent.objects.filter(stream=stream, action__in=steps)
    return rows.order_by("-seq").first()


def last_event_of(stream: str, action: str, *, actor: Actor) -> AuditEvent | None:
    """The newest entry of a stream that records this act of this actor, if there is one."""
    rows = AuditEvent.objects.filter(stream=stream, action=action, actor_id=actor.pk)
    return rows.order_by("-seq").first()


def last_events(heads: Iterable[tuple[str, int]]) -> dict[str, AuditEvent]:
    """The newest entries of several streams, given the number of each, by one query."""
    wanted = dict(heads)
    events = AuditEvent.objects.filter(stream__in=wanted, seq__in=set(wanted.values()))
    return {event.stream: event for event in events if wanted[event.stream] == event.seq}
