"""SQL with named parameters, converted to the form each database driver takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

try:
    from workflow.store.prepared import execute as execute_prepared
except ImportError:  # psycopg is installed for PostgreSQL only
    execute_prepared = None  # type: ignore[assignment]  # its absence is asked for

_PLACEHOLDER = re.compile(r"%(?:%|\((\w+)\)s|)")
_CAST_OF_PARAMETER = re.compile(r"CAST\(\s*(%\(\w+\)s)\s+AS\s+[\w ]+?\s*\)", re.IGNORECASE)
_TEXTS_JOINED = re.compile(r"\bstring_agg\(", re.IGNORECASE)
_TYPES = {
    "actor_is_system": "boolean",
    "attempts": "integer",
    "now": "timestamptz",
    "pk": "bigint",
    "seq": "integer",
    "today": "date",
    "version": "integer",
}


def _type_of(name: str) -> str:
    return _TYPES.get(name, "bigint" if name.endswith("_id") else "")


Answer = tuple[Sequence[tuple[Any, ...]], int]  # the rows, and the row count


class Statement:
    """SQL for one database. `text` is for Django's cursor, `raw` for psycopg's prepared ones.

    On PostgreSQL the parameters the engine knows, and all that end in `_id`, carry their type, so
    that a NULL needs no cast by the author of a rule. On SQLite casts of parameters are dropped and
    `string_agg` is replaced by its name there. Raises ValueError for a stray percent sign.
    """

    __slots__ = ("names", "raw", "text", "wide")

    def __init__(self, vendor: str, sql: str) -> None:
        numbers: dict[str, int] = {}
        if vendor == "sqlite":
            self.text = _TEXTS_JOINED.sub("group_concat(", _CAST_OF_PARAMETER.sub(r"\1", sql))
        else:
            self.text = _PLACEHOLDER.sub(self._typed, sql)

        def number(match: re.Match[str]) -> str:
            if match[0] == "%%":
                return "%"
            if match[1] is None:
                raise ValueError("a literal percent sign is doubled in the SQL of a rule")
            return f"${numbers.setdefault(match[1], len(numbers) + 1)}"

        self.raw = _PLACEHOLDER.sub(number, self.text).encode()
        self.names = tuple(numbers)
        # Keys have one width: psycopg prepares a statement again for every other parameter type.
        self.wide = [n for n, name in enumerate(self.names) if _type_of(name) == "bigint"]

    @staticmethod
    def _typed(match: re.Match[str]) -> str:
        kind = _type_of(match[1]) if match[1] else ""
        return f"CAST({match[0]} AS {kind})" if kind else match[0]


def adapted_parameters(
    connection: BaseDatabaseWrapper, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Parameters as the database's driver takes them: moments on SQLite are text in UTC."""
    if connection.vendor != "sqlite":
        return dict(values)
    return {name: _for_sqlite(connection, value) for name, value in values.items()}


def _for_sqlite(connection: BaseDatabaseWrapper, value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def run(connection: BaseDatabaseWrapper, statement: Statement, values: Mapping[str, Any]) -> Answer:
    """Execute one statement."""
    return run_all(connection, [statement], values)[0]


def run_all(
    connection: BaseDatabaseWrapper,
    statements: Sequence[Statement],
    values: Mapping[str, Any],
    *,
    commit: bool = False,
) -> list[Answer]:
    """Execute statements in order, each seeing what was committed before it ran.

    On PostgreSQL this bypasses Django's cursor and calls psycopg: parameters are bound by the
    server, statements are prepared as the alias's `prepare_threshold` says and sent together.
    `commit` says that nothing follows in this transaction, so COMMIT may be sent with them. When
    Django's queries are watched (counted by a test, an execute wrapper), its cursor is used.
    """
    if (
        execute_prepared is not None
        and connection.vendor == "postgresql"
        and not connection.execute_wrappers
        and not connection.queries_logged
    ):
        return execute_prepared(connection, statements, values, commit=commit)
    answers: list[Answer] = []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.text, {name: values[name] for name in statement.names})
            rows = cursor.fetchall() if cursor.description else ()
            answers.append((rows, cursor.rowcount))
    return answers
