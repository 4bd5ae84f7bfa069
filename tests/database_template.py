"""One migrated database per state of the migrations; every test database starts as its copy.

Running the migrations costs about 20 s of processor time, copying their outcome a few hundredths.
On SQLite the template is a file in pytest's cache folder, on PostgreSQL a database next to the
one in `DATABASE_URL`, whose name is part of its own, so that runs on other databases share none.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import dj_database_url
import django
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from config.lease import Lease, LeaseTaken
from tests.tables_together import tables_made_together

World = TypeVar("World")
OUR_PACKAGES = ("config", "nominations", "notifications", "tests", "workflow")
KEPT = 3  # switching between branches need not migrate again


def migration_files() -> list[Path]:
    """What decides how an empty database looks: migrations, what they import, apps without any."""
    files: set[Path] = set()
    for app in apps.get_app_configs():
        folder = Path(app.path, "migrations")
        found = set(folder.glob("*.py")) or set(Path(app.path).glob("models*"))
        files |= {path for path in found if path.is_file()}
        if app.name.partition(".")[0] in OUR_PACKAGES:
            for path in found:
                files |= set(_imported_files(path)) if path.is_file() else set()
    return sorted(files)


def _imported_files(path: Path) -> Iterator[Path]:
    """Modules of the project that a migration imports, such as the SQL of its triggers."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            if name.partition(".")[0] in OUR_PACKAGES:
                try:
                    spec = importlib.util.find_spec(name)
                except ModuleNotFoundError:  # a function of the module, not a module
                    continue
                if spec and spec.origin:
                    yield Path(spec.origin)


def state_digest(files: list[Path], versions: tuple[str, ...]) -> str:
    """Names a state: another text, another file or another version gives another digest."""
    digest = hashlib.sha256("\n".join(versions).encode())
    for path in files:
        digest.update(f"\n{path.parent.parent.name}/{path.name}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def current_digest(connection: BaseDatabaseWrapper) -> str:
    """The digest of the present migrations on the database that `connection` reaches."""
    return _digest(connection.vendor, ".".join(map(str, connection.get_database_version())))


def _digest(vendor: str, version: str) -> str:
    versions = (django.get_version(), vendor, version, *settings.INSTALLED_APPS)
    return state_digest(migration_files(), versions)


def make_migrated_folder(cache: Path, root: Path) -> Path:
    """The data folder of an installation after `manage.py migrate`, to be copied by who asks.

    Made with the settings of the project in `root`, not of the tests, by the first who asks.
    """
    folder = cache / "installations" / _digest("sqlite", sqlite3.sqlite_version)
    with _alone(cache):
        if not folder.exists():
            shutil.rmtree(folder.parent, ignore_errors=True)
            folder.parent.mkdir()
            unfinished = folder.with_suffix(".unfinished")
            manage(root, unfinished, "migrate", "--verbosity", "0")
            unfinished.rename(folder)
    return folder


def manage(root: Path, data: Path, *arguments: str) -> None:
    """Run `manage.py ARGUMENTS` of the project in `root` as an installation, on this data folder.

    Raises `CalledProcessError` when the command fails.
    """
    unset = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=root,
        env={**environment, "BANGVANG_DATA_DIR": str(data)},
        check=True,
    )


