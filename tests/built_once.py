"""Fixtures built once per worker, whose rows are inserted again for further tests.

A walk through the real services takes tenths of a second, writing its rows again a few
thousandths. The rows are those of the first time, so their moments are some seconds older.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.db import connection, transaction

from workflow import clock

Built = TypeVar("Built")
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, kw_only=True)
class _Snapshot:
    rows: Rows
    files: dict[str, bytes]
    answer: bytes


_snapshots: dict[Any, _Snapshot] = {}
_changes_after: dict[str, int] = {}
may_replace_code = False
"""Whether the running test asks for `monkeypatch`: what it builds may be like no other."""


def nothing_differs(name: str) -> bool:
    """Whether all is as it was right after `name` was built once: the rows, the clock, the code.

    Known on SQLite only, which counts the rows that a connection has changed; False elsewhere.
    """
    clock_is_real = abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)
    rows = connection.vendor == "sqlite" and _changes_after.get(name) == _changes()
    return rows and clock_is_real and not may_replace_code


def _changes() -> int:
    connection.ensure_connection()
    return int(getattr(connection.connection, "total_changes", -1))


def built_once(name: str, build: Callable[[], Built]) -> Built:
    """What `build` answers, its rows and files in place; every caller gets a copy of its own.

    `build` starts from an empty database and only adds to it. It must not depend on anything but
    the day: name and day say whether it was built before.
    """
    # Emptying the tables after a test with real commits may number the permissions anew.
    numbers = tuple(Permission.objects.order_by("pk").values_list("pk", "codename"))
    key = (name, clock.today(), connection.vendor, hash(numbers))
    snapshot = _snapshots.get(key)
    if snapshot is None:
        before, files = _rows(), _files()
        answer = build()
        new_files = {path: _path(path).read_bytes() for path in _files() - files}
        _snapshots[key] = _Snapshot(
            rows=_added(before, _rows()), files=new_files, answer=pickle.dumps(answer)
        )
        _changes_after[name] = _changes()
        return answer
    _write(snapshot)
    _changes_after[name] = _changes()
    return pickle.loads(snapshot.answer)  # noqa: S301 -- our own, of this process


def _tables() -> list[str]:
    return sorted(connection.introspection.django_table_names(only_existing=True))


def _rows() -> Rows:
    """Every row as the database holds it: a sign before a column keeps SQLite from converting."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in _tables():
            columns = _columns(table)
            sign = "+" if connection.vendor == "sqlite" else ""
            names = ", ".join(f'{sign}"{column}"' for column in columns)
            cursor.execute(f'SELECT {names} FROM "{table}"')  # noqa: S608
            found[table] = cursor.fetchall()
    return found


_known_columns: dict[str, list[str]] = {}


def _columns(table: str) -> list[str]:
    if table not in _known_columns:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')  # noqa: S608
            _known_columns[table] = [column[0] for column in cursor.description]
    return _known_columns[table]


def _added(before: Rows, after: Rows) -> Rows:
    added = {}
    for table, rows in after.items():
        earlier = {repr(row) for row in before[table]}
        new = [row for row in rows if repr(row) not in earlier]
        assert len(new) == len(rows) - len(earlier), f"{table}: a row that was there was changed"
        if new:
            added[table] = new
    return added


def _write(snapshot: _Snapshot) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in snapshot.rows.items():
            columns = _columns(table)
            names = ", ".join(f'"{column}"' for column in columns)
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)  # noqa: S608
        if connection.vendor == "postgresql":
            for table, rows in snapshot.rows.items():
                _count_on(cursor, table, rows)
    for path, content in snapshot.files.items():
        _path(path).parent.mkdir(parents=True, exist_ok=True)
        _path(path).write_bytes(content)


def _count_on(cursor: Any, table: str, rows: list[tuple[Any, ...]]) -> None:
    """New rows get numbers above those that were written again."""
    if "id" not in _columns(table):
        return
    at = _columns(table).index("id")
    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
    (sequence,) = cursor.fetchone()
    if sequence:
        last = max(row[at] for row in rows)
        cursor.execute(
            f"SELECT setval(%s, GREATEST(%s, (SELECT last_value FROM {sequence})))",  # noqa: S608
            [sequence, last],
        )


def _path(path: str) -> Path:
    return Path(default_storage.path(path))


def _files() -> set[str]:
    root = Path(default_storage.location)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
