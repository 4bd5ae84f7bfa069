"""The whole way with a real broker and a real worker, which is killed while it works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.notifications.installation import COUNTS, MAKE_ROWS, Installation

pytestmark = pytest.mark.services

KICK = """
from notifications.wake_up import waker
outbox.kick()
assert waker.flush(10)
"""


@pytest.fixture
def installation(root: Path, tmp_path: Path) -> Iterator[Installation]:
    address = os.environ.get("REDIS_URL")
    if not address:
        pytest.fail("set REDIS_URL to a Redis server for the tests marked services")
    made = Installation.on_sqlite(root, tmp_path)
    made.environment["REDIS_URL"] = address
    with made.preloaded(tmp_path) as preloaded:
        yield preloaded


def start_worker(installation: Installation) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--pool", "solo",
            "--without-mingle", "--without-gossip", "--without-heartbeat",
        ],
        cwd=installation.root, env=installation.environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def counts(installation: Installation) -> dict[str, list[tuple[str, int]]]:
    done = installation.python(COUNTS)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[tuple[str, int]]] = json.loads(done.stdout)
    return found


def eventually(check: Callable[[], bool], seconds: float = 180) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if check():
            return True
    return False


def test_a_killed_celery_worker_loses_and_doubles_nothing(installation: Installation) -> None:
    worker = start_worker(installation)
    try:
        installation.make_rows(200)  # its commit wakes the worker through the broker
        assert eventually(lambda: len(counts(installation)["notices"]) > 0)
        again = installation.start(
            MAKE_ROWS.replace("person{n}", "late{n}").replace("nomination:", "later:"),
            ROWS=2000, TOPIC="nomination.submit", EMAIL=False,
        )  # fmt: skip
        assert eventually(lambda: len(counts(installation)["notices"]) > 200)
        worker.kill()
        worker.wait()
        _, errors = again.communicate()
        assert again.returncode == 0, errors

        worker = start_worker(installation)
        done = installation.python(KICK)  # what the sweep of beat does every few seconds
        assert done.returncode == 0, done.stderr
        assert eventually(lambda: not counts(installation)["open"])
    finally:
        worker.kill()
        worker.wait()
    found = counts(installation)["notices"]
    assert len(found) == 2200
    assert max(Counter(map(tuple, found)).values()) == 1
