"""Statements that are sent together on PostgreSQL, once psycopg has prepared them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import (
    DataError,
    IntegrityError,
    OperationalError,
    connection,
    connections,
    transaction,
)

from notifications.models import OutboxMessage
from tests.workflow.conftest import Depot
from tests.workflow.test_races import until_somebody_waits
from tests.workflow.toy.models import Parcel, Seal
from tests.workflow.toy.table import PARCELS
from workflow import audit
from workflow.engine import perform, perform_many
from workflow.exceptions import ConditionUnmet, StaleVersion, TransitionRefused
from workflow.models import AuditEvent
from workflow.store import Statement, run_all
from workflow.verification import chain_breaks

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("postgres_only")]
RoundTrips = list[tuple[int, bool]]


@pytest.fixture
def round_trips(monkeypatch: pytest.MonkeyPatch) -> Iterator[RoundTrips]:
    """How many statements each round trip carried, and whether COMMIT was with them.

    Statements are prepared at their first use, so from the second run on they are sent together.
    """
    from workflow.store import libpq_pipeline

    made: RoundTrips = []
    send = libpq_pipeline._round_trip

    def spy(driver: Any, calls: Any, commit: bool) -> Any:
        made.append((len(calls), commit))
        return send(driver, calls, commit)

    monkeypatch.setattr(libpq_pipeline, "_round_trip", spy)
    with prepared_at_once():
        yield made


class prepared_at_once:  # noqa: N801 -- used like a function
    """This thread's connection, with psycopg preparing every statement at its first use."""

    def __enter__(self) -> None:
        connection.ensure_connection()
        self.usual = connection.connection.prepare_threshold
        connection.connection.prepare_threshold = 0

    def __exit__(self, *trouble: object) -> None:
        if connection.connection is not None:
            connection.connection.prepare_threshold = self.usual


def beside(sql: str, *parameters: Any) -> Any:
    """The first row, as another connection sees it."""
    another = connection.copy()
    try:
        with another.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchone()
    finally:
        another.close()


def _inspect(depot: Depot, **fields: Any) -> Parcel:
    parcel = depot.parcel(**fields)
    perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, seen_version=0)
    return parcel


def test_a_prepared_transition_makes_two_round_trips(real_depot, round_trips):
    _inspect(real_depot)
    assert round_trips == []
    parcel = _inspect(real_depot)
    assert round_trips == [(2, False), (1, True)]
    assert connection.get_autocommit()
    assert not connection.in_atomic_block
    seen = beside("SELECT state, version FROM toy_parcel WHERE id = %s", parcel.pk)
    assert seen == ("checked", 1)
    assert OutboxMessage.objects.filter(event_key=f"{parcel.stream}#1").count() == 1
    assert list(chain_breaks()) == []


def test_who_watches_the_queries_sees_every_one(real_depot, round_trips, django_assert_num_queries):
    for _ in range(2):
        _inspect(real_depot)
    parcel = real_depot.parcel()
    del round_trips[:]
    with django_assert_num_queries(5):  # BEGIN, lock, read, write, COMMIT
        perform(PARCELS, parcel.pk, "inspect", actor=real_depot.lead)
    assert round_trips == []


def test_whoever_waited_in_a_round_trip_judges_by_what_the_other_wrote(real_depot, round_trips):
    """The reading left with the lock, but its snapshot is taken after the wait."""
    depot = real_depot
    parcel = depot.parcel()
    waiting: list[Any] = []

    def late() -> None:
        try:
            with prepared_at_once():
                _inspect(depot)
                waiting.append(perform(PARCELS, parcel.pk, "inspect", actor=depot.lead))
        except TransitionRefused as refusal:
            waiting.append(refusal)
        finally:
            connections.close_all()

    thread = threading.Thread(target=late)
    with transaction.atomic():
        Parcel.objects.select_for_update(no_key=True).get(pk=parcel.pk)
        thread.start()
        until_somebody_waits()
        Seal.objects.filter(parcel=parcel).update(broken=True)
    thread.join()
    (answer,) = waiting
    assert isinstance(answer, ConditionUnmet)
    assert answer.key == "seal_broken"
    assert round_trips == [(2, False)]


def test_inside_an_open_transaction_nothing_is_committed(real_depot, round_trips):
    _inspect(real_depot)
    parcel = real_depot.parcel()
    with transaction.atomic():
        perform(PARCELS, parcel.pk, "inspect", actor=real_depot.lead, joins=True)
        transaction.set_rollback(True)
    assert round_trips == [(2, False), (1, False)]
    parcel.refresh_from_db()
    assert (parcel.state, parcel.version) == ("packed", 0)
    assert audit.history(parcel.stream) == []


def test_commit_travels_only_out_of_the_outermost_block(real_depot, round_trips):
    parcel = real_depot.parcel(seals=0)
    seal = Statement("postgresql", "INSERT INTO toy_seal (parcel_id, broken) VALUES (%(pk)s, true)")
    for _ in range(2):
        with transaction.atomic():
            with transaction.atomic():
                run_all(connection, [seal, seal], {"pk": parcel.pk}, commit=True)
                run_all(connection, [seal, seal], {"pk": parcel.pk}, commit=True)
            transaction.set_rollback(True)
    assert round_trips == [(2, False)] * 2
    assert not Seal.objects.exists()


