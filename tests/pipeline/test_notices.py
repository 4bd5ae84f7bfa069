"""Two hundred transitions without a worker: afterwards every notice is delivered once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import close_old_connections

from nominations.pipeline import PIPELINE
from notifications.delivery import deliver_due
from notifications.models import Notice, OutboxMessage
from tests.notifications.installation import Installation
from tests.pipeline.stage import NOW, TODAY, Stage
from workflow import clock
from workflow.engine import perform
from workflow.models import AuditEvent

TRANSITIONS = 200


def _endorse_and_return(stage: Stage) -> set[tuple[str, int]]:
    """A hundred nominations endorsed, then sent back; gives who must have been told of what."""
    nominee, secretary = stage.actors["staff"], stage.actors["secretary"]
    expected = set()
    with clock.at(NOW):
        for _ in range(TRANSITIONS // 2):
            nomination = stage.put("submitted", stage.people["staff"])
            stage.report(nomination, frozen=True)
            endorsed = perform(
                PIPELINE,
                nomination.pk,
                "endorse",
                actor=stage.actors["unit_head"],
                data={"present": 6, "agreed": 6, "held_on": TODAY, "report_number": 1},
            )
            returned = perform(
                PIPELINE,
                nomination.pk,
                "return_for_correction",
                actor=secretary,
                comment="Bổ sung số liệu.",
                data={"items": ["achievements"]},
            )
            type(nomination)._base_manager.filter(pk=nomination.pk).update(state="declined")
            expected |= {
                (endorsed.event_key, nominee.pk),
                (endorsed.event_key, secretary.pk),
                (returned.event_key, nominee.pk),
            }
    return expected


def _notices() -> list[tuple[str, int]]:
    return list(Notice.objects.values_list("event_key", "recipient_id"))


@pytest.mark.django_db(transaction=True)
def test_without_any_broker_every_notice_of_200_transitions_arrives_once() -> None:
    expected = _endorse_and_return(Stage())

    assert AuditEvent.objects.count() == TRANSITIONS
    assert _notices() == []
    while deliver_due().handled:
        pass

    assert sorted(_notices()) == sorted(expected)
    assert not OutboxMessage.objects.filter(channel="inbox", sent_at=None).exists()


@pytest.mark.postgres
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_killing_the_celery_worker_again_and_again_loses_and_doubles_nothing(
    root: Path, tmp_path: Path
) -> None:
    installation = Installation.on_postgresql(root, tmp_path)
    environment = {**installation.environment, "REDIS_URL": os.environ["REDIS_URL"]}
    over = Event()
    kills: list[int] = []

    def worker() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-B", "-c", "2"]
        quiet = ["--loglevel", "ERROR", "--without-mingle", "--without-gossip"]
        schedule = ["-s", str(tmp_path / "beat")]
        return subprocess.Popen(
            [*command, *quiet, *schedule],
            cwd=root,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def murder() -> None:
        process = worker()
        while not over.wait(4):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            kills.append(process.pid)
            process = worker()
        deadline = time.monotonic() + 60
        while (
            time.monotonic() < deadline
            and OutboxMessage.objects.filter(channel="inbox", sent_at=None).exists()
        ):
            time.sleep(0.5)
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)
        close_old_connections()

    murderer = Thread(target=murder)
    murderer.start()
    try:
        expected = _endorse_and_return(Stage())
        time.sleep(14)
    finally:
        over.set()
        murderer.join(timeout=120)

    assert len(kills) >= 3
    assert sorted(_notices()) == sorted(expected)
