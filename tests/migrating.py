"""Moves the tables of a room to the state of one of its migrations."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def newest(app: str) -> tuple[str, str]:
    """The last migration of an app: where its models stand."""
    (leaf,) = MigrationExecutor(connection).loader.graph.leaf_nodes(app)
    return leaf


def migrate_all() -> None:
    """Apply every migration: going back in one app also unapplies those of others that need it."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def migrate(target: tuple[str, str]) -> Any:
    """Migrate there, forward or back; gives the models as they are then."""
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return executor.loader.project_state([target]).apps
