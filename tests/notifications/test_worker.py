"""The whole way with a real broker and a real worker, which is killed while it works."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notifications.installation import COUNTS, MAKE_ROWS, Installation, eventually

pytestmark = pytest.mark.services

KICK = """
from notifications.wake_up import waker
outbox.wake_worker()
assert waker.flush(10)
"""


@pytest.fixture
def installation(root: Path, tmp_path: Path, migrated_folder: Path) -> Iterator[Installation]:
    with Installation.with_redis(root, tmp_path, migrated_folder) as made:
        yield made


def counts(installation: Installation) -> dict[str, list[tuple[str, int]]]:
    done = installation.python(COUNTS)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[tuple[str, int]]] = json.loads(done.stdout)
    return found


def test_a_killed_celery_worker_loses_and_doubles_nothing(installation: Installation) -> None:
    worker = installation.start_worker()
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

        worker = installation.start_worker()
        done = installation.python(KICK)  # what the sweep of beat does every few seconds
        assert done.returncode == 0, done.stderr
        assert eventually(lambda: not counts(installation)["open"])
    finally:
        worker.kill()
        worker.wait()
    found = counts(installation)["notices"]
    assert len(found) == 2200
    assert max(Counter(map(tuple, found)).values()) == 1
