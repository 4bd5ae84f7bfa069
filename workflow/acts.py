"""An act in progress: everything `perform` knows besides the row, and what it answers."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from workflow import clock, registry, store
from workflow.actors import Actor, is_system, name_of
from workflow.exceptions import UnknownSubject
from workflow.table import Transition, Workflow
from workflow.verdict import Verdict

if TYPE_CHECKING:
    from workflow.models import WorkflowSubject

_LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Performed:
    """One row moved."""

    pk: int
    name: str
    source: str
    target: str
    version: int
    event_key: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row of a set that was not moved, and every reason."""

    pk: Any
    reasons: list[Verdict]


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of a set."""

    moved: list[Performed] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


@dataclass(slots=True)
class Act:
    """One call of the engine: a transition, its doer, the moment, what was typed in."""

    workflow: Workflow
    transition: Transition
    model: type[WorkflowSubject]
    alias: str
    connection: BaseDatabaseWrapper
    plan: store.Plan
    actor: Actor
    now: datetime
    today: date
    comment: str
    data: Mapping[str, Any]
    group: str
    values: dict[str, Any]


def parameters(
    connection: BaseDatabaseWrapper, workflow: Workflow, actor: Actor, now: datetime, today: date
) -> dict[str, Any]:
    """The named parameters of facts and audiences, as the database takes them."""
    values = {
        "actor_id": actor.pk,
        "actor_person_id": getattr(actor, "person_id", None),
        "actor_is_system": is_system(actor),
        "now": now,
        "today": today,
        **workflow.params(actor),
    }
    return store.adapted(connection, values)


def prepare(
    workflow: Workflow,
    name: str,
    *,
    actor: Actor,
    comment: str,
    data: Mapping[str, Any] | None,
    group: str = "",
) -> Act:
    """Bring a call into its final form.

    Refuses an unknown transition (UnknownTransition). Data keys the row does not declare are a
    programming error (ValueError).
    """
    transition = workflow.transition(name)
    require_declared(transition, data)
    model = registry.model_of(workflow)
    alias = router.db_for_write(model)
    connection = connections[alias]
    now = clock.now()
    today = clock.day_of(now)
    values = parameters(connection, workflow, actor, now, today)
    values["actor_name"] = name_of(actor)
    values["action"] = values["topic"] = workflow.topic_of(transition)
    values["group"] = group
    values["prefix"] = workflow.stream_of("")
    return Act(
        workflow,
        transition,
        model,
        alias,
        connection,
        store.plan_of(connection, workflow, transition),
        actor,
        now,
        today,
        clean(comment),
        data or {},
        group,
        values,
    )


def require_declared(transition: Transition, data: Mapping[str, Any] | None) -> None:
    """Refuse data that the table's row does not declare: a programming error."""
    if data and not transition.declared_data.issuperset(data):
        strange = sorted(set(data) - transition.declared_data)
        raise ValueError(f"{transition.name} takes no data called {', '.join(strange)}")


def clean(comment: str) -> str:
    """A comment as it is kept: NFC, without blanks at the ends and without NUL."""
    return unicodedata.normalize("NFC", comment).replace("\0", "").strip()


def key_of(pk: object) -> int:
    """A primary key as a number; what cannot be one refers to nothing (UnknownSubject)."""
    try:
        key = int(pk)  # type: ignore[call-overload]
    except (TypeError, ValueError):
        raise UnknownSubject(pk) from None
    if not 0 < key <= _LARGEST_KEY:
        raise UnknownSubject(pk)
    return int(key)
