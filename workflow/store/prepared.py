"""The short way to PostgreSQL. Imported only where psycopg is installed.

Statements that psycopg has prepared travel together, with BEGIN before them where the transaction
is still to begin and COMMIT after them where asked: one journey to the server instead of one each.
Until then each goes by itself through psycopg's cursor, which counts, prepares and, after a
rollback, forgets. This is libpq's pipeline without psycopg's own, whose cost exceeds its gain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import Connection, OperationalError, RawCursor
from psycopg.abc import Buffer, PQGen
from psycopg.adapt import AdaptersMap, PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.generators import fetch_many, send
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.types.numeric import Int8
from psycopg.types.string import TextLoader

if TYPE_CHECKING:
    from psycopg import abc

    from workflow.store.statements import Answer, Statement

_CURSOR = "_workflow_cursor"
# As a Django connection reads our columns: JSON as text, moments in UTC. Django's own reader of
# moments is written in Python; two of them cost as much as all else that a transition reads.
_ADAPTERS = AdaptersMap(psycopg.adapters)
_ADAPTERS.register_loader("jsonb", TextLoader)


class _Call(NamedTuple):
    """A prepared statement and its parameters as they travel."""

    name: bytes
    parameters: Sequence[Buffer | None]
    formats: Sequence[Format] | None


def execute(
    connection: BaseDatabaseWrapper,
    statements: Sequence[Statement],
    values: Mapping[str, Any],
    *,
    commit: bool = False,
) -> list[Answer]:
    """Run the statements in their order; errors come out as Django's.

    `commit` lets COMMIT travel along. It does so only where the block that is open would commit
    next; else (and before all is prepared) committing is left to the block.
    """
    if not connection.in_atomic_block:  # atomic() has seen to this already
        connection.close_if_health_check_failed()
        connection.ensure_connection()
    driver: Connection[tuple[Any, ...]] = connection.connection
    if connection.needs_rollback:
        connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        bound = [_arguments(statement, values) for statement in statements]
        transformer = Transformer(_ADAPTERS)
        calls = _calls(driver, transformer, statements, bound)
        if calls is None:
            return [
                _one_by_one(driver, statement, arguments)
                for statement, arguments in zip(statements, bound, strict=True)
            ]
        results = _together(driver, calls, commit and _commits_next(connection))
        return [_answer(transformer, result) for result in results]


def _arguments(statement: Statement, values: Mapping[str, Any]) -> list[Any]:
    arguments = [values[name] for name in statement.names]
    for place in statement.wide:
        if arguments[place] is not None:
            arguments[place] = Int8(arguments[place])
    return arguments


def _commits_next(connection: BaseDatabaseWrapper) -> bool:
    return len(connection.atomic_blocks) == 1 and connection.commit_on_exit


def _one_by_one(
    driver: Connection[tuple[Any, ...]], statement: Statement, arguments: Sequence[Any]
) -> Answer:
    # One cursor for the life of the connection: making one costs as much as a short query.
    cursor: RawCursor[tuple[Any, ...]] | None = driver.__dict__.get(_CURSOR)
    if cursor is None:
        cursor = driver.__dict__[_CURSOR] = RawCursor(driver)
    cursor.execute(statement.raw, arguments)
    return (cursor.fetchall() if cursor.description else (), cursor.rowcount)


def _calls(
    driver: Connection[Any],
    transformer: abc.Transformer,
    statements: Sequence[Statement],
    bound: Sequence[Sequence[Any]],
) -> list[_Call] | None:
    """What to send, or None while psycopg has not prepared all of the statements."""
    # psycopg's own memory: it alone knows what it deallocates, and when.
    names = driver._prepared._names
    calls = []
    for statement, arguments in zip(statements, bound, strict=True):
        parameters = transformer.dump_sequence(arguments, [PyFormat.AUTO] * len(arguments))
        key = (statement.raw, transformer.types or ())
        name = names.get(key)
        if name is None:
            return None
        names.move_to_end(key)  # the least recently used is forgotten first
        calls.append(_Call(name, parameters, transformer.formats))
    return calls


def _together(driver: Connection[Any], calls: Sequence[_Call], commit: bool) -> list[PGresult]:
    """One journey; raises the first error. The server leaves out what follows an error."""
    pgconn = driver.pgconn
    begins = not driver.autocommit and pgconn.transaction_status == TransactionStatus.IDLE
    with driver.lock:
        pgconn.enter_pipeline_mode()
        try:
            if begins:
                pgconn.send_query_params(driver._get_tx_start_command(), None)
            for call in calls:
                pgconn.send_query_prepared(call.name, call.parameters, call.formats)
            if commit:
                pgconn.send_query_params(b"COMMIT", None)
            pgconn.pipeline_sync()
            results = driver.wait(_conversation(pgconn, begins + len(calls) + commit))
        finally:
            _leave_pipeline(driver)
    for result in results:
        if result.status == ExecStatus.FATAL_ERROR:
            raise error_from_result(result, encoding=driver.info.encoding)
    return results[begins : begins + len(calls)]


def _conversation(pgconn: PGconn, count: int) -> PQGen[list[PGresult]]:
    yield from send(pgconn)
    results: list[PGresult] = []
    for _number in range(count):
        results += yield from fetch_many(pgconn)
    yield from fetch_many(pgconn)  # the end of the journey
    return results


def _leave_pipeline(driver: Connection[Any]) -> None:
    try:
        driver.pgconn.exit_pipeline_mode()
    except OperationalError:  # interrupted: answers are still under way
        driver.close()


def _answer(transformer: abc.Transformer, result: PGresult) -> Answer:
    rows: Sequence[tuple[Any, ...]] = ()
    if result.status == ExecStatus.TUPLES_OK:
        transformer.set_pgresult(result)
        rows = transformer.load_rows(0, result.ntuples, tuple)
    return rows, result.command_tuples or 0
