"""A squashed migration makes the tables that the migrations it replaces made one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.migrating import migrate_all, unsquashed_executor

pytestmark = pytest.mark.long

# Name, table and text of what the introspection of Django does not give in full.
DEFINITIONS = {
    "sqlite": ("SELECT name, tbl_name, sql FROM sqlite_master WHERE type IN ('trigger', 'index')",),
    "postgresql": (
        """SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid),
           pg_get_functiondef(tgfoid) FROM pg_trigger WHERE NOT tgisinternal""",
        "SELECT indexname, tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        """SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid)
           FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    ),
}
CHECKS = re.compile(r'CONSTRAINT "\w+" CHECK .*?(?=, CONSTRAINT|, "|$)', re.DOTALL)
# What the records of migrations and of content types say differs by how they came about.
RECORDS = ("django_migrations", "django_content_type", "auth_permission")


def _schema() -> dict[str, Any]:
    """Every column, constraint, index and trigger, and how many rows each table begins with."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                found[f"{table}.{column.name}"] = tuple(column)
            constraints = connection.introspection.get_constraints(cursor, table)
            for name, constraint in constraints.items():
                # SQLite numbers the constraints that have no name.
                nameless = name.startswith(("__", "fk_"))
                named = f"{constraint['columns']}" if nameless else name
                found[f"{table}: {named}"] = constraint
            if table not in RECORDS:
                cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608
                found[f"{table} rows"] = cursor.fetchone()
        for definitions in DEFINITIONS[connection.vendor]:
            cursor.execute(definitions)
            found |= {f"{row[1]}: {row[0]} as text": row for row in cursor.fetchall()}
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            for table, text in cursor.fetchall():
                found[f"{table}: checks"] = sorted(CHECKS.findall(text.removesuffix(")")))
    return found


@pytest.fixture
def emptied(transactional_db: None) -> Iterator[None]:
    """A database without tables; afterwards those of today are there again."""
    _drop_tables()
    yield
    _drop_tables()
    migrate_all()


def _drop_tables() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
            return
        cursor.execute("PRAGMA foreign_keys = OFF")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'DROP TABLE "{table}"')
        cursor.execute("PRAGMA foreign_keys = ON")


def test_both_ways_make_the_same_tables(emptied: None) -> None:
    executor = unsquashed_executor()
    executor.migrate(executor.loader.graph.leaf_nodes())
    one_by_one = _schema()
    # A database of before the squashing has nothing left to do.
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []

    _drop_tables()
    migrate_all()
    squashed = _schema()
    assert "workflow_auditevent: checks" in one_by_one or connection.vendor != "sqlite"
    assert squashed == one_by_one


@pytest.mark.parametrize(
    "stop",
    [
        [("people", "0004_kind_of_staff")],
        [("awards", "0009_award_figures"), ("dossiers", "0009_movement_of_a_campaign")],
        [("decisions", "0008_supplementary_report"), ("issued_papers", "0002_frozen_rows")],
    ],
    ids=lambda stop: stop[0][0],
)
def test_a_database_that_stands_between_two_goes_on(emptied: None, stop: Any) -> None:
    unsquashed_executor().migrate(stop)
    migrate_all()
    stopped = _schema()
    _drop_tables()
    migrate_all()
    assert stopped == _schema()
