# ruff: noqa: S608 -- names of our own tables and the SQL of our own rules, never of a person
"""What somebody could do now: buttons of a record, and the records that wait for somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import QuerySet

from workflow import clock, registry, store
from workflow.actors import Actor, may_act
from workflow.acts import key_of, parameters
from workflow.exceptions import UnknownSubject
from workflow.judging import foreseen
from workflow.store import Statement
from workflow.table import Transition, Workflow
from workflow.verdict import Verdict

if TYPE_CHECKING:
    from workflow.store import Locked

_POSITIONAL = re.compile(r"%(%|s)")


@dataclass(frozen=True, slots=True)
class Offer:
    """One button: the row of the table, and why it cannot be pressed yet, if so."""

    transition: Transition
    enabled: bool
    reasons: list[Verdict]


def offers(workflow: Workflow, pk: object, *, actor: Actor) -> list[Offer]:
    """The buttons of one record for this person, in order of the table; none if there is none."""
    try:
        key = key_of(pk)
    except UnknownSubject:
        return []
    return offers_many(workflow, [key], actor=actor).get(key, [])


def offers_many(workflow: Workflow, pks: Iterable[int], *, actor: Actor) -> dict[int, list[Offer]]:
    """The buttons of several records, by one query. A record that does not exist is left out.

    A row of the table is offered when it starts at the present state and the person has its
    standing; it is enabled when every condition holds that can be judged before data is typed in.
    """
    keys = list(dict.fromkeys(pks))
    if not keys:
        return {}
    if not may_act(actor):
        return {key: [] for key in keys}
    now = clock.now()
    today = clock.day_of(now)
    connection = connections[router.db_for_read(registry.model_of(workflow))]
    offering = store.offering_of(connection, workflow)
    values = parameters(connection, workflow, actor, now, today)
    found = {}
    for row in offering.read(connection, keys, values):
        found[row.pk] = [
            _offer(transition, row, foreseen(transition, row, actor=actor, now=now, today=today))
            for transition in offering.by_state.get(row.state, ())
            if transition.allowed_for.holds(row.facts) and _leads_somewhere(transition, row)
        ]
    return found


def _offer(transition: Transition, row: Locked, reasons: list[Verdict]) -> Offer:
    return Offer(transition, not reasons, reasons)


def _leads_somewhere(transition: Transition, row: Locked) -> bool:
    return isinstance(transition.target, str) or row.previous_state in transition.targets


def actionable(
    workflow: Workflow, *, actor: Actor, within: QuerySet[Any] | None = None
) -> list[int]:
    """Keys of the records that wait for this person, longest waiting first, by one query.

    A record waits when some offered row with `inbox` starts at its state and the person has the
    row's standing. `within` limits the search.
    """
    rows = [row for row in workflow.transitions if row.offered and row.inbox]
    if not rows or not may_act(actor):
        return []
    model = registry.model_of(workflow)
    connection = connections[router.db_for_read(model)]
    now = clock.now()
    values = parameters(connection, workflow, actor, now, clock.day_of(now))
    where = " OR ".join(f"({_waits(row)})" for row in rows)
    pk = connection.ops.quote_name(str(model._meta.pk.column))
    sql = f"SELECT s.{pk} FROM {connection.ops.quote_name(model._meta.db_table)} s WHERE ({where})"
    if within is not None:
        try:
            inside, arguments = within.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            return []
        names = iter(range(len(arguments)))
        inside = _POSITIONAL.sub(
            lambda found: "%%" if found[1] == "%" else f"%(within{next(names)})s", inside
        )
        sql += f" AND s.{pk} IN ({inside})"
        values.update({f"within{n}": value for n, value in enumerate(arguments)})
    statement = Statement(connection.vendor, f"{sql} ORDER BY s.state_entered_at, s.{pk}")
    with connection.cursor() as cursor:  # the text is another for every `within`: not prepared
        cursor.execute(statement.text, {name: values[name] for name in statement.names})
        return [row[0] for row in cursor.fetchall()]


def _waits(row: Transition) -> str:
    listed = ", ".join(f"'{state}'" for state in sorted(row.sources))
    sql = f"s.state IN ({listed}) AND {row.allowed_for.as_sql()}"
    if not isinstance(row.target, str):
        targets = ", ".join(f"'{state}'" for state in sorted(row.targets))
        sql += f" AND s.previous_state IN ({targets})"
    return sql
