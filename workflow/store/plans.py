# ruff: noqa: S608 -- names of our own tables and the SQL of our own rules, never of a person
"""The SQL statements of a transition: composed once, cached on the workflow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model
from django.db.models.expressions import Col

from workflow import registry
from workflow.canonical import quoted
from workflow.models import AuditEvent, WorkflowSubject
from workflow.rules import Fact
from workflow.store.statements import Statement, run, run_all
from workflow.table import Transition, Workflow

_HEAD = ("version", "state", "previous_state", "audit_seq", "audit_head")
_EVENT = (
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
_MESSAGE = (
    "event_key",
    "recipient",
    "topic",
    "channel",
    "context",
    "created_at",
    "due_at",
    "attempts",
    "last_error",
)
_Convert = Callable[[Any], Any]


@dataclass(slots=True, kw_only=True)
class LockedRow:
    """A subject as read under the lock (or, for offers, without)."""

    pk: int
    version: int
    state: str
    previous_state: str
    seq: int
    head: str
    row: Mapping[str, Any]
    facts: Mapping[str, Any]


class SubjectQuery:
    """Composes the SELECT of a subject with facts and converts its rows to `LockedRow`."""

    def __init__(
        self, connection: BaseDatabaseWrapper, workflow: Workflow, facts: Mapping[Fact, str]
    ) -> None:
        model = registry.model_of(workflow)
        quote = connection.ops.quote_name
        self.model = model
        self.vendor = connection.vendor
        self.table = quote(model._meta.db_table)
        self.pk = quote(str(model._meta.pk.column))
        own = [str(_field(model, name).column) for name in workflow.columns]
        columns = [str(model._meta.pk.column), *_HEAD, *own]
        parts = [f"s.{quote(column)}" for column in columns] + list(facts.values())
        self.select = f"SELECT {', '.join(parts)} FROM {self.table} s"
        self.names = ("id", *_HEAD[:3], *workflow.columns)
        self.converts = _column_converters(connection, model, workflow.columns)
        self.facts = tuple((fact.name, fact.convert) for fact in facts)
        self.first_fact = len(columns)

    def statement(self, tail: str) -> Statement:
        """The SELECT with a WHERE clause and what follows."""
        return Statement(self.vendor, f"{self.select} {tail}")

    def locked(self, values: Sequence[Any]) -> LockedRow:
        """One row of the SELECT, each value as its Python type."""
        pk, version, state, previous, seq, head = values[:6]
        first = self.first_fact
        row = dict(zip(self.names, (pk, version, state, previous, *values[6:first]), strict=True))
        for name, convert in self.converts:
            row[name] = convert(row[name])
        facts = {}
        for (name, convert), value in zip(self.facts, values[first:], strict=True):
            facts[name] = convert(value)
        return LockedRow(
            pk=pk,
            version=version,
            state=state,
            previous_state=previous,
            seq=seq,
            head=head,
            row=row,
            facts=facts,
        )

    def among(self, name: str) -> str:
        """A WHERE clause for a set of keys in a parameter."""
        if self.vendor == "sqlite":
            return f"s.{self.pk} IN (SELECT value FROM json_each(%({name})s))"
        return f"s.{self.pk} = ANY(CAST(%({name})s AS bigint[]))"


def keys_parameter(vendor: str, pks: Sequence[int]) -> str:
    """A set of keys as one parameter for `SubjectQuery.among`."""
    inside = ",".join(map(str, pks))
    return f"[{inside}]" if vendor == "sqlite" else f"{{{inside}}}"


def _column_converters(
    connection: BaseDatabaseWrapper, model: type[WorkflowSubject], names: Iterable[str]
) -> list[tuple[str, _Convert]]:
    """Converters of the columns whose raw value differs from what the ORM gives."""
    result: list[tuple[str, _Convert]] = []
    for name in names:
        column = Col("s", _field(model, name))
        steps = [
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        ]
        result += [(name, _bound(step, column, connection)) for step in steps]
    return result


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    """The field of a column, by field name or column name ("team_id")."""
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is no column of {model._meta.label}")
    return field


def _bound(step: Callable[..., Any], column: Col, connection: BaseDatabaseWrapper) -> _Convert:
    return lambda value: step(value, column, connection)


def _outbox_insert() -> str:
    from django.apps import apps

    model = apps.get_model("notifications", "OutboxMessage")
    return _insert(model, _MESSAGE)


def audit_insert() -> str:
    """INSERT INTO the history, with its columns in the order of `_EVENT_VALUES`."""
    return _insert(AuditEvent, _EVENT)


def _insert(model: type[Model], names: Sequence[str]) -> str:
    columns = ", ".join(f'"{_field(model, name).column}"' for name in names)
    return f'INSERT INTO "{model._meta.db_table}" ({columns})'


class Plan(SubjectQuery):
    """All statements of one transition on one database."""

    def __init__(
        self, connection: BaseDatabaseWrapper, workflow: Workflow, transition: Transition
    ) -> None:
        facts = {fact: fact.expression for fact in transition.facts}
        super().__init__(connection, workflow, facts)
        self.tells = bool(transition.tells)
        self.may_keep_state = transition.may_keep_state
        self.key_name = str(self.model._meta.pk.attname)
        self.snapshot = [(name, quoted(name)) for name in sorted(workflow.snapshot or ())]
        one = f"WHERE s.{self.pk} = %(pk)s"
        lock = f"SELECT 1 FROM {self.table} s {one} FOR NO KEY UPDATE OF s"
        self.read_one = self.statement(one)
        self.lock_one = self._locking(lock, self.read_one)
        lock = (
            f"SELECT COUNT(*) FROM (SELECT 1 FROM {self.table} s WHERE {self.among('pks')}"
            f" ORDER BY s.{self.pk} FOR NO KEY UPDATE OF s) x"
        )
        read_many = self.statement(f"WHERE {self.among('pks')} ORDER BY s.{self.pk}")
        self.lock_many = self._locking(lock, read_many)
        audience = self._audience(transition) if self.tells else ""
        if self.vendor == "sqlite":
            self.writes_one = self.writes_many = _sqlite_one(self, audience)
        else:
            self.writes_one = _postgresql_one(self, audience)
            self.writes_many = _postgresql_many(self, audience)

    def _locking(self, lock: str, read: Statement) -> list[Statement]:
        """The lock, then the read; on SQLite the transaction has locked already."""
        return [read] if self.vendor == "sqlite" else [Statement(self.vendor, lock), read]

    def _audience(self, transition: Transition) -> str:
        """A FROM item `audience(recipient)` with the audiences of row s."""
        queries = [f"SELECT * FROM ({one.sql}) a{n}" for n, one in enumerate(transition.tells)]
        if self.vendor == "sqlite":
            union = " UNION ".join(["SELECT NULL AS recipient WHERE FALSE", *queries])
            array = f"(SELECT json_group_array(recipient) FROM ({union}))"
            return f"json_each({array}) AS audience"
        union = transition.tells[0].sql if len(queries) == 1 else " UNION ".join(queries)
        return f"CROSS JOIN LATERAL ({union}) AS audience(recipient)"

    def lock(
        self, connection: BaseDatabaseWrapper, pk: int, values: Mapping[str, Any]
    ) -> LockedRow | None:
        """Lock one row until the end of the transaction, then read it with its facts."""
        answers = run_all(connection, self.lock_one, values)
        if not all(rows for rows, _count in answers):
            return None
        return self.locked(answers[-1][0][0])

    def lock_all(
        self, connection: BaseDatabaseWrapper, pks: Sequence[int], values: Mapping[str, Any]
    ) -> Iterator[LockedRow]:
        """Lock a set in the order of its keys, so that two sets cannot deadlock."""
        values = {**values, "pks": keys_parameter(self.vendor, pks)}
        return map(self.locked, run_all(connection, self.lock_many, values)[-1][0])


_EVENT_VALUES = (
    "%(stream)s, %(seq)s, %(action)s, %(actor_id)s, %(actor_name)s, %(now)s, %(group)s,"
    " %(payload)s, %(prev)s, %(hash)s"
)


_MOVE_ONE = (
    "UPDATE {table} SET state = %(target)s, previous_state = {previous}, version = %(version)s,"
    " state_entered_at = {entered}, audit_seq = %(seq)s, audit_head = %(hash)s WHERE {pk} = %(pk)s"
)
_RECIPIENTS = (
    "audience.recipient IS NOT NULL AND audience.recipient IS DISTINCT FROM %(actor_id)s"
    " ON CONFLICT DO NOTHING"
)


def _moved_columns(plan: Plan, source: str, target: str, row: str = "") -> tuple[str, str]:
    """New values of `previous_state` and `state_entered_at`; a row that keeps its state keeps both.

    `source` and `target` are SQL, `row` is the prefix of the updated row's columns.
    """
    if not plan.may_keep_state:
        return source, "%(now)s"
    unless_same = f"CASE WHEN {row}state = {target} THEN {row}{{}} ELSE {{}} END"
    previous = unless_same.format("previous_state", source)
    return previous, unless_same.format("state_entered_at", "%(now)s")


def _move_one(plan: Plan) -> str:
    # The cast keeps PostgreSQL from deducing two types for one parameter.
    target = "CAST(%(target)s AS varchar)"
    previous, entered = _moved_columns(plan, "%(source)s", target)
    return _MOVE_ONE.format(table=plan.table, pk=plan.pk, previous=previous, entered=entered)


def _postgresql_one(plan: Plan, audience: str) -> list[Statement]:
    move = _move_one(plan)
    log = f"{audit_insert()} VALUES ({_EVENT_VALUES})"
    if not audience:
        return [Statement(plan.vendor, f"WITH moved AS ({move}) {log}")]
    tell = (
        f"{_outbox_insert()} SELECT %(event_key)s, audience.recipient, %(topic)s, 'inbox',"
        f" %(context)s, %(now)s, %(now)s, 0, '' FROM {plan.table} s {audience}"
        f" WHERE s.{plan.pk} = %(pk)s AND {_RECIPIENTS}"
    )
    return [Statement(plan.vendor, f"WITH moved AS ({move}), logged AS ({log}) {tell}")]


def _postgresql_many(plan: Plan, audience: str) -> list[Statement]:
    # The texts are sent joined by a control character, which JSON cannot contain unescaped: one
    # parameter each, with nothing to quote on either side.
    arrays = ["CAST(%(pks)s AS bigint[])", "CAST(%(seqs)s AS integer[])"]
    arrays += [
        f"string_to_array(%({name})s, chr(30))"
        for name in ("targets", "prevs", "payloads", "hashes", "contexts")
    ]
    entries = "entries(pk, seq, target, prev, payload, hash, context)"
    entries += f" AS (SELECT * FROM unnest({', '.join(arrays)}))"
    previous, entered = _moved_columns(plan, "s.state", "entries.target", "s.")
    move = (
        f"UPDATE {plan.table} AS s SET state = entries.target, previous_state = {previous},"
        f" version = s.version + 1, state_entered_at = {entered}, audit_seq = entries.seq,"
        f" audit_head = entries.hash FROM entries WHERE s.{plan.pk} = entries.pk"
    )
    log = (
        f"{audit_insert()} SELECT %(prefix)s || pk, seq, %(action)s, %(actor_id)s,"
        " %(actor_name)s, %(now)s, %(group)s, payload, prev, hash FROM entries"
    )
    if not audience:
        return [Statement(plan.vendor, f"WITH {entries}, moved AS ({move}) {log}")]
    tell = (
        f"{_outbox_insert()} SELECT %(prefix)s || entries.pk || '#' || entries.seq,"
        " audience.recipient, %(topic)s, 'inbox', entries.context, %(now)s, %(now)s, 0, ''"
        f" FROM entries JOIN {plan.table} s ON s.{plan.pk} = entries.pk {audience}"
        f" WHERE {_RECIPIENTS}"
    )
    return [Statement(plan.vendor, f"WITH {entries}, moved AS ({move}), logged AS ({log}) {tell}")]


def _sqlite_one(plan: Plan, audience: str) -> list[Statement]:
    texts = [
        f"{audit_insert()} VALUES ({_EVENT_VALUES})",
        _move_one(plan),
    ]
    if audience:  # first, since an audience reads the row as it was
        texts.insert(
            0,
            f"{_outbox_insert()} SELECT %(event_key)s, audience.value, %(topic)s, 'inbox',"
            f" %(context)s, %(now)s, %(now)s, 0, '' FROM {plan.table} s, {audience}"
            f" WHERE s.{plan.pk} = %(pk)s AND audience.value IS NOT NULL"
            " AND audience.value IS NOT %(actor_id)s ON CONFLICT DO NOTHING",
        )
    return [Statement(plan.vendor, text) for text in texts]


class OfferPlan(SubjectQuery):
    """Reads, without a lock, every fact that an offered transition may need.

    A fact is computed only in the states where a transition needs it.
    """

    def __init__(self, connection: BaseDatabaseWrapper, workflow: Workflow) -> None:
        needed: dict[Fact, set[str]] = {}
        self.rows = [row for row in workflow.transitions if row.offered]
        for row in self.rows:
            for fact in row.facts:
                needed.setdefault(fact, set()).update(row.sources)
        facts = {fact: _only_in(fact, states) for fact, states in needed.items()}
        super().__init__(connection, workflow, facts)
        self.read_many = self.statement(f"WHERE {self.among('pks')}")
        self.by_state = {
            state: [row for row in self.rows if state in row.sources]
            for state in workflow.states.values
        }

    def read(
        self, connection: BaseDatabaseWrapper, pks: Sequence[int], values: Mapping[str, Any]
    ) -> list[LockedRow]:
        """The existing rows with their facts, by one query."""
        values = {**values, "pks": keys_parameter(self.vendor, pks)}
        return [self.locked(row) for row in run(connection, self.read_many, values)[0]]


def _only_in(fact: Fact, states: Iterable[str]) -> str:
    listed = ", ".join(f"'{state}'" for state in sorted(states))
    return f"CASE WHEN s.state IN ({listed}) THEN {fact.expression} END"


def plan_of(connection: BaseDatabaseWrapper, workflow: Workflow, transition: Transition) -> Plan:
    """The statements of a transition, composed at its first use on this kind of database."""
    key = (connection.vendor, transition.name)
    plan: Plan | None = workflow.plans.get(key)
    if plan is None:
        plan = workflow.plans[key] = Plan(connection, workflow, transition)
    return plan


def offer_plan_of(connection: BaseDatabaseWrapper, workflow: Workflow) -> OfferPlan:
    """The query behind the buttons, composed at its first use on this kind of database."""
    key = (connection.vendor,)
    plan: OfferPlan | None = workflow.plans.get(key)
    if plan is None:
        plan = workflow.plans[key] = OfferPlan(connection, workflow)
    return plan
