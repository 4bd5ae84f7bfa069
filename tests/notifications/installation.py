"""An installation whose processes can be killed: everything about it happens in child processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.database_template import SqliteSnapshot
from tests.notifications.fork_server import ForkServer, Process

PRELUDE = """
import os, signal, sys, time
import django
django.setup()
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from notifications import delivery, outbox
from notifications.channels import channels
from notifications.models import Notice, OutboxMessage
from notifications.clock import wall_clock
"""

MAKE_ROWS = """
User = get_user_model()
people = User.objects.bulk_create(
    User(username=f"person{n}", email=f"person{n}@so.example" if EMAIL else "") for n in range(20)
)
with transaction.atomic():
    for n in range(ROWS // 20):
        outbox.queue_messages(
            topic=TOPIC, recipients=[p.pk for p in people], event_key=f"nomination:{n}#1",
            context={"title": f"Hồ sơ số {n}", "path": f"/de-nghi/{n}/"},
        )
"""

COUNTS = """
import json
print(json.dumps({
    "notices": list(Notice.objects.values_list("event_key", "recipient_id")),
    "open": OutboxMessage.objects.filter(OutboxMessage.OPEN).count(),
    "sent": OutboxMessage.objects.filter(channel="inbox", sent_at__isnull=False).count(),
    "mails_sent": OutboxMessage.objects.filter(channel="email", sent_at__isnull=False).count(),
    "dropped": OutboxMessage.objects.filter(dropped_at__isnull=False).count(),
}))
"""

MANAGE = """
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *ARGUMENTS])
"""


@dataclass(kw_only=True)
class Installation:
    root: Path
    environment: dict[str, str]
    database: str = ""
    fork_server: ForkServer | None = None

    @classmethod
    def without_tables(cls, root: Path, folder: Path) -> Installation:
        """Settings and code only, for what needs no database."""
        return cls(root=root, environment=_environment(folder))

    @classmethod
    def on_sqlite(cls, root: Path, folder: Path) -> Installation:
        """A new SQLite file with the tables of the test database, which is SQLite too."""
        made = cls.without_tables(root, folder)
        made.database = str(folder / "bangvang.sqlite3")
        SqliteSnapshot(connection, Path(made.database)).save()
        return made

    @classmethod
    def on_postgresql(cls, root: Path, folder: Path) -> Installation:
        """The database of the running test."""
        parts = connection.settings_dict
        place = f"{parts['HOST']}:{parts['PORT'] or 5432}/{parts['NAME']}"
        account = f"{parts['USER']}:{parts['PASSWORD']}" if parts["PASSWORD"] else parts["USER"]
        environment = {**_environment(folder), "DATABASE_URL": f"postgres://{account}@{place}"}
        return cls(root=root, environment=environment, database=parts["NAME"])

    @classmethod
    @contextmanager
    def with_redis(cls, root: Path, folder: Path, migrated_folder: Path) -> Iterator[Installation]:
        """A SQLite file and the Redis server of REDIS_URL, for a real worker."""
        address = os.environ.get("REDIS_URL")
        if not address:
            pytest.fail("set REDIS_URL to a Redis server for the tests marked services")
        made = cls.without_tables(root, folder)
        made.database = str(shutil.copy2(migrated_folder / "bangvang.sqlite3", folder))
        made.environment["REDIS_URL"] = address
        with made.preloaded(folder) as preloaded:
            yield preloaded

    def start_worker(self) -> subprocess.Popen[bytes]:
        """A Celery worker as a process of its own."""
        return subprocess.Popen(
            [
                sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--pool", "solo",
                "--without-mingle", "--without-gossip", "--without-heartbeat",
            ],
            cwd=self.root, env=self.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    @contextmanager
    def preloaded(self, folder: Path) -> Iterator[Installation]:
        """The same, with processes that are forked from one that has loaded the project."""
        with ForkServer.opened(self.root, self.environment, folder, PRELUDE) as fork_server:
            yield replace(self, fork_server=fork_server)

    def on_copy(self, folder: Path) -> Installation:
        """The same processes on a copy of the SQLite file."""
        copy = shutil.copy(self.database, folder)
        return replace(self, database=str(copy))

    def with_environment(self, **changes: str) -> Installation:
        """The same database for processes that load the project in another environment."""
        environment = {**self.environment, **changes}
        if connection.vendor == "sqlite":
            environment["BANGVANG_DATA_DIR"] = environment["TESTS_DATA_DIR"] = str(
                Path(self.database).parent
            )
        return replace(self, environment=environment, fork_server=None)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A management command, to its end."""
        if self.fork_server:
            return self.fork_server.run(MANAGE, {"ARGUMENTS": arguments}, self.database)
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=self.root, env=self.environment,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    def python(self, program: str, **names: Any) -> subprocess.CompletedProcess[str]:
        """A program within the installation, to its end; `names` are its constants."""
        if self.fork_server:
            return self.fork_server.run(program, names, self.database)
        constants = "".join(f"{name} = {value!r}\n" for name, value in names.items())
        return subprocess.run(
            [sys.executable, "-c", PRELUDE + constants + program],
            cwd=self.root, env=self.environment,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    def start(self, program: str, **names: Any) -> Process:
        """The same, running on its own; only of a preloaded installation."""
        assert self.fork_server
        return self.fork_server.start(program, names, self.database)

    def make_rows(
        self, rows: int, *, topic: str = "nomination.submit", email: bool = False
    ) -> None:
        """Twenty people and so many due inbox messages among them."""
        done = self.python(MAKE_ROWS, ROWS=rows, TOPIC=topic, EMAIL=email)
        assert done.returncode == 0, done.stderr


def _environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE")
        or settings.SETTINGS_MODULE,
        "TESTS_DATA_DIR": str(folder),
        "BANGVANG_DATA_DIR": str(folder),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


def eventually(check: Callable[[], bool], seconds: float = 180) -> bool:
    """Whether the check holds at last."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if check():
            return True
    return False
