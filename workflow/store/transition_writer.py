"""Writes state, history and messages of the rows that move, together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from workflow.store.plans import Plan, keys_parameter
from workflow.store.statements import run, run_all

_SEPARATOR = "\x1e"


@dataclass(slots=True, kw_only=True)
class Entry:
    """Everything that is written about one row that moves."""

    pk: int
    source: str
    target: str
    version: int
    stream: str
    seq: int
    prev: str
    payload: str
    hash: str
    event_key: str
    context: str


def _values(common: Mapping[str, Any], entry: Entry) -> dict[str, Any]:
    return {
        **common,
        "pk": entry.pk,
        "source": entry.source,
        "target": entry.target,
        "version": entry.version,
        "stream": entry.stream,
        "seq": entry.seq,
        "prev": entry.prev,
        "payload": entry.payload,
        "hash": entry.hash,
        "event_key": entry.event_key,
        "context": entry.context,
    }


def write(
    connection: BaseDatabaseWrapper,
    plan: Plan,
    common: Mapping[str, Any],
    entry: Entry,
    *,
    commit: bool = False,
) -> int:
    """Write the move of one row; returns how many messages were queued.

    `commit` says that nothing follows in the transaction (`run_all`). One statement on PostgreSQL,
    two or three on SQLite. The insert of messages, if there is one, comes first on SQLite and is
    the outermost on PostgreSQL, so its row count is the first answer.
    """
    values = _values(common, entry)
    answers = run_all(connection, plan.writes_one, values, commit=commit)
    return answers[0][1] if plan.tells else 0


def write_many(
    connection: BaseDatabaseWrapper,
    plan: Plan,
    common: Mapping[str, Any],
    entries: Sequence[Entry],
) -> int:
    """Write the moves of a set; returns how many messages were queued (0 or more).

    One set-based statement on PostgreSQL. On SQLite, where a statement costs no round trip to a
    server, the same statements as for one row.
    """
    if plan.vendor == "sqlite":
        return sum(write(connection, plan, common, entry) for entry in entries)
    if len(entries) == 1:  # an array of one empty text would arrive as an empty array
        return write(connection, plan, common, entries[0])
    values = {
        **common,
        "pks": keys_parameter(plan.vendor, [entry.pk for entry in entries]),
        "seqs": keys_parameter(plan.vendor, [entry.seq for entry in entries]),
        "prevs": _SEPARATOR.join([entry.prev for entry in entries]),
        "targets": _SEPARATOR.join([entry.target for entry in entries]),
        "payloads": _SEPARATOR.join([entry.payload for entry in entries]),
        "hashes": _SEPARATOR.join([entry.hash for entry in entries]),
        "contexts": _SEPARATOR.join([entry.context for entry in entries]),
    }
    queued = run(connection, plan.writes_many[0], values)[1]
    return queued if plan.tells else 0
