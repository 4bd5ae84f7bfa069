"""One call of the engine: everything that is the same for all its rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from workflow import canonical, clock, registry, store
from workflow.actors import Actor, is_system, name_of
from workflow.exceptions import UnknownSubject
from workflow.table import Transition, Workflow

if TYPE_CHECKING:
    from workflow.models import Describe, WorkflowSubject

_MAX_KEY = 2**63 - 1


@dataclass(slots=True, kw_only=True)
class Call:
    """A transition, its actor, the moment, the input, and where it is written.

    `values` are the parameters of the SQL statements, `message_facts` is the JSON of what the
    messages of all its rows say alike.
    """

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
    message_facts: str
    describe: Describe


def parameters(
    connection: BaseDatabaseWrapper, workflow: Workflow, actor: Actor, now: datetime, today: date
) -> dict[str, Any]:
    """The named parameters of facts and audiences, in the form the database driver takes."""
    values = {
        "actor_id": actor.pk,
        "actor_person_id": getattr(actor, "person_id", None),
        "actor_is_system": is_system(actor),
        "now": now,
        "today": today,
        **workflow.params(actor),
    }
    return store.adapted_parameters(connection, values)


def build_call(
    workflow: Workflow,
    name: str,
    *,
    actor: Actor,
    comment: str,
    data: Mapping[str, Any] | None,
    group: str = "",
    message_facts: Mapping[str, str] | None = None,
) -> Call:
    """The call of a transition by its name.

    Refuses an unknown transition (UnknownTransition). Data keys that the transition does not
    declare are a programming error (ValueError).
    """
    transition = workflow.transition(name)
    require_declared(transition, data)
    model = registry.model_of(workflow)
    alias = router.db_for_write(model)
    connection = connections[alias]
    now = clock.now()
    today = clock.day_of(now)
    values = parameters(connection, workflow, actor, now, today)
    comment = clean_comment(comment)
    values["actor_name"] = name_of(actor)
    values["action"] = values["topic"] = workflow.topic_of(transition)
    values["group"] = group
    values["prefix"] = workflow.stream_of("")
    return Call(
        workflow=workflow,
        transition=transition,
        model=model,
        alias=alias,
        connection=connection,
        plan=store.plan_of(connection, workflow, transition),
        actor=actor,
        now=now,
        today=today,
        comment=comment,
        data=data or {},
        group=group,
        values=values,
        message_facts=canonical.canonical_texts(
            {**(message_facts or {}), "by": values["actor_name"], "act": name, "comment": comment}
        ),
        describe=model.describer(),
    )


def require_declared(transition: Transition, data: Mapping[str, Any] | None) -> None:
    """Refuse data that the transition does not declare: a programming error (ValueError)."""
    if data and not transition.declared_data.issuperset(data):
        unknown = sorted(set(data) - transition.declared_data)
        raise ValueError(f"{transition.name} takes no data called {', '.join(unknown)}")


def clean_comment(comment: str) -> str:
    """A comment as it is stored: NFC, stripped, without NUL characters."""
    return unicodedata.normalize("NFC", comment).replace("\0", "").strip()


def key_of(pk: object) -> int:
    """A primary key as an integer; anything that cannot be one is refused (UnknownSubject)."""
    try:
        key = int(pk)  # type: ignore[call-overload]  # what is no number is refused below
    except (TypeError, ValueError):
        raise UnknownSubject(pk) from None
    if not 0 < key <= _MAX_KEY:
        raise UnknownSubject(pk)
    return int(key)
