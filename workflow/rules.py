"""Rules: facts read with the lock, actor relations (who may), conditions (what must hold).

A fact is an SQL expression over the subject's row, alias `s`. Everything a rule needs from the
database is a fact, because all facts of a transition are read by one query under the lock.

How to write the SQL so that it runs on PostgreSQL and SQLite alike:

* named parameters `%(actor_id)s %(actor_person_id)s %(actor_is_system)s %(today)s %(now)s` and
  those that the workflow's `params(actor)` adds; a literal percent sign is doubled;
* parameters are sent apart from the text (server-side binding). Those above, and all that end in
  `_id`, get their type from the engine; give the others one where PostgreSQL cannot infer it:
  `CAST(%(limit)s AS integer)`. On SQLite the engine drops casts of parameters: there,
  CAST('2026-01-05' AS date) would be the number 2026;
* texts of several rows are joined with string_agg(text, ','), without ORDER BY: on SQLite the
  engine replaces it by its name there;
* a boolean fact is an EXISTS(...) or a comparison; NULL counts as false.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflow.actors import Actor
from workflow.verdict import Verdict

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from workflow.table import Transition

Kind = Literal["bool", "int", "str", "date", "datetime"]
_KINDS: dict[type, Kind] = {
    bool: "bool",
    int: "int",
    str: "str",
    date: "date",
    datetime: "datetime",
}
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def _checked_name(name: str) -> str:
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is not a name such as is_team_lead")
    return name


@dataclass(frozen=True, slots=True)
class Fact:
    """A value about the subject's row. `kind` says what Python type the rule gets (int or "int").

    JSON comes as text (str). The default kind is bool and strict: a count read as a bool is an
    error, not a silent True.
    """

    name: str
    sql: str
    kind: Kind | type = "bool"

    def __post_init__(self) -> None:
        _checked_name(self.name)
        kind = self.kind if isinstance(self.kind, str) else _KINDS.get(self.kind)
        if kind not in _CONVERT:
            raise ValueError(f"fact {self.name}: unknown kind {self.kind!r}")
        object.__setattr__(self, "kind", kind)

    @property
    def expression(self) -> str:
        """The SQL of one column; never NULL for a bool."""
        return f"COALESCE(({self.sql}), FALSE)" if self.kind == "bool" else f"({self.sql})"

    @property
    def convert(self) -> Callable[[Any], Any]:
        """Turns the column of either database into the Python value; refuses another kind."""
        return _CONVERT[str(self.kind)]


def _to_bool(value: Any) -> bool:
    if value is True:
        return True
    if value is False or value is None:
        return False
    if isinstance(value, int) and 0 <= value <= 1:
        return value == 1
    raise TypeError(f"a fact without a kind is a bool, but this one is {value!r}")


def _to_int(value: Any) -> int | None:
    return None if value is None else int(value)


def _to_str(value: Any) -> str | None:
    return None if value is None else str(value)


def _to_date(value: Any) -> date | None:
    if value is None:
        return None
    day = value if isinstance(value, date) else parse_date(str(value))
    if day is None or isinstance(day, datetime):
        raise TypeError(f"a fact that should be a day is {value!r}")
    return day


def _to_datetime(value: Any) -> datetime | None:
    if value is None:
        return None
    moment = value if isinstance(value, datetime) else parse_datetime(str(value))
    if moment is None:
        raise TypeError(f"a fact that should be a moment is {value!r}")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "bool": _to_bool,
    "int": _to_int,
    "str": _to_str,
    "date": _to_date,
    "datetime": _to_datetime,
}


class Expression:
    """Authorization: relations combined with & | ~. One source, two faces that must agree:

    `holds(facts)` evaluates a locked row in Python, `as_sql()` filters a list in the database.
    """

    label: _StrOrPromise

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """The Python face, over the facts read with the row."""
        raise TypeError("an expression is built from relations")

    def as_sql(self) -> str:
        """The SQL face, over alias `s`; never NULL."""
        raise TypeError("an expression is built from relations")

    def leaves(self) -> tuple[ActorRelation, ...]:
        """Every relation in the expression, in source order, each once."""
        raise TypeError("an expression is built from relations")

    def granting(self) -> tuple[ActorRelation, ...]:
        """The relations that can grant the transition, without the negated ones (under ~)."""
        raise TypeError("an expression is built from relations")

    def __and__(self, other: Expression) -> Expression:
        return _Both(self, other)

    def __or__(self, other: Expression) -> Expression:
        return _Either(self, other)

    def __invert__(self) -> Expression:
        return _Not(self)

    def __bool__(self) -> bool:
        raise TypeError("combine relations with & | ~, not with and, or, not")


class ActorRelation(Expression):
    """Who the actor is to this subject: "leads the subject's team"."""

    __slots__ = ("fact", "label", "name", "sql")

    def __init__(self, name: str, label: _StrOrPromise, sql: str) -> None:
        self.fact = Fact(name, sql)
        self.name = name
        self.label = label
        self.sql = sql

    def __repr__(self) -> str:
        return self.name

    def holds(self, facts: Mapping[str, Any]) -> bool:
        return facts[self.name] is True

    def as_sql(self) -> str:
        return self.fact.expression

    def leaves(self) -> tuple[ActorRelation, ...]:
        return (self,)

    def granting(self) -> tuple[ActorRelation, ...]:
        return (self,)


class _Pair(Expression):
    __slots__ = ("label", "left", "right")
    word = ""

    def __init__(self, left: Expression, right: Expression) -> None:
        if not isinstance(left, Expression) or not isinstance(right, Expression):
            raise TypeError("only relations can be combined")
        self.left = left
        self.right = right

    def __repr__(self) -> str:
        return f"({self.left!r} {self.word} {self.right!r})"

    def as_sql(self) -> str:
        return f"({self.left.as_sql()} {self.word} {self.right.as_sql()})"

    def leaves(self) -> tuple[ActorRelation, ...]:
        return tuple(dict.fromkeys(self.left.leaves() + self.right.leaves()))

    def granting(self) -> tuple[ActorRelation, ...]:
        return tuple(dict.fromkeys(self.left.granting() + self.right.granting()))


class _Both(_Pair):
    __slots__ = ()
    word = "AND"

    def __init__(self, left: Expression, right: Expression) -> None:
        super().__init__(left, right)
        self.label = format_lazy("{} {} {}", left.label, _("and"), right.label)

    def holds(self, facts: Mapping[str, Any]) -> bool:
        return self.left.holds(facts) and self.right.holds(facts)


class _Either(_Pair):
    __slots__ = ()
    word = "OR"

    def __init__(self, left: Expression, right: Expression) -> None:
        super().__init__(left, right)
        self.label = format_lazy("{} {} {}", left.label, _("or"), right.label)

    def holds(self, facts: Mapping[str, Any]) -> bool:
        return self.left.holds(facts) or self.right.holds(facts)


class _Not(Expression):
    __slots__ = ("inner", "label")

    def __init__(self, inner: Expression) -> None:
        self.inner = inner
        self.label = format_lazy("{} {}", _("not"), inner.label)

    def __repr__(self) -> str:
        return f"~{self.inner!r}"

    def holds(self, facts: Mapping[str, Any]) -> bool:
        return not self.inner.holds(facts)

    def as_sql(self) -> str:
        return f"(NOT {self.inner.as_sql()})"

    def leaves(self) -> tuple[ActorRelation, ...]:
        return self.inner.leaves()

    def granting(self) -> tuple[ActorRelation, ...]:
        return ()


def unless(who: Expression, concerned: Expression) -> Expression:
    """The relation `who` except for an actor whom the subject concerns; keeps the name of `who`."""
    barred = _Both(who, ~concerned)
    barred.label = who.label
    return barred


is_system = ActorRelation("is_system", _("the system"), "CAST(%(actor_is_system)s AS boolean)")


@dataclass(slots=True, kw_only=True)
class Case:
    """What a condition may read: the locked row, the facts, the input, the clock."""

    row: Mapping[str, Any]
    facts: Mapping[str, Any]
    actor: Actor
    data: Mapping[str, Any]
    comment: str
    now: datetime
    today: date
    transition: Transition


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """What must hold besides the relation. `check` is pure: everything it reads is in the case.

    When buttons are offered, no data has been entered yet: a condition that reads `case.data` of a
    transition with data fields cannot be checked then and disables no button.
    """

    name: str
    check: Callable[[Case], Verdict]
    facts: Sequence[Fact] = field(default=())
    label: _StrOrPromise = ""

    def __post_init__(self) -> None:
        _checked_name(self.name)

    @property
    def description(self) -> _StrOrPromise:
        """The label, or the first line of the docstring of `check`."""
        return self.label or (self.check.__doc__ or "").strip().partition("\n")[0]
