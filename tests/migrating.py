"""Moves the tables of a room to the state of one of its migrations, squashed ones aside."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


class UnsquashedLoader(MigrationLoader):
    """Migrations as they were written one by one: what replaces several of them is left out."""

    def load_disk(self) -> None:
        super().load_disk()
        last_replaced = {
            key: migration.replaces[-1]
            for key, migration in self.disk_migrations.items()
            if migration.replaces
        }
        for key in last_replaced:
            del self.disk_migrations[key]
        for migration in self.disk_migrations.values():
            migration.dependencies = [last_replaced.get(key, key) for key in migration.dependencies]


def unsquashed_executor() -> MigrationExecutor:
    """Runs the migrations one by one, as a database of before the squashing had them."""
    executor = MigrationExecutor(connection)
    executor.loader = UnsquashedLoader(connection)
    return executor


def newest(app: str) -> tuple[str, str]:
    """The last migration of an app: where its models stand."""
    (leaf,) = unsquashed_executor().loader.graph.leaf_nodes(app)
    return leaf


def migrate_all() -> None:
    """Apply every migration: going back in one app also unapplies those of others that need it."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def migrate(target: tuple[str, str]) -> Any:
    """Migrate there, forward or back; gives the models as they are then."""
    executor = unsquashed_executor()
    executor.migrate([target])
    return executor.loader.project_state([target]).apps
