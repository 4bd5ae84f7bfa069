from __future__ import annotations

import threading
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import Count

from notifications import delivery, outcomes
from notifications.channels import INBOX, Letter, channels
from notifications.clock import wall_clock
from notifications.models import Notice, OutboxMessage
from notifications.outbox import queue_messages
from notifications.outcomes import MAX_ATTEMPTS
from workflow import clock

pytestmark = pytest.mark.django_db

LONE_SURROGATE = "\ud800"  # text no database stores
HOUR = timedelta(hours=1)


def only() -> OutboxMessage:
    return OutboxMessage.objects.get(channel=INBOX)


def doubled_notices() -> list[Any]:
    pairs = Notice.objects.values_list("event_key", "recipient").annotate(n=Count("id"))
    return list(pairs.filter(n__gt=1))


def spoil(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(context='{"title": "\\ud800", "path": "/"}')


def test_a_queued_message_becomes_one_notice_in_vietnamese(person: Any, tell: Any) -> None:
    an = person("an")
    tell(an)

    tally = delivery.deliver_due()

    notice = Notice.objects.get(recipient=an)
    assert notice.title == "Đã nộp hồ sơ: Nguyễn Văn Ái, Chiến sĩ thi đua cơ sở năm 2026"
    assert notice.body == "Hồ sơ đã được nộp và đang chờ đơn vị xem xét."
    assert (notice.path, notice.read_at) == ("/de-nghi/1/", None)
    assert notice.created_at == only().created_at
    assert only().sent_at is not None
    assert tally.sent == 2  # the notice, and the mail it led to


def test_the_comment_of_an_act_stays_out_of_the_message(person: Any, tell: Any) -> None:
    tell(person("an"), comment="lý do riêng tư")
    delivery.deliver_due()
    notice = Notice.objects.get()
    assert "riêng tư" not in notice.title + notice.body


def test_queueing_an_event_twice_tells_a_person_once(person: Any, tell: Any) -> None:
    an, binh = person("an"), person("binh")
    tell(an, an)
    tell(an, binh)
    delivery.deliver_due()
    tell(an, binh)
    delivery.deliver_due()
    assert Notice.objects.filter(recipient=an).count() == 1
    assert Notice.objects.filter(recipient=binh).count() == 1


def test_a_message_of_a_rolled_back_change_is_never_told(person: Any, tell: Any) -> None:
    an = person("an")
    with transaction.atomic():
        tell(an)
        transaction.set_rollback(True)
    assert delivery.deliver_due().handled == 0
    assert not Notice.objects.exists()


def test_text_from_outside_is_stored_in_nfc(person: Any) -> None:
    decomposed = unicodedata.normalize("NFD", "Trần Thị Hường")
    recipients = [person("an").pk]
    context = {"title": decomposed, "path": "/"}
    queue_messages(topic="nomination.submit", recipients=recipients, event_key="e", context=context)
    OutboxMessage.objects.update(context=unicodedata.normalize("NFD", only().context))
    delivery.deliver_due()
    assert Notice.objects.get().title == "Đã nộp hồ sơ: Trần Thị Hường"


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "javascript:1", 7])
def test_a_link_out_of_the_house_is_left_out(person: Any, tell: Any, path: Any) -> None:
    tell(person("an"), path=path)
    delivery.deliver_due()
    assert Notice.objects.get().path == ""


@pytest.mark.parametrize("year", [2015, 2099])
def test_a_message_is_dated_by_the_domains_clock_and_due_by_the_walls(
    person: Any, tell: Any, settings: Any, year: int
) -> None:
    settings.NOTIFICATIONS_CLOCK = "workflow.clock.now"
    moment = datetime(year, 11, 2, 8, tzinfo=UTC)
    with clock.at(moment):
        tell(person("an"))
    assert delivery.deliver_due().sent >= 1
    assert Notice.objects.get().created_at == moment
    assert only().sent_at.year not in (2015, 2099)


def test_an_unknown_topic_is_told_in_general_words(person: Any, tell: Any) -> None:
    tell(person("an"), topic="nomination.something_new")
    delivery.deliver_due()
    assert Notice.objects.get().title.startswith("Có cập nhật: Nguyễn Văn Ái")


def test_an_account_inactive_at_the_time_of_sending_is_dropped_with_a_reason(
    person: Any, tell: Any
) -> None:
    an = person("an")
    tell(an)
    an.is_active = False
    an.save()
    tally = delivery.deliver_due()
    assert (tally.dropped, tally.sent) == (1, 0)
    assert not Notice.objects.exists()
    assert only().dropped_at is not None
    assert only().last_error == delivery.INACTIVE
    assert delivery.deliver_due(now=wall_clock() + HOUR).handled == 0


def test_a_message_not_yet_due_waits(person: Any, tell: Any) -> None:
    tell(person("an"))
    OutboxMessage.objects.update(due_at=wall_clock() + HOUR)
    assert delivery.deliver_due().handled == 0
    assert delivery.deliver_due(now=wall_clock() + 2 * HOUR).sent == 2


def test_the_limit_bounds_a_pass(person: Any, tell: Any) -> None:
    people = [person(f"p{n}", email="") for n in range(7)]
    tell(*people)
    assert delivery.deliver_due(limit=3).sent == 3
    assert Notice.objects.count() == 3
    assert delivery.deliver_due(limit=100).sent == 4


def test_an_old_event_is_filed_but_sends_no_mail(person: Any, tell: Any) -> None:
    tell(person("an"))
    OutboxMessage.objects.update(created_at=wall_clock() - timedelta(days=31))
    assert delivery.deliver_due().sent == 1
    assert not OutboxMessage.objects.filter(channel="email").exists()


