# ruff: noqa: S608 -- the SQL of somebody who tampers
"""Changes that bypass the triggers are detected, and the entry is named."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from tests.workflow.toy.table import PARCELS
from workflow import append_only, audit, registry
from workflow.actors import SYSTEM
from workflow.canonical import digest, utc_text
from workflow.engine import perform
from workflow.models import AuditEvent
from workflow.verification import VerificationCounts, chain_breaks

audit.register("depot.opened", "Depot opened")


@pytest.fixture
def way(depot):
    """A parcel with three entries, another with one, and a history of its own with two."""
    parcel, other = depot.parcel(), depot.parcel()
    perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)
    perform(PARCELS, parcel.pk, "ship", actor=depot.clerk)
    perform(PARCELS, parcel.pk, "deliver", actor=SYSTEM, data={"signed_by": "An"})
    perform(PARCELS, other.pk, "inspect", actor=depot.lead)
    audit.record("depot:1", "depot.opened", actor=SYSTEM, payload={})
    audit.record("depot:1", "depot.opened", actor=SYSTEM, payload={})
    return parcel


def tamper(*statements: str) -> None:
    """As somebody with the rights of the database's owner."""
    with connection.cursor() as cursor:
        for statement in append_only.HISTORY.drop_triggers(connection.vendor):
            cursor.execute(statement)
        for statement in statements:
            cursor.execute(statement)


def found() -> list[tuple[str, int]]:
    return [(one.stream, one.seq) for one in chain_breaks()]


def test_an_honest_history_holds(way):
    verified = VerificationCounts()
    assert list(chain_breaks(verified)) == []
    assert (verified.streams, verified.events) == (3, 6)


@pytest.mark.parametrize(
    "change",
    [
        "action = 'parcel.hold'",
        "actor_id = 999",
        "actor_id = NULL",
        "actor_name = 'somebody else'",
        "\"group\" = 'round:9'",
        "payload = '{}'",
        "at = '2015-01-01 00:00:00+00:00'",
        "prev_hash = 'x'",
        "hash = 'x'",
    ],
)
def test_an_edited_column_is_found_and_the_entry_named(way, change):
    tamper(f"UPDATE workflow_auditevent SET {change} WHERE stream = '{way.stream}' AND seq = 2")
    assert found() == [(way.stream, 2)]


def test_a_deleted_entry_is_found(way):
    tamper(f"DELETE FROM workflow_auditevent WHERE stream = '{way.stream}' AND seq = 2")
    assert found() == [(way.stream, 2)]


def test_a_deleted_first_entry_is_found(way):
    tamper(f"DELETE FROM workflow_auditevent WHERE stream = '{way.stream}' AND seq = 1")
    assert found() == [(way.stream, 1)]


def test_a_cut_tail_is_found(way):
    tamper(f"DELETE FROM workflow_auditevent WHERE stream = '{way.stream}' AND seq = 3")
    assert found() == [(way.stream, 3)]


def test_a_tail_cut_together_with_its_head_is_found_by_the_state_it_led_to(way):
    before = f"SELECT hash FROM workflow_auditevent WHERE stream = '{way.stream}' AND seq = 2"
    tamper(
        f"UPDATE toy_parcel SET audit_seq = 2, audit_head = ({before}) WHERE id = {way.pk}",
        f"DELETE FROM workflow_auditevent WHERE stream = '{way.stream}' AND seq = 3",
    )
    assert found() == [(way.stream, 2)]


def test_a_history_deleted_as_a_whole_is_found(way):
    tamper(f"DELETE FROM workflow_auditevent WHERE stream IN ('{way.stream}', 'depot:1')")
    assert sorted(found()) == sorted([(way.stream, 1), ("depot:1", 1)])


def test_swapped_entries_are_found(way):
    where = f"WHERE stream = '{way.stream}'"
    tamper(
        f"UPDATE workflow_auditevent SET seq = 9 {where} AND seq = 1",
        f"UPDATE workflow_auditevent SET seq = 1 {where} AND seq = 2",
        f"UPDATE workflow_auditevent SET seq = 2 {where} AND seq = 9",
    )
    assert found() == [(way.stream, 1)]


