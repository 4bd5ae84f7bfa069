"""Real threads on PostgreSQL. SQLite lets one writer in at a time anyway."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from notifications.models import OutboxMessage
from tests.workflow.toy.models import Parcel, Seal
from tests.workflow.toy.table import PARCELS
from workflow import audit
from workflow.apply import apply
from workflow.call import build_call
from workflow.engine import perform, perform_many
from workflow.exceptions import ConditionUnmet, StaleVersion, TransitionRefused, WrongState
from workflow.models import AuditEvent
from workflow.store import plan_of
from workflow.verification import chain_breaks

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("postgres_only")]
RIVALS = 16


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run every act in its own thread and connection, started together; results or exceptions."""
    results: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            start.wait()
            results[place] = acts[place]()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("seen", [0, None])
def test_of_sixteen_rivals_exactly_one_gets_through(real_depot, seen):
    depot = real_depot
    for _round in range(5):
        parcel = depot.parcel()
        acts = [
            partial(
                perform,
                PARCELS,
                parcel.pk,
                name,
                actor=depot.lead,
                seen_version=seen,
                comment="x",
            )
            for name in ["inspect", "refuse"] * (RIVALS // 2)
        ]
        results = at_once(acts)
        refused = [one for one in results if isinstance(one, Exception)]
        assert len(refused) == RIVALS - 1
        expected = WrongState if seen is None else StaleVersion
        assert {type(one) for one in refused} == {expected}
        assert all(one.message for one in refused)
        parcel.refresh_from_db()
        assert (parcel.version, parcel.audit_seq) == (1, 1)
        assert len(audit.history(parcel.stream)) == 1
        assert OutboxMessage.objects.filter(event_key=f"{parcel.stream}#1").count() == 1
    assert list(chain_breaks()) == []


def test_without_the_lock_all_rivals_would_be_let_through(real_depot):
    """The control: the same acts, judged at the same time without the lock.

    All of them pass the judges. Only the unique keys of the history stop the last line.
    """
    depot = real_depot
    parcel = depot.parcel()
    judged = threading.Barrier(RIVALS)

    def unlocked_act() -> str:
        call = build_call(PARCELS, "inspect", actor=depot.lead, comment="", data=None)
        call.values["pk"] = parcel.pk
        with transaction.atomic():
            row = plan_of(connection, PARCELS, call.transition).read_one
            locked = call.plan.locked(_read(row, call.values))
            assert locked.state == "packed"
            assert call.transition.allowed_for.holds(locked.facts)
            judged.wait()
            return apply(call, locked).event_key

    results = at_once([unlocked_act] * RIVALS)
    assert sum(isinstance(one, IntegrityError) for one in results) == RIVALS - 1
    assert [one for one in results if isinstance(one, str)] == [f"{parcel.stream}#1"]


def _read(statement: Any, values: Any) -> Any:
    from workflow.store import run

    return run(connection, statement, values)[0][0]


def test_whoever_waited_for_the_lock_judges_by_what_the_other_wrote(real_depot):
    """A single locking SELECT would read the facts from before it waited."""
    depot = real_depot
    parcel = depot.parcel()
    waiting: list[Any] = []

    def late() -> None:
        try:
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


def until_somebody_waits() -> None:
    deadline = time.monotonic() + 10
    sql = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted"
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    pytest.fail("nobody waited for the lock")


def test_two_sets_in_opposite_order_do_not_wait_for_each_other(real_depot):
    depot = real_depot
    keys = [depot.parcel().pk for _ in range(60)]

    def move(chosen: list[int]) -> Callable[[], Any]:
        return lambda: perform_many(
            PARCELS, chosen, "inspect", actor=depot.lead, all_or_nothing=False
        )

    results = at_once([move(keys), move(keys[::-1]), move(keys[::2]), move(keys[1::2][::-1])])
    assert not [one for one in results if isinstance(one, Exception)]
    assert sum(len(one.moved) for one in results) == len(keys)
    assert AuditEvent.objects.count() == len(keys)
    assert list(chain_breaks()) == []


def test_sixteen_writers_of_one_history_do_not_fork_it(real_depot):
    audit.register("depot.opened", "Depot opened")
    depot = real_depot

    def write() -> None:
        for _ in range(10):
            audit.record("depot:1", "depot.opened", actor=depot.lead, payload={})

    results = at_once([write] * RIVALS)
    assert results == [None] * RIVALS
    assert [event.seq for event in audit.history("depot:1")] == list(range(1, RIVALS * 10 + 1))
    assert list(chain_breaks()) == []


def test_verifying_beside_people_at_work_raises_no_false_alarm(real_depot):
    depot = real_depot
    keys = [depot.parcel().pk for _ in range(20)]
    done = threading.Event()

    def work() -> None:
        for key in keys * 3:
            perform(PARCELS, key, "hold", actor=depot.lead, comment="x")
            perform(PARCELS, key, "release", actor=depot.lead)
        done.set()

    def verify() -> list[Any]:
        found: list[Any] = []
        while not done.is_set():
            found += chain_breaks()
        return found

    _worked, found = at_once([work, verify])
    assert found == []
