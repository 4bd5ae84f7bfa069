# ruff: noqa: S608 -- names of our own tables and the SQL of our own rules, never of a person
"""Available transitions: the buttons of a record, and the records that wait for an actor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from workflow import clock, registry, store
from workflow.actors import Actor, may_act
from workflow.call import key_of, parameters
from workflow.evaluate import unmet_before_input
from workflow.exceptions import UnknownSubject
from workflow.store import Statement
from workflow.table import Transition, Workflow
from workflow.verdict import Verdict

if TYPE_CHECKING:
    from workflow.store import LockedRow

_POSITIONAL = re.compile(r"%(%|s)")


@dataclass(frozen=True, slots=True)
class Offer:
    """One button: a transition, and the reasons why it cannot be performed yet, if any."""

    transition: Transition
    enabled: bool
    reasons: list[Verdict]


def offer_of(offers: Iterable[Offer], name: str) -> Offer | None:
    """The offer of that transition among those of a record; None where it is not offered."""
    return next((one for one in offers if one.transition.name == name), None)


def offers(workflow: Workflow, pk: object, *, actor: Actor) -> list[Offer]:
    """The buttons of one record for this actor, in the order of the table.

    Empty if the record does not exist.
    """
    try:
        key = key_of(pk)
    except UnknownSubject:
        return []
    return offers_many(workflow, [key], actor=actor).get(key, [])


def offers_many(workflow: Workflow, pks: Iterable[int], *, actor: Actor) -> dict[int, list[Offer]]:
    """The buttons of several records, by one query. A record that does not exist is left out.

    A transition is offered if it starts at the present state and its `allowed_for` holds for the
    actor; it is enabled if every condition holds that can be evaluated before data is entered.
    """
    keys = list(dict.fromkeys(pks))
    if not keys:
        return {}
    if not may_act(actor):
        return {key: [] for key in keys}
    now = clock.now()
    today = clock.day_of(now)
    connection = connections[router.db_for_read(registry.model_of(workflow))]
    plan = store.offer_plan_of(connection, workflow)
    values = parameters(connection, workflow, actor, now, today)
    found: dict[int, list[Offer]] = {}
    for row in plan.read(connection, keys, values):
        buttons = found[row.pk] = []
        for transition in plan.by_state.get(row.state, ()):
            if transition.allowed_for.holds(row.facts) and _has_target(transition, row):
                reasons = unmet_before_input(transition, row, actor=actor, now=now, today=today)
                buttons.append(Offer(transition, not reasons, reasons))
    return found


def _has_target(transition: Transition, row: LockedRow) -> bool:
    return isinstance(transition.target, str) or row.previous_state in transition.targets


def actionable(
    workflow: Workflow, *, actor: Actor, within: QuerySet[Any] | None = None
) -> list[int]:
    """Keys of the records that wait for this actor, longest waiting first, by one query.

    A record waits if an offered transition with `inbox` starts at its state and `allowed_for` of
    the transition holds for the actor. `within` limits the search.
    """
    return actionable_by_workflow({workflow: within}, actor=actor)[workflow]


def actionable_by_workflow(
    asked: Mapping[Workflow, QuerySet[Any] | None], *, actor: Actor
) -> dict[Workflow, list[int]]:
    """`actionable` of several workflows, each within its rows (None: all), by one query for those
    in the same database."""
    found: dict[Workflow, list[int]] = {workflow: [] for workflow in asked}
    if not may_act(actor):
        return found
    now = clock.now()
    together: dict[str, list[Workflow]] = defaultdict(list)
    for workflow in asked:
        together[router.db_for_read(registry.model_of(workflow))].append(workflow)
    for alias, workflows in together.items():
        connection = connections[alias]
        values: dict[str, Any] = {}
        parts = []
        for number, workflow in enumerate(workflows):
            sql, given = _waiting_sql(connection, workflow, number, asked[workflow])
            if sql:
                parts.append(sql)
                own = parameters(connection, workflow, actor, now, clock.day_of(now))
                _add_values(values, {**own, **given})
        if not parts:
            continue
        statement = Statement(connection.vendor, " UNION ALL ".join(parts) + " ORDER BY 1, 2, 3")
        with connection.cursor() as cursor:  # the text differs for every `within`: not prepared
            cursor.execute(statement.text, {name: values[name] for name in statement.names})
            for number, _since, key in cursor.fetchall():
                found[workflows[number]].append(key)
    return found


def _add_values(values: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Add parameters; the same name with another value is a ValueError."""
    for name, value in more.items():
        if values.setdefault(name, value) != value:
            raise ValueError(f"two workflows give the parameter {name} different values")


def _waiting_sql(
    connection: BaseDatabaseWrapper, workflow: Workflow, number: int, within: QuerySet[Any] | None
) -> tuple[str, dict[str, Any]]:
    """A SELECT of the waiting records: `number`, since when, key; "" if none can wait."""
    rows = [row for row in workflow.transitions if row.offered and row.inbox]
    if not rows:
        return "", {}
    model = registry.model_of(workflow)
    where = " OR ".join(f"({_waits_sql(row)})" for row in rows)
    pk = connection.ops.quote_name(str(model._meta.pk.column))
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"SELECT {number}, s.state_entered_at, s.{pk} FROM {table} s WHERE ({where})"
    if within is None:
        return sql, {}
    try:
        inside, arguments = within.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "", {}
    prefix = f"within{number}_"
    names = iter(range(len(arguments)))
    inside = _POSITIONAL.sub(
        lambda found: "%%" if found[1] == "%" else f"%({prefix}{next(names)})s", inside
    )
    values = {f"{prefix}{n}": value for n, value in enumerate(arguments)}
    return f"{sql} AND s.{pk} IN ({inside})", values


def _waits_sql(row: Transition) -> str:
    listed = ", ".join(f"'{state}'" for state in sorted(row.sources))
    sql = f"s.state IN ({listed}) AND {row.allowed_for.as_sql()}"
    if not isinstance(row.target, str):
        targets = ", ".join(f"'{state}'" for state in sorted(row.targets))
        sql += f" AND s.previous_state IN ({targets})"
    return sql
