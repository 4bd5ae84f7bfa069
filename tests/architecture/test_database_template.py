"""The template of the test databases is rebuilt if and only if a migration changes."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import database_template
from tests.database_template import SqliteSnapshot, Worlds, state_digest
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
    """As much of a connection as a snapshot asks for."""

    vendor = "sqlite"

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("CREATE TABLE thing (name)")

    def ensure_connection(self) -> None:
        """It is open."""

    def add(self, name: str) -> str:
        self.connection.execute("INSERT INTO thing VALUES (?)", [name])
        self.connection.commit()
        return name

    @property
    def names(self) -> list[str]:
        return [name for (name,) in self.connection.execute("SELECT name FROM thing")]


def test_a_snapshot_is_copied_whole_and_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    source, target = Holder(), Holder()
    source.add("one")
    path = tmp_path / "a.sqlite3"
    path.with_suffix(".unfinished").write_text("a run that was killed")
    snapshot: Any = SqliteSnapshot(source, path)
    assert not snapshot.exists()
    snapshot.save()
    source.add("later")
    SqliteSnapshot(target, path).load()
    assert target.names == ["one"]
    assert list(tmp_path.iterdir()) == [path]


def test_templates_of_earlier_states_are_dropped(tmp_path: Path) -> None:
    source = Holder()
    for number in range(database_template.KEPT + 2):
        template: Any = SqliteSnapshot(source, tmp_path / f"{number}.sqlite3")
        template.save()
        os.utime(template.path, (number, number))
        database_template._drop_earlier(template)
    assert len(list(tmp_path.iterdir())) == database_template.KEPT
    assert template.exists()
    assert not (tmp_path / "0.sqlite3").exists()


def test_a_world_is_built_once_and_each_user_begins_with_the_same(tmp_path: Path) -> None:
    database = Holder()
    worlds = Worlds(database, tmp_path)
    times: list[str] = []

    def build() -> str:
        times.append("built")
        return database.add("of the world")

    for _ in range(2):
        with worlds.of("world", build) as world:
            assert world == "of the world"
            assert database.names == ["of the world"]
            database.add("of a test")
        assert database.names == []
    assert times == ["built"]
    worlds.drop()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.installation
@pytest.mark.django_db
def test_the_copy_has_the_tables_that_migrations_make_one_by_one(migrated_folder: Path) -> None:
    """Of an installation; the tests add the tables of the toy workflow."""
    statement = "SELECT name, sql FROM sqlite_master WHERE tbl_name NOT LIKE 'toy_%' ORDER BY name"
    with connection.cursor() as cursor:
        cursor.execute(statement)
        copied = cursor.fetchall()
    [file] = migrated_folder.glob("*.sqlite3")
    with closing(sqlite3.connect(file)) as installation:
        assert copied == installation.execute(statement).fetchall()