def test_an_entry_moved_to_another_history_is_found(way):
    tamper(
        "UPDATE workflow_auditevent SET stream = 'depot:1', seq = 3"
        f" WHERE stream = '{way.stream}' AND seq = 3"
    )
    assert sorted(found()) == sorted([("depot:1", 3), (way.stream, 3)])


def test_an_added_entry_with_a_right_hash_is_found(way):
    last = audit.last_event(way.stream)
    forged = AuditEvent(
        stream=way.stream,
        seq=4,
        action="parcel.weighed",
        actor_name="x",
        at=last.at,
        payload="{}",
        prev_hash=last.hash,
    )
    forged.hash = digest(
        stream=way.stream,
        seq=4,
        action=forged.action,
        actor_id=None,
        actor_name="x",
        at=utc_text(last.at),
        group="",
        payload="{}",
        prev=last.hash,
    )
    forged.save()
    assert found() == [(way.stream, 4)]


def test_a_second_branch_is_found(way):
    tamper(
        'INSERT INTO workflow_auditevent (stream, seq, action, actor_name, at, "group",'
        f' payload, prev_hash, hash) SELECT stream, 4, action, actor_name, at, "group",'
        f" payload, 'x', hash FROM workflow_auditevent WHERE stream = '{way.stream}' AND seq = 3"
    )
    assert found() == [(way.stream, 4)]


@pytest.mark.parametrize(
    "change", ["state = 'lost'", "audit_head = 'x'", "audit_seq = 2", "audit_seq = 5"]
)
def test_a_changed_record_is_found(way, change):
    tamper(f"UPDATE toy_parcel SET {change} WHERE id = {way.pk}")
    assert [stream for stream, _seq in found()] == [way.stream]


def test_a_changed_head_of_a_history_of_its_own_is_found(way):
    tamper("UPDATE workflow_auditstream SET head = 'x'")
    assert found() == [("depot:1", 2)]


def test_a_record_moved_without_any_history_is_found(way, depot):
    parcel = depot.parcel()
    tamper(f"UPDATE toy_parcel SET state = 'delivered' WHERE id = {parcel.pk}")
    assert found() == [(parcel.stream, 1)]


def test_a_history_whose_record_is_gone_is_found(way):
    tamper(
        f"DELETE FROM toy_seal WHERE parcel_id = {way.pk}",
        f"DELETE FROM toy_receipt WHERE parcel_id = {way.pk}",
        f"DELETE FROM toy_parcel WHERE id = {way.pk}",
        "DELETE FROM workflow_auditstream",
    )
    assert sorted(found()) == sorted([(way.stream, 3), ("depot:1", 2)])


def test_a_step_the_table_does_not_have_is_found_even_if_rightly_hashed(way, depot):
    parcel = depot.parcel()
    audit.record_on(
        parcel, "parcel.deliver", actor=SYSTEM, payload={"from": "packed", "to": "delivered"}
    )
    assert found() == [(parcel.stream, 1)]


def test_the_command_ends_with_nought_when_all_holds(way):
    out = StringIO()
    call_command("audit_verify", stdout=out)
    assert "6 entries in 3 histories, 0 broken" in out.getvalue()


def test_the_command_ends_with_one_and_names_the_first_broken_entry(way):
    tamper(f"UPDATE workflow_auditevent SET payload = '{{}}' WHERE stream = '{way.stream}'")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("audit_verify", stdout=out)
    assert ended.value.code == 1
    assert f"BROKEN {way.stream}#1: changed after it was written" in out.getvalue()


def test_a_long_history_costs_few_queries(depot, django_assert_max_num_queries):
    keys = [depot.parcel().pk for _ in range(30)]
    for key in keys:
        perform(PARCELS, key, "inspect", actor=depot.lead)
    with django_assert_max_num_queries(5 + len(registry.workflows())):
        assert list(chain_breaks()) == []
