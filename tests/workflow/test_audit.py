from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflow.toy.table import PARCELS
from workflow import audit, clock
from workflow.actors import SYSTEM
from workflow.audit import UnregisteredActionError
from workflow.canonical import (
    canonical_columns,
    digest,
    encode,
    quoted,
    transition_payload,
    utc_text,
)
from workflow.engine import perform
from workflow.models import AuditEvent, AuditStream
from workflow.verification import chain_breaks

MOMENT = datetime(2015, 3, 2, 17, 30, 0, tzinfo=UTC)
audit.register("depot.opened", "Depot opened")
audit.register("parcel.weighed", "Parcel weighed")

VECTORS = [
    (
        {
            "stream": "parcel:42",
            "seq": 1,
            "action": "parcel.inspect",
            "actor_id": 7,
            "actor_name": "Nguyễn Văn A",
            "at": "2015-03-02T17:30:00.000000Z",
            "group": "",
            "payload": '{"comment":"","from":"packed","to":"checked"}',
            "prev": "",
        },
        "404692fb6053d6d6b4af7420ac9a455fd2db3539c38379fe82122b9468d3694d",
    ),
    (
        {
            "stream": "depot:1",
            "seq": 2,
            "action": "depot.opened",
            "actor_id": None,
            "actor_name": "system",
            "at": "2026-11-22T00:00:00.123456Z",
            "group": "round:3",
            "payload": '{"note":"“quoted” \\\\ \\"plain\\" \\n 😀"}',
            "prev": "0" * 64,
        },
        "390a1097124fd42f03671062ea7732704141cfb5732c01978d3df2fa479e2588",
    ),
]


@pytest.mark.parametrize(("entry", "expected"), VECTORS)
def test_the_hash_of_an_entry_never_changes(entry, expected):
    assert digest(**entry) == expected


@pytest.mark.parametrize(("entry", "expected"), VECTORS)
def test_the_hash_is_sha256_of_canonical_json_of_every_column(entry, expected):
    text = json.dumps({**entry, "v": 1}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == expected


@pytest.mark.parametrize("column", sorted(VECTORS[0][0]))
def test_every_column_counts(column):
    entry = dict(VECTORS[0][0])
    entry[column] = entry[column] + 1 if isinstance(entry[column], int) else f"{entry[column]}x"
    assert digest(**entry) != VECTORS[0][1]


texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=10,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(texts, values))
def test_canonical_text_reads_back_the_same_and_has_one_form(payload):
    text = encode(payload)
    assert json.loads(text) == payload
    assert encode(json.loads(text)) == text
    assert "\x1e" not in text  # the separator of the set-based write


@given(comment=texts, data=st.dictionaries(texts, values), row=st.dictionaries(texts, values))
def test_the_quick_composition_equals_the_slow_one(comment, data, row):
    names = [(name, quoted(name)) for name in sorted(row)]
    assert transition_payload(
        source="a",
        target="b",
        version=3,
        comment=comment,
        data=data,
        row=canonical_columns(names, row),
    ) == encode(
        {"comment": comment, "data": data, "from": "a", "row": row, "to": "b", "version": 3}
    )


def test_a_moment_is_written_in_utc_with_microseconds():
    there = datetime(2015, 3, 3, 0, 30, tzinfo=timezone(timedelta(hours=7)))
    assert utc_text(there) == "2015-03-02T17:30:00.000000Z"


def test_days_ids_and_exact_numbers_are_written_as_text():
    key = UUID("6bca5b6e-3f13-4ae9-9bd1-6a9ef9b6a4a5")
    payload = {"a": date(2015, 3, 2), "b": Decimal("1.50"), "c": key, "d": {"y", "x"}}
    assert encode(payload) == (
        '{"a":"2015-03-02","b":"1.50","c":"6bca5b6e-3f13-4ae9-9bd1-6a9ef9b6a4a5","d":["x","y"]}'
    )


@pytest.mark.parametrize("value", [0.5, float("nan"), [1.0], {"x": {"y": 1.0}}, b"x", object()])
def test_what_has_no_exact_text_has_no_place_in_the_history(value):
    with pytest.raises(TypeError):
        encode({"value": value})