def test_an_effect_that_fails_takes_everything_back(real_depot, round_trips):
    _shipped(real_depot, title="fine")
    jammed = _shipped(real_depot, title="jam")
    with pytest.raises(RuntimeError, match="jammed"):
        perform(PARCELS, jammed.pk, "deliver", actor=real_depot.clerk, data={"signed_by": "x"})
    jammed.refresh_from_db()
    assert jammed.state == "shipped"
    assert len(audit.history(jammed.stream)) == 2
    assert not any(commit for statements, commit in round_trips[-2:])


def _shipped(depot: Depot, title: str) -> Parcel:
    parcel = _inspect(depot, title=title)
    perform(PARCELS, parcel.pk, "ship", actor=depot.clerk)
    if title == "fine":
        perform(PARCELS, parcel.pk, "deliver", actor=depot.clerk, data={"signed_by": "x"})
    return parcel


def test_an_error_in_a_round_trip_is_djangos_and_leaves_the_connection_in_order(
    real_depot, round_trips
):
    _inspect(real_depot)
    parcel = real_depot.parcel()
    # The place of the entry to come is taken.
    AuditEvent.objects.bulk_create(
        [AuditEvent(stream=parcel.stream, seq=1, at=parcel.state_entered_at, hash="x")]
    )
    with pytest.raises(IntegrityError, match="duplicate key"):
        perform(PARCELS, parcel.pk, "inspect", actor=real_depot.lead)
    assert round_trips == [(2, False), (1, True)]
    parcel.refresh_from_db()
    assert (parcel.state, parcel.version) == ("packed", 0)
    _inspect(real_depot)  # forgotten by the rollback: goes by itself, and is prepared again
    _inspect(real_depot)
    assert round_trips == [(2, False), (1, True)] * 2


def test_a_refusal_at_commit_is_raised_and_nothing_stays(real_depot, round_trips):
    parcel = real_depot.parcel(seals=0)
    seal = Statement("postgresql", "INSERT INTO toy_seal (parcel_id, broken) VALUES (%(pk)s, true)")
    for pk in (parcel.pk, parcel.pk, parcel.pk):
        with transaction.atomic():
            run_all(connection, [seal], {"pk": pk}, commit=True)
    with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
        run_all(connection, [seal], {"pk": parcel.pk + 1000}, commit=True)
    assert round_trips == [(1, True)] * 3
    assert Seal.objects.count() == 3
    assert connection.get_autocommit()


def test_what_follows_an_error_in_a_round_trip_is_left_out(real_depot, round_trips):
    parcel = real_depot.parcel(seals=0)
    divide = Statement("postgresql", "SELECT 1 / CAST(%(by)s AS integer)")
    seal = Statement("postgresql", "INSERT INTO toy_seal (parcel_id, broken) VALUES (%(pk)s, true)")
    values = {"pk": parcel.pk, "by": 1}
    with transaction.atomic():
        run_all(connection, [divide, seal], values)
    with pytest.raises(DataError, match="division by zero"), transaction.atomic():
        run_all(connection, [divide, seal], {**values, "by": 0}, commit=True)
    assert round_trips == [(2, True)]
    assert Seal.objects.count() == 1


def test_a_lost_connection_is_an_error_and_the_next_one_works(real_depot, round_trips):
    _inspect(real_depot)
    parcel = real_depot.parcel()
    pid = connection.connection.info.backend_pid
    assert beside("SELECT pg_terminate_backend(%s, 5000)", pid) == (True,)
    with pytest.raises(OperationalError):
        perform(PARCELS, parcel.pk, "inspect", actor=real_depot.lead)
    assert round_trips == [(2, False)]
    connection.close()
    parcel.refresh_from_db()
    assert (parcel.state, parcel.version) == ("packed", 0)
    assert perform(PARCELS, parcel.pk, "inspect", actor=real_depot.lead).version == 1


def test_a_stale_version_is_told_from_within_a_round_trip(real_depot, round_trips):
    _inspect(real_depot)
    parcel = _inspect(real_depot)
    with pytest.raises(StaleVersion) as refusal:
        perform(PARCELS, parcel.pk, "inspect", actor=real_depot.lead, seen_version=0)
    assert "lead" in str(refusal.value.message)


def test_sets_travel_too(real_depot, round_trips):
    for _ in range(2):
        keys = [real_depot.parcel().pk for _ in range(3)]
        result = perform_many(PARCELS, keys, "inspect", actor=real_depot.lead)
        assert len(result.moved) == 3
    assert round_trips == [(2, False), (1, False)]
    assert list(chain_breaks()) == []


def test_round_trips_answer_with_the_types_that_django_gives(real_depot, round_trips):
    moment = Statement(
        "postgresql", "SELECT now(), CAST('{\"a\": 1}' AS jsonb), CAST(%(day)s AS date)"
    )
    values = {"day": None}
    by_itself, together = (
        [type(value) for value in run_all(connection, [moment], values)[0][0][0]] for _ in "12"
    )
    with connection.cursor() as cursor:
        cursor.execute(moment.text, values)
        assert by_itself == together == [type(value) for value in cursor.fetchone()]
    (row,) = run_all(connection, [moment], values)[0][0]
    assert row[0].utcoffset().total_seconds() == 0
    assert len(round_trips) == 2