@contextmanager
def instead_of_migrating(folder: Path) -> Iterator[None]:
    """Within the block `migrate` fills an empty test database from the template.

    The first one to find no template migrates and leaves its outcome as the template; the others,
    workers of this run or another run of this checkout, wait for it.
    """
    plain = Migrate.handle

    def handle(self: Migrate, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        template = _template(connection, folder)
        if not template.exists():
            with _alone(folder):
                if not template.exists():
                    with tables_made_together():
                        plain(self, *args, **options)
                    template.save()
                    _drop_earlier(template)
                    return
        template.load()

    Migrate.handle = handle
    try:
        yield
    finally:
        Migrate.handle = plain


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait for the lock of the folder; the system frees it if its holder dies."""
    while True:
        try:
            lease = Lease(folder, f"process {os.getpid()}").__enter__()
        except LeaseTaken:
            time.sleep(0.2)
            continue
        try:
            yield
        finally:
            lease.__exit__(None, None, None)
        return


def _template(connection: BaseDatabaseWrapper, folder: Path) -> Snapshot:
    digest = current_digest(connection)
    if connection.vendor == "sqlite":
        return SqliteSnapshot(connection, folder / f"{digest}.sqlite3")
    database = dj_database_url.parse(settings.DATABASE_URL)["NAME"]
    return PostgresqlSnapshot(connection, f"template_{database}_{digest}")


def _drop_earlier(template: Snapshot) -> None:
    """Few templates are kept: states of the migrations pass, and nobody else tidies them away."""
    for earlier in template.relatives()[:-KEPT]:
        earlier.drop()


class SqliteSnapshot:
    """A file, copied page by page from and into the database of the worker, which is in memory."""

    def __init__(self, connection: BaseDatabaseWrapper, path: Path) -> None:
        self.connection = connection
        self.path = path

    def exists(self) -> bool:
        return self.path.exists()

    def save(self) -> None:
        """Write the database to the file, which appears only when it is complete."""
        unfinished = self.path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        self.connection.ensure_connection()
        with closing(sqlite3.connect(unfinished)) as file:
            self.connection.connection.backup(file)
        unfinished.replace(self.path)

    def load(self) -> None:
        """Replace the whole database by what was saved."""
        self.connection.ensure_connection()
        with closing(sqlite3.connect(self.path)) as file:
            file.backup(self.connection.connection)

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)

    def relatives(self) -> list[SqliteSnapshot]:
        """All of the same folder, the oldest first."""
        paths = sorted(self.path.parent.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)
        return [SqliteSnapshot(self.connection, path) for path in paths]


class PostgresqlSnapshot:
    """A database that nobody opens, so that the server may copy it at any moment."""

    def __init__(self, connection: BaseDatabaseWrapper, name: str) -> None:
        self.connection = connection
        self.name = name

    def exists(self) -> bool:
        return self.name in self._names()

    def save(self) -> None:
        """Let the server copy the test database, which this process must be alone to use."""
        self._leave()
        self._run(f'CREATE DATABASE "{self.name}" TEMPLATE "{self._test_database()}"')

    def load(self) -> None:
        """Replace the test database by a copy of what was saved."""
        self._leave()
        self._run(f'DROP DATABASE "{self._test_database()}"')
        self._run(f'CREATE DATABASE "{self._test_database()}" TEMPLATE "{self.name}"')

    def drop(self) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{self.name}"')

    def relatives(self) -> list[PostgresqlSnapshot]:
        """All whose names differ in the last part only, the oldest first."""
        family = self.name.rpartition("_")[0] + "_"
        names = [name for name in self._names() if name.startswith(family)]
        return [PostgresqlSnapshot(self.connection, name) for name in names]

    def _test_database(self) -> str:
        return str(self.connection.settings_dict["NAME"])

    def _leave(self) -> None:
        """Close every connection to the test database: the server copies only unused ones."""
        self.connection.close()
        self.connection.close_pool()

    def _names(self) -> list[str]:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database ORDER BY oid")
            return [name for (name,) in cursor.fetchall()]

    def _run(self, statement: str) -> None:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(statement)


Snapshot = SqliteSnapshot | PostgresqlSnapshot


class Worlds:
    """Expensive contents of the test database, each built once per worker and then copied."""

    def __init__(self, connection: BaseDatabaseWrapper, folder: Path) -> None:
        self.connection = connection
        self.folder = folder
        self.built: dict[str, Any] = {}

    @contextmanager
    def of(self, name: str, build: Callable[[], World]) -> Iterator[World]:
        """The committed rows of `build` and what it returned; the database is empty afterwards."""
        if not self.built:
            self._snapshot("empty").save()
            self.built["empty"] = None
        if name in self.built:
            self._load(name)
        else:
            self.built[name] = build()
            self._snapshot(name).save()
        try:
            yield self.built[name]
        finally:
            self._load("empty")

    def drop(self) -> None:
        for name in self.built:
            self._snapshot(name).drop()

    def _load(self, name: str) -> None:
        self._snapshot(name).load()
        ContentType.objects.clear_cache()

    def _snapshot(self, name: str) -> Snapshot:
        if self.connection.vendor == "sqlite":
            return SqliteSnapshot(self.connection, self.folder / f"{name}.sqlite3")
        return PostgresqlSnapshot(
            self.connection, f"{self.connection.settings_dict['NAME']}_{name}"
        )
