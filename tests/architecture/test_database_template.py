"""The template of the test databases: made anew when a migration changes, and only then."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import database_template
from tests.database_template import KEPT_FILES, SqliteTemplate, state_digest
from workflow import append_only


@pytest.fixture
def migrations(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "room" / "migrations"
    folder.mkdir(parents=True)
    files = [folder / "0001_initial.py", folder / "0002_more.py"]
    for file in files:
        file.write_text("operations = []\n")
    return files


def test_the_same_files_and_versions_give_the_same_digest(migrations: list[Path]) -> None:
    assert state_digest(migrations, ("5.2",)) == state_digest(list(migrations), ("5.2",))


def test_a_changed_a_new_and_a_renamed_migration_give_other_digests(migrations: list[Path]) -> None:
    digests = {state_digest(migrations, ("5.2",))}
    migrations[1].write_text("operations = [1]\n")
    digests.add(state_digest(migrations, ("5.2",)))
    digests.add(state_digest(migrations[:1], ("5.2",)))
    renamed = migrations[1].rename(migrations[1].with_name("0002_other.py"))
    digests.add(state_digest([migrations[0], renamed], ("5.2",)))
    digests.add(state_digest([migrations[0], renamed], ("5.3",)))
    assert len(digests) == 5


def test_the_digest_covers_every_app_and_what_its_migrations_import() -> None:
    files = database_template.migration_files()
    folders = {path.parent.parent.name for path in files if path.parent.name == "migrations"}
    assert {"auth", "guardian", "workflow", "people", "decisions", "toy"} <= folders
    assert Path(append_only.__file__) in files


@pytest.mark.django_db
def test_the_copy_has_every_migration_and_what_follows_them() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert ContentType.objects.filter(app_label="dossiers").exists()
    assert Permission.objects.filter(content_type__app_label="dossiers").exists()


class Holder:
    """As much of a connection as a template asks for."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")

    def ensure_connection(self) -> None:
        """It is open."""


def test_a_template_is_copied_whole_and_older_ones_are_dropped(tmp_path: Path) -> None:
    source, target = Holder(), Holder()
    source.connection.execute("CREATE TABLE thing (name)")
    source.connection.execute("INSERT INTO thing VALUES ('one')")
    source.connection.commit()
    for number in range(KEPT_FILES + 2):
        template: Any = SqliteTemplate(source, tmp_path / f"{number}.sqlite3")  # type: ignore[arg-type]
        assert not template.exists()
        template.save()
    SqliteTemplate(target, template.path).load()  # type: ignore[arg-type]
    assert target.connection.execute("SELECT name FROM thing").fetchall() == [("one",)]
    assert len(list(tmp_path.iterdir())) == KEPT_FILES
    assert template.exists()
