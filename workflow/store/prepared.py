"""The short way to PostgreSQL. Imported only where psycopg is installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import RawCursor
from psycopg.types.numeric import Int8

if TYPE_CHECKING:
    from workflow.store.statements import Statement

_CURSOR = "_workflow_cursor"


def execute(
    connection: BaseDatabaseWrapper,
    statement: Statement,
    values: Mapping[str, Any],
    fetch: bool,
) -> tuple[Sequence[tuple[Any, ...]], int]:
    """Run a statement on psycopg's own cursor; errors come out as Django's."""
    if not connection.in_atomic_block:  # atomic() has seen to this already
        connection.close_if_health_check_failed()
        connection.ensure_connection()
    driver = connection.connection
    if connection.needs_rollback:
        connection.validate_no_broken_transaction()
    arguments = [values[name] for name in statement.names]
    for place in statement.wide:
        if arguments[place] is not None:
            arguments[place] = Int8(arguments[place])
    with connection.wrap_database_errors:
        # One cursor for the life of the connection: making one costs as much as a short query.
        cursor: RawCursor[tuple[Any, ...]] | None = driver.__dict__.get(_CURSOR)
        if cursor is None:
            cursor = driver.__dict__[_CURSOR] = RawCursor(driver)
        cursor.execute(statement.raw, arguments)
        return (cursor.fetchall() if fetch else (), cursor.rowcount)
