from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client

from config import schedule
from notifications.clock import wall_clock
from notifications.models import OutboxMessage


@pytest.fixture(autouse=True)
def beat_was_never_seen() -> None:
    cache.delete(schedule.SEEN_KEY)


def beat_is_seen() -> None:
    scheduler = schedule.Scheduler.__new__(schedule.Scheduler)
    scheduler.note()


def message_due(seconds_ago: float) -> None:
    user = get_user_model().objects.create_user(username="an", password="x")
    now = wall_clock()
    OutboxMessage.objects.create(
        event_key="nomination:1#1",
        recipient=user,
        topic="default",
        channel="inbox",
        context="{}",
        created_at=now - timedelta(seconds=seconds_ago),
        due_at=now - timedelta(seconds=seconds_ago),
    )


def test_livez_needs_nothing_but_the_process(client: Client) -> None:
    answer = client.get("/livez")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert client.post("/livez").status_code == 405


@pytest.mark.django_db
def test_ready_when_database_beat_and_outbox_are_well(client: Client) -> None:
    beat_is_seen()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ready"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_people_go_on_working_without_beat_and_the_answer_says_so(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["beat_age_seconds"] is None
    with pytest.raises(CommandError, match="Beat"):
        call_command("ready", "--beat-within", "60")


@pytest.mark.django_db
def test_a_message_that_waits_too_long_is_told(client: Client) -> None:
    beat_is_seen()
    message_due(400)
    answer = client.get("/readyz").json()
    assert answer["status"] == "degraded"
    assert answer["outbox_age_seconds"] >= 400
    with pytest.raises(CommandError, match="worker"):
        call_command("ready", "--outbox-within", "60")
    call_command("ready", "--beat-within", "60", "--outbox-within", "600")


@pytest.mark.django_db
def test_unavailable_without_a_database(client: Client) -> None:
    def refuse(*args: object) -> None:
        raise DatabaseError

    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"status": "unavailable", "database": "down"}
        with pytest.raises(CommandError, match="database"):
            call_command("ready")
