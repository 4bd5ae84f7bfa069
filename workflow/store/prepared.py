"""Executes the engine's statements on PostgreSQL, past Django's cursor. Imported only with psycopg.

Statements that psycopg has prepared are sent together (`libpq_pipeline`). Until then, and with a
psycopg that does not support it, each is executed by psycopg's cursor, which counts, prepares and,
after a rollback, forgets.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import Connection, RawCursor
from psycopg.types.numeric import Int8

try:
    from workflow.store import libpq_pipeline
except ImportError as error:  # another psycopg, with other internals
    libpq_pipeline = None  # type: ignore[assignment]  # its absence is asked for
    _import_error = str(error)

if TYPE_CHECKING:
    from workflow.store.statements import Answer, Statement

_CURSOR = "_workflow_cursor"
_logger = logging.getLogger(__name__)


class PipelineSupport:
    """Whether statements may be sent together: decided once per process, at the first use.

    With a psycopg that is not supported, one line in the log says why.
    """

    def __init__(self) -> None:
        self._decided: bool | None = None
        self._lock = Lock()

    def by(self, driver: Connection[Any]) -> bool:
        """The decision; the first connection of the process is asked."""
        if self._decided is None:
            with self._lock:
                if self._decided is None:
                    self._decided = self._decide(driver)
        return self._decided

    def _decide(self, driver: Connection[Any]) -> bool:
        if libpq_pipeline is None:
            reason = _import_error
        else:
            reason = libpq_pipeline.unsupported_reason(driver)
        if reason:
            _logger.warning("Statements are executed one by one, which is slower: %s.", reason)
        return not reason


support = PipelineSupport()


def execute(
    connection: BaseDatabaseWrapper,
    statements: Sequence[Statement],
    values: Mapping[str, Any],
    *,
    commit: bool = False,
) -> list[Answer]:
    """Run the statements in order; errors are raised as Django's.

    `commit` allows COMMIT to be sent with them. This happens only if the open block would commit
    next; otherwise, and before all statements are prepared, the block commits.
    """
    if not connection.in_atomic_block:  # atomic() has done this already
        connection.close_if_health_check_failed()
        connection.ensure_connection()
    driver: Connection[tuple[Any, ...]] = connection.connection
    if connection.needs_rollback:
        connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        arguments = [_arguments(statement, values) for statement in statements]
        if support.by(driver):
            commit = commit and _commits_next(connection)
            answers = libpq_pipeline.send_together(driver, statements, arguments, commit=commit)
            if answers is not None:
                return answers
        return [
            _execute_one(driver, statement, own)
            for statement, own in zip(statements, arguments, strict=True)
        ]


def _arguments(statement: Statement, values: Mapping[str, Any]) -> list[Any]:
    arguments = [values[name] for name in statement.names]
    for place in statement.wide:
        if arguments[place] is not None:
            arguments[place] = Int8(arguments[place])
    return arguments


def _commits_next(connection: BaseDatabaseWrapper) -> bool:
    return len(connection.atomic_blocks) == 1 and connection.commit_on_exit


def _execute_one(
    driver: Connection[tuple[Any, ...]], statement: Statement, arguments: Sequence[Any]
) -> Answer:
    # One cursor for the life of the connection: making one costs as much as a short query.
    cursor: RawCursor[tuple[Any, ...]] | None = driver.__dict__.get(_CURSOR)
    if cursor is None:
        cursor = driver.__dict__[_CURSOR] = RawCursor(driver)
    cursor.execute(statement.raw, arguments)
    return (cursor.fetchall() if cursor.description else (), cursor.rowcount)
