"""Processes are killed for real: SIGKILL, no warning, no clean-up."""

from __future__ import annotations

import json
import select
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from tests.notifications.fork_server import Process
from tests.notifications.installation import COUNTS, Installation
from tests.notifications.mailroom import Mailroom

pytestmark = pytest.mark.parametrize(
    "installation",
    [
        pytest.param("sqlite", marks=[pytest.mark.one_database, pytest.mark.django_db]),
        pytest.param(
            "postgresql", marks=[pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
        ),
    ],
    indirect=True,
)

# Small batches make a pass long enough to be killed in its middle; each batch is announced.
SLOW_DRAIN = """
inbox = channels()["inbox"]
send = inbox.send
def announced(letters, begun):
    send(letters, begun)
    print(len(letters), flush=True)
    time.sleep(0.05)
inbox.send = announced
delivery.BATCH = 7
while delivery.deliver_due().handled:
    pass
"""

# The process ends itself at an exact point: `when` is "claimed" or "written".
SUICIDE = """
inbox = channels()["inbox"]
send = inbox.send
calls = 0
def deadly(letters, begun):
    global calls
    calls += 1
    if WHEN == "claimed" and calls == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    send(letters, begun)
    if WHEN == "written" and calls == 2:
        os.kill(os.getpid(), signal.SIGKILL)
inbox.send = deadly
delivery.deliver_due()
"""

# What the outbox is not: the notice is written in one transaction, the mark in another.
CARELESS = """
for message in OutboxMessage.objects.filter(sent_at=None).order_by("id"):
    Notice.objects.create(
        recipient_id=message.recipient_id, event_key=message.event_key + KEY_SUFFIX,
        topic=message.topic, title="x", created_at=message.created_at,
    )
    if message.event_key == "nomination:1#1":
        os.kill(os.getpid(), signal.SIGKILL)
    OutboxMessage.objects.filter(pk=message.pk).update(sent_at=wall_clock())
"""

MAIL_DRAIN = """
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", PORT
LATER = wall_clock() + timedelta(hours=AHEAD)
email = channels()["email"]
if DIE:
    send = email.send
    def deadly(letters, begun):
        send(letters, begun)
        os.kill(os.getpid(), signal.SIGKILL)
    email.send = deadly
while delivery.deliver_due(now=LATER).handled:
    pass
"""


@pytest.fixture(scope="module")
def empty(
    root: Path, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Installation]:
    """Preloaded, on the kind of database that the tests run on; without a row."""
    folder = tmp_path_factory.mktemp("empty")
    with django_db_blocker.unblock():
        on_server = connection.vendor == "postgresql"
        make = Installation.on_postgresql if on_server else Installation.on_sqlite
        made = make(root, folder)
    with made.preloaded(folder) as preloaded:
        yield preloaded


@pytest.fixture
def installation(request: pytest.FixtureRequest, tmp_path: Path, empty: Installation) -> Any:
    """A database that other processes open: a file of its own, or the test's on PostgreSQL."""
    if request.param != connection.vendor:
        pytest.fail("set DATABASE_URL to a PostgreSQL server for the tests marked postgres alone")
    return empty.on_copy(tmp_path) if request.param == "sqlite" else empty


def counts(installation: Installation) -> dict[str, Any]:
    done = installation.python(COUNTS)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def doubled(found: dict[str, Any]) -> list[Any]:
    return [pair for pair, n in Counter(map(tuple, found["notices"])).items() if n > 1]


def kill_in_batch(worker: Process, number: int) -> bool:
    """SIGKILL within that batch, before its commit; False when the worker never got there."""
    was_working = True
    for _ in range(number):
        ready, _, _ = select.select([worker.stdout], [], [], 60)
        was_working = bool(ready and worker.stdout.readline())
    worker.kill()
    worker.communicate()
    return was_working


def test_a_worker_killed_again_and_again_tells_everybody_exactly_once(
    installation: Installation,
) -> None:
    installation.make_rows(200)
    for number in (1, 2, 4, 3, 5):
        assert kill_in_batch(installation.start(SLOW_DRAIN), number)
    half_way = counts(installation)
    assert half_way["sent"] == 7 * 10  # the batches before each kill, and not the killed ones
    assert len(half_way["notices"]) == half_way["sent"]

    done = installation.manage("deliver")

    assert done.returncode == 0, done.stderr
    found = counts(installation)
    assert (len(found["notices"]), found["open"], found["sent"]) == (200, 0, 200)
    assert doubled(found) == []


@pytest.mark.parametrize("when", ["claimed", "written"])
def test_a_crash_in_the_middle_of_a_batch_leaves_nothing_half_done(
    installation: Installation, when: str
) -> None:
    installation.make_rows(200)
    assert installation.python(SUICIDE, WHEN=when).returncode == -signal.SIGKILL
    after = counts(installation)
    assert (len(after["notices"]), after["sent"]) == (
        50,
        50,
    )  # the first batch, nothing of the second

    assert installation.manage("deliver").returncode == 0
    found = counts(installation)
    assert (len(found["notices"]), found["open"]) == (200, 0)
    assert doubled(found) == []


def test_several_workers_at_once_tell_everybody_exactly_once(installation: Installation) -> None:
    installation.make_rows(200)
    workers = [installation.start(SLOW_DRAIN) for _ in range(3)]
    for worker in workers:
        _, errors = worker.communicate()
        assert worker.returncode == 0, errors
    found = counts(installation)
    assert (len(found["notices"]), found["open"]) == (200, 0)
    assert doubled(found) == []


def test_a_careless_worker_is_caught_by_these_checks(installation: Installation) -> None:
    """The control: mark after write, no unique key in the way, and the kill tells twice."""
    installation.make_rows(60)
    killed = installation.python(CARELESS, KEY_SUFFIX="")
    assert killed.returncode == -signal.SIGKILL
    again = installation.python(CARELESS, KEY_SUFFIX="")
    assert "IntegrityError" in again.stderr  # the key refuses what the crash would have doubled
    installation.python(CARELESS.replace('"nomination:1#1"', '""'), KEY_SUFFIX=" again")
    found = counts(installation)
    notices = Counter((key.removesuffix(" again"), who) for key, who in found["notices"])
    assert max(notices.values()) == 2


@pytest.mark.parametrize(
    ("topic", "times"),
    [("nomination.decide", 2), ("deadline.reminder", 1)],
    ids=["legal", "reminder"],
)
def test_mail_interrupted_by_a_kill_is_repeated_only_when_it_is_legal(
    installation: Installation, free_port: int, topic: str, times: int
) -> None:
    installation.make_rows(20, topic=topic, email=True)
    room = Mailroom()
    server = Controller(room, hostname="127.0.0.1", port=free_port)
    server.start()
    try:
        killed = installation.python(MAIL_DRAIN, PORT=free_port, DIE=True, AHEAD=1)
        assert killed.returncode == -signal.SIGKILL
        assert len(room.raw) == 1
        done = installation.python(MAIL_DRAIN, PORT=free_port, DIE=False, AHEAD=2)
        assert done.returncode == 0, done.stderr
    finally:
        server.stop()
    sent = Counter(letter["Message-ID"] for letter in room.letters)
    assert len(sent) == 20
    assert max(sent.values()) == times
    assert sum(sent.values()) == 20 + times - 1
    found = counts(installation)
    assert (len(found["notices"]), found["open"], found["dropped"]) == (20, 0, 2 - times)
    assert doubled(found) == []


def test_the_deliver_command_drains_without_any_broker(
    installation: Installation, free_port: int
) -> None:
    installation.make_rows(40, email=True)
    alone = installation.with_environment(REDIS_URL=f"redis://127.0.0.1:{free_port}/0")
    done = alone.manage("deliver")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("sent 80, failed for now 0, dropped 0, dead letters 0")
    found = counts(installation)
    assert (len(found["notices"]), found["mails_sent"], found["open"]) == (40, 40, 0)


def test_the_deliver_command_stops_where_it_is_told(installation: Installation) -> None:
    installation.make_rows(420)
    assert "sent 30," in installation.manage("deliver", "--limit", "30").stdout
    assert "sent 200," in installation.manage("deliver", "--once").stdout
    assert "sent 190," in installation.manage("deliver").stdout
    assert "sent 0," in installation.manage("deliver").stdout


def test_the_deliver_command_says_by_its_exit_code_that_a_letter_died(
    installation: Installation,
) -> None:
    installation.make_rows(40)
    installation.python(
        'OutboxMessage.objects.filter(event_key="nomination:0#1").update(context="{", attempts=11)'
    )
    done = installation.manage("deliver")
    assert done.returncode == 1
    assert "dead letters 20" in done.stdout
    assert counts(installation)["sent"] == 20
    assert installation.manage("deliver").returncode == 0