def test_a_stream_of_its_own_grows_by_linked_entries(db):
    with clock.at(MOMENT):
        first = audit.record("depot:1", "depot.opened", actor=SYSTEM, payload={"by": "An"})
    second = audit.record("depot:1", "depot.opened", actor=SYSTEM, payload={}, group="round:1")
    assert (first, second) == ("depot:1#1", "depot:1#2")
    one, two = audit.history("depot:1")
    assert (one.at, one.prev_hash, two.prev_hash, two.group) == (MOMENT, "", one.hash, "round:1")
    head = AuditStream.objects.get()
    assert (head.stream, head.seq, head.head) == ("depot:1", 2, two.hash)


def test_a_recorded_act_joins_the_history_of_its_subject(depot):
    parcel = depot.parcel()
    key = audit.record_on(parcel, "parcel.weighed", actor=depot.lead, payload={"grams": 900})
    assert key == f"parcel:{parcel.pk}#1"
    assert (parcel.audit_seq, parcel.version) == (1, 0)
    perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, seen_version=0)
    assert [event.action for event in audit.history(parcel.stream)] == [
        "parcel.weighed",
        "parcel.inspect",
    ]


def test_an_unregistered_act_is_refused(depot, nothing_written):
    parcel = depot.parcel()
    with nothing_written():
        with pytest.raises(UnregisteredActionError):
            audit.record("depot:1", "depot.burnt", actor=SYSTEM, payload={})
        with pytest.raises(UnregisteredActionError):
            audit.record_on(parcel, "parcel.eaten", actor=SYSTEM, payload={})


def test_a_payload_that_cannot_be_written_leaves_nothing_behind(depot, nothing_written):
    parcel = depot.parcel()
    with nothing_written():
        with pytest.raises(TypeError):
            audit.record("depot:1", "depot.opened", actor=SYSTEM, payload={"x": 0.5})
        with pytest.raises(TypeError):
            audit.record_on(parcel, "parcel.weighed", actor=SYSTEM, payload={"x": 0.5})


def test_a_recorded_act_goes_with_its_transaction(db, nothing_written):
    with nothing_written(), transaction.atomic():
        audit.record("depot:1", "depot.opened", actor=SYSTEM, payload={})
        transaction.set_rollback(True)


@pytest.fixture
def event(db) -> AuditEvent:
    audit.record("depot:1", "depot.opened", actor=SYSTEM, payload={})
    return AuditEvent.objects.get()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE workflow_auditevent SET actor_name = 'nobody'",
        "UPDATE workflow_auditevent SET payload = payload",
        "DELETE FROM workflow_auditevent",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(event, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEvent.objects.get() == event


def test_the_models_own_ways_to_change_an_entry_fail_too(event):
    for change in (
        lambda: AuditEvent.objects.update(actor_name="nobody"),
        lambda: AuditEvent.objects.all().delete(),
        event.save,
        event.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert AuditEvent.objects.count() == 1


def test_an_entry_cannot_be_put_twice_or_forked(event):
    for changes in ({"seq": 1, "prev_hash": "x"}, {"seq": 2, "prev_hash": ""}):
        rival = AuditEvent.objects.get()
        rival.pk = None
        for name, value in changes.items():
            setattr(rival, name, value)
        with pytest.raises(DatabaseError), transaction.atomic():
            rival.save(force_insert=True)


@pytest.mark.postgres
def test_postgresql_refuses_to_truncate_the_history(postgres_only):
    audit.record("depot:1", "depot.opened", actor=SYSTEM, payload={})
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE workflow_auditevent")
    assert AuditEvent.objects.count() == 1


def test_a_subject_whose_head_is_kept_can_be_deleted_and_its_history_holds(depot):
    parcel = depot.parcel()
    audit.record_on(parcel, "parcel.weighed", actor=depot.lead, payload={"grams": 5})

    stream = parcel.stream
    audit.keep_head(parcel)
    parcel.delete()

    assert [event.action for event in audit.history(stream)] == ["parcel.weighed"]
    assert list(chain_breaks()) == []
    AuditStream.objects.update(seq=2)
    assert [one.stream for one in chain_breaks()] == [stream]
