"""Waking the worker: at once, without waiting for a broker, without losing the last change."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from notifications import outbox
from notifications.models import OutboxMessage
from notifications.wake_up import DrainPublisher, Waker
from tests.notifications.installation import Installation

KICKS = """
from notifications.wake_up import waker
began = time.monotonic()
longest = 0.0
for _ in range(200):
    one = time.monotonic()
    outbox.wake_worker()
    longest = max(longest, time.monotonic() - one)
    time.sleep(0.005)
print(f"{longest:.3f} {time.monotonic() - began:.3f} {waker.flush(0)}")
"""


@pytest.fixture
def house(root: Path, tmp_path: Path) -> Installation:
    return Installation.without_tables(root, tmp_path)


def kicks(house: Installation, address: str) -> tuple[float, float, str]:
    house.environment["REDIS_URL"] = address
    began = time.monotonic()
    done = house.python(KICKS)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    longest, total, published = done.stdout.split()
    assert float(total) < 3
    return float(longest), time.monotonic() - began, published


def test_a_kick_is_quick_and_silent_when_nobody_listens_at_the_brokers_port(
    house: Installation, free_port: int
) -> None:
    longest, whole, published = kicks(house, f"redis://127.0.0.1:{free_port}/0")
    assert longest < 0.1
    assert whole < 20
    assert published == "False"


def test_a_kick_is_quick_and_silent_when_the_broker_accepts_and_never_answers(
    house: Installation,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        longest, whole, published = kicks(house, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
    assert longest < 0.1
    assert whole < 20
    assert published == "False"


def test_a_kick_reaches_the_broker_of_the_settings_from_any_thread(house: Installation) -> None:
    done = house.python("""
from threading import Thread
from celery import current_app
from config.celery import app
from notifications.wake_up import waker
thread = Thread(target=outbox.wake_worker)
thread.start()
thread.join()
assert waker.flush(10)
with app.connection_for_read() as connection:
    message = connection.SimpleQueue("celery").get(timeout=10)
    print(message.headers["task"], message.payload[:2], message.headers["expires"] is not None)
""")
    assert done.stdout == "notifications.tasks.drain [[], {}] True\n", done.stderr


def test_the_task_delivers_and_is_known_to_celery(house: Installation) -> None:
    done = house.python("""
from config.celery import app
app.loader.import_default_modules()
print("notifications.tasks.drain" in app.tasks)
""")
    assert done.stdout == "True\n", done.stderr


def test_many_wakes_become_few_messages_and_the_last_is_never_lost() -> None:
    published: list[float] = []
    waker = Waker(lambda: published.append(time.monotonic()), pause=0.05)
    last = 0.0
    for _ in range(300):
        last = time.monotonic()
        waker.wake()
        time.sleep(0.001)
    assert waker.flush(5)
    assert 2 <= len(published) <= 60
    assert published[-1] >= last


def test_a_failed_wake_up_is_repeated_until_the_broker_is_back() -> None:
    tries: list[int] = []

    def publish() -> None:
        tries.append(1)
        if len(tries) < 4:
            raise ConnectionError("gone")

    waker = Waker(publish, pause=0.01, rest=0.02)
    waker.wake()
    assert waker.flush(5)
    assert len(tries) == 4


def test_a_slow_broker_does_not_hold_up_whoever_wakes() -> None:
    release = threading.Event()

    def publish() -> None:
        release.wait(10)

    waker = Waker(publish, pause=0.01)
    began = time.monotonic()
    for _ in range(1000):
        waker.wake()
    assert time.monotonic() - began < 0.5
    assert not waker.flush(0)
    release.set()
    assert waker.flush(5)


@pytest.mark.django_db(transaction=True)
def test_a_change_wakes_the_worker_after_its_commit_and_not_before(
    person: Any, tell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    witness = Waker(lambda: seen.append(1), pause=0.01)
    monkeypatch.setattr(outbox, "waker", witness)
    an = person("an")
    with transaction.atomic():
        tell(an)
        time.sleep(0.05)
        assert seen == []
    assert witness.flush(5)
    assert seen == [1]
    assert OutboxMessage.objects.count() == 1


def test_the_publisher_recovers_after_a_failure(free_port: int) -> None:
    program = f"""
import django, os
django.setup()
from config.celery import app
from notifications.wake_up import DrainPublisher
publish = DrainPublisher()
app.conf.broker_url = "redis://127.0.0.1:{free_port}/0"
try:
    publish()
except Exception as error:
    print(type(error).__name__)
app.conf.broker_url = "memory://"
publish()
print("published")
"""
    assert DrainPublisher()._connection is None
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.splitlines() == ["OperationalError", "published"], done.stderr
