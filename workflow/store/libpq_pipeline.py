"""Sends statements that psycopg has prepared in one message (libpq's pipeline mode).

psycopg's own `pipeline()` sends each statement by itself and costs more than it saves, so this
module calls libpq through psycopg's lower layer and reads private attributes of its connection.
`unsupported_reason` says whether they are there; if not, `prepared` executes statements one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
from psycopg import Connection, OperationalError
from psycopg.abc import Buffer, PQGen
from psycopg.adapt import AdaptersMap, PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.generators import fetch_many, send
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.types.string import TextLoader

if TYPE_CHECKING:
    from psycopg import abc

    from workflow.store.statements import Answer, Statement

TESTED_VERSIONS = frozenset({"3.3"})
"""Minor versions of psycopg that the tests of this module have run with."""

PRIVATE_NAMES = ("_prepared._names.move_to_end", "_get_tx_start_command", "lock", "wait")
"""What this module uses of a connection and psycopg does not document."""

# As a Django connection reads our columns: JSON as text, timestamps in UTC. Django's own loader of
# timestamps is written in Python; two of them cost as much as everything else a transition reads.
_ADAPTERS = AdaptersMap(psycopg.adapters)
_ADAPTERS.register_loader("jsonb", TextLoader)


class _PreparedCall(NamedTuple):
    """A prepared statement and its parameters as they are sent."""

    name: bytes
    parameters: Sequence[Buffer | None]
    formats: Sequence[Format] | None


def unsupported_reason(driver: Connection[Any]) -> str:
    """Why this psycopg cannot be used in pipeline mode; an empty text if it can."""
    version = psycopg.__version__
    if ".".join(version.split(".")[:2]) not in TESTED_VERSIONS:
        return f"psycopg {version} is not among the tested versions"
    for name in PRIVATE_NAMES:
        try:
            attrgetter(name)(driver)
        except AttributeError:
            return f"a connection of psycopg {version} has no {name}"
    return ""


def send_together(
    driver: Connection[Any],
    statements: Sequence[Statement],
    arguments: Sequence[Sequence[Any]],
    *,
    commit: bool,
) -> list[Answer] | None:
    """Run the statements in one round trip, or answer None while one of them is not prepared.

    BEGIN is sent before them if the transaction has not begun, COMMIT after them if asked. Raises
    the first error; the server skips the statements after it.
    """
    transformer = Transformer(_ADAPTERS)
    calls = _prepared_calls(driver, transformer, statements, arguments)
    if calls is None:
        return None
    return [_answer(transformer, result) for result in _round_trip(driver, calls, commit)]


def _prepared_calls(
    driver: Connection[Any],
    transformer: abc.Transformer,
    statements: Sequence[Statement],
    arguments: Sequence[Sequence[Any]],
) -> list[_PreparedCall] | None:
    """What to send, or None while psycopg has not prepared all of the statements."""
    # psycopg's own record: only psycopg knows what it deallocates, and when.
    names = driver._prepared._names
    calls = []
    for statement, values in zip(statements, arguments, strict=True):
        parameters = transformer.dump_sequence(values, [PyFormat.AUTO] * len(values))
        key = (statement.raw, transformer.types or ())
        name = names.get(key)
        if name is None:
            return None
        names.move_to_end(key)  # psycopg deallocates the least recently used first
        calls.append(_PreparedCall(name, parameters, transformer.formats))
    return calls


def _round_trip(
    driver: Connection[Any], calls: Sequence[_PreparedCall], commit: bool
) -> list[PGresult]:
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
            results = driver.wait(_fetch(pgconn, begins + len(calls) + commit))
        finally:
            _exit_pipeline(driver)
    for result in results:
        if result.status == ExecStatus.FATAL_ERROR:
            raise error_from_result(result, encoding=driver.info.encoding)
    return results[begins : begins + len(calls)]


def _fetch(pgconn: PGconn, count: int) -> PQGen[list[PGresult]]:
    yield from send(pgconn)
    results: list[PGresult] = []
    for _number in range(count):
        results += yield from fetch_many(pgconn)
    yield from fetch_many(pgconn)  # the answer to pipeline_sync
    return results


def _exit_pipeline(driver: Connection[Any]) -> None:
    try:
        driver.pgconn.exit_pipeline_mode()
    except OperationalError:  # interrupted: results are still to come
        driver.close()


def _answer(transformer: abc.Transformer, result: PGresult) -> Answer:
    rows: Sequence[tuple[Any, ...]] = ()
    if result.status == ExecStatus.TUPLES_OK:
        transformer.set_pgresult(result)
        rows = transformer.load_rows(0, result.ntuples, tuple)
    return rows, result.command_tuples or 0