@pytest.mark.parametrize(
    "context", ["{", "[]", '{"title": "\\ud800"}'], ids=["cut off", "no object", "no text"]
)
def test_a_poisoned_row_delays_nobody_else(person: Any, tell: Any, context: str) -> None:
    people = [person(f"p{n}", email="") for n in range(5)]
    for n, one in enumerate(people):
        tell(one, key=f"nomination:{n}#1")
    first = OutboxMessage.objects.order_by("id")[0]
    OutboxMessage.objects.filter(pk=first.pk).update(context=context, due_at=first.due_at - HOUR)

    tally = delivery.deliver_due()

    assert (tally.sent, tally.failed) == (4, 1)
    assert set(Notice.objects.values_list("recipient", flat=True)) == {p.pk for p in people[1:]}
    first.refresh_from_db()
    assert first.attempts == 1
    assert first.sent_at is None
    assert first.last_error
    assert first.due_at > wall_clock()


def test_the_poison_of_the_test_above_is_real(person: Any, tell: Any) -> None:
    """The control: delivered without isolation, the same row takes its neighbour with it."""
    an, binh = person("an", email=""), person("binh", email="")
    tell(an, key="good")
    tell(binh, key="bad")
    now = wall_clock()
    good, bad = OutboxMessage.objects.order_by("id")
    letters = [
        Letter(message=good, recipient=an, title="Tốt", body="", path="", at=now),
        Letter(message=bad, recipient=binh, title=LONE_SURROGATE, body="", path="", at=now),
    ]
    with pytest.raises(UnicodeEncodeError), transaction.atomic():
        channels()[INBOX].send(letters, lambda: None)
    assert not Notice.objects.exists()


def test_attempts_back_off_until_the_letter_is_dead(person: Any, tell: Any) -> None:
    tell(person("an", email=""))
    spoil(only())
    now = wall_clock()
    waits = []
    for attempt in range(1, MAX_ATTEMPTS):
        assert delivery.deliver_due(now=now).failed == 1
        assert only().attempts == attempt
        waits.append(only().due_at - now)
        assert delivery.deliver_due(now=now).handled == 0
        now = only().due_at
    assert timedelta(seconds=22) <= waits[0] <= timedelta(seconds=38)
    assert waits[5] > 10 * waits[0]
    assert max(waits) <= 1.25 * outcomes.MAX_DELAY
    assert delivery.deliver_due(now=now).dead == 1
    assert only().dead_at == now
    assert delivery.deliver_due(now=now + 1000 * HOUR).handled == 0
    assert not Notice.objects.exists()


def test_delays_are_spread_so_that_failures_do_not_return_together() -> None:
    assert len({outcomes.retry_delay(3) for _ in range(20)}) > 10


def test_a_dead_letter_sent_again_starts_anew(person: Any, tell: Any) -> None:
    tell(person("an", email=""))
    good = only().context
    OutboxMessage.objects.update(context="{", attempts=MAX_ATTEMPTS - 1)
    assert delivery.deliver_due().dead == 1
    assert delivery.send_again(OutboxMessage.objects.all()) == 1
    assert (only().attempts, only().dead_at) == (0, None)
    OutboxMessage.objects.update(context=good)
    assert delivery.deliver_due().sent == 1
    assert Notice.objects.count() == 1
    assert delivery.send_again(OutboxMessage.objects.all()) == 0


def test_a_row_of_a_channel_that_is_gone_is_a_dead_letter(person: Any, tell: Any) -> None:
    tell(person("an"))
    OutboxMessage.objects.update(channel="pigeon")
    assert delivery.deliver_due().dead == 1
    assert "pigeon" in OutboxMessage.objects.get().last_error


def test_a_lost_mark_does_not_tell_anybody_twice(person: Any, tell: Any) -> None:
    tell(person("an", email=""))
    delivery.deliver_due()
    OutboxMessage.objects.update(sent_at=None)
    assert delivery.deliver_due().sent == 1
    assert doubled_notices() == []


@pytest.mark.postgres
def test_it_is_the_unique_key_that_prevents_the_second_notice(person: Any, tell: Any) -> None:
    """The control: without the key, the check of the test above finds the second notice."""
    tell(person("an", email=""))
    delivery.deliver_due()
    connection.check_constraints()  # PostgreSQL alters no table with checks still to do
    key = next(c for c in Notice._meta.constraints if c.name == "notice_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Notice, key)
    OutboxMessage.objects.update(sent_at=None)
    delivery.deliver_due()
    assert len(doubled_notices()) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_tell_everybody_exactly_once(person: Any, tell: Any) -> None:
    people = [person(f"p{n}", email="") for n in range(30)]
    for n in range(20):
        tell(*people, key=f"nomination:{n}#1")
    start = threading.Barrier(8)
    tallies: list[delivery.DeliveryOutcome] = []

    def work() -> None:
        start.wait()
        try:
            while (tally := delivery.deliver_due(limit=37)).handled:
                tallies.append(tally)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert doubled_notices() == []
    assert Notice.objects.count() == 600
    assert sum(tally.sent for tally in tallies) == 600
    assert sum(tally.failed for tally in tallies) == 0
    assert not OutboxMessage.objects.filter(OutboxMessage.OPEN).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_row_another_worker_holds_is_passed_by(person: Any, tell: Any) -> None:
    tell(person("an", email=""), key="held")
    tell(person("binh", email=""), key="free")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            list(OutboxMessage.objects.select_for_update().filter(event_key="held"))
            held.set()
            done.wait(10)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    try:
        assert delivery.deliver_due().sent == 1
    finally:
        done.set()
        thread.join()
    assert list(Notice.objects.values_list("event_key", flat=True)) == ["free"]
    assert delivery.deliver_due().sent == 1
