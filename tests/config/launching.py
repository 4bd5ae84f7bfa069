"""Copies of the project that tests start, and their environment."""

from __future__ import annotations

import os
import re
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("config", "nominations", "notifications", "workflow", "locale")
FILES = ("run.py", "manage.py", "requirements.lock")
SERVICE_VARIABLES = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY")
PATIENCE = 60.0
# Another process queues a message; whoever runs the worker has to deliver it.
QUEUE = """
from django.contrib.auth import get_user_model
from django.db import transaction
from notifications.outbox import wake_worker, queue_messages
user = get_user_model().objects.create_user(username="an", password="x")
with transaction.atomic():
    queue_messages(topic="default", recipients=[user.pk], event_key="nomination:1#1",
          context={"title": "Nguyễn Văn A", "path": "/"})
    transaction.on_commit(wake_worker)
"""
COUNT = "from notifications.models import Notice; print('notices:', Notice.objects.count())"


def copy_project(target: Path) -> Path:
    """The program's files in a new folder, sharing the libraries that are installed already."""
    target.mkdir(parents=True)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, target / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in FILES:
        shutil.copy2(ROOT / name, target / name)
    (target / ".venv").symlink_to(sys.prefix)
    return target


def environment(**extra: str) -> dict[str, str]:
    """The environment of somebody who has set nothing of ours."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BANGVANG_", "PYTEST_", "TESTS_")) and name not in SERVICE_VARIABLES
    }
    return {**clean, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", **extra}


def run(project: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """`python3 run.py ARGUMENTS` to its end."""
    return subprocess.run(
        [sys.executable, "run.py", *arguments],
        cwd=project,
        env=environment(**extra),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE * 3,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A server started by run.py, with what it has printed so far."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.output = ""

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Read on until the pattern appears."""
        assert self.process.stdout is not None
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := re.search(pattern, self.output):
                return found
            ready, _, _ = select.select([self.process.stdout], [], [], 0.5)
            if ready:
                chunk = os.read(self.process.stdout.fileno(), 65536)
                self.output += chunk.decode("utf-8", "replace")
                if not chunk:
                    break
        raise AssertionError(f"{pattern!r} did not appear in:\n{self.output}")


@contextmanager
def serving(project: Path, *arguments: str, **extra: str) -> Iterator[Running]:
    """A server that is ended when the block ends, whatever happened."""
    with subprocess.Popen(
        [sys.executable, "run.py", *arguments],
        cwd=project,
        env=environment(**extra),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            yield Running(process)
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
