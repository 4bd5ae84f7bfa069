from __future__ import annotations

import json

import pytest
from django.db import transaction

from notifications.models import OutboxMessage
from tests.workflow.placing import place
from tests.workflow.toy.models import Parcel, Receipt
from tests.workflow.toy.table import PARCELS, State
from workflow import audit
from workflow.engine import SYSTEM, BulkResult, perform, perform_many
from workflow.exceptions import BulkRefused, UnknownTransition
from workflow.models import AuditEvent
from workflow.verification import chain_breaks


def states() -> list[str]:
    return list(Parcel.objects.order_by("pk").values_list("state", flat=True))


def test_a_set_moves_together_with_one_entry_and_its_messages_per_row(depot):
    parcels = [depot.parcel(title=f'Gói "{number}" \\ {number}') for number in range(3)]
    keys = [parcel.pk for parcel in parcels]
    result = perform_many(PARCELS, keys, "inspect", actor=depot.lead, group="round:1")
    assert [done.pk for done in result.moved] == keys
    assert result.refused == []
    assert states() == ["checked"] * 3
    assert OutboxMessage.objects.filter(topic="parcel.inspect").count() == 3
    for parcel in parcels:
        (event,) = audit.history(parcel.stream)
        assert event.group == "round:1"
        assert event.content["row"]["title"] == parcel.title
    assert list(chain_breaks()) == []


def test_one_row_and_a_set_of_one_write_the_same(depot):
    one, many = depot.parcel(), depot.parcel()
    perform(PARCELS, one.pk, "inspect", actor=depot.lead, comment="a\nb")
    perform_many(PARCELS, [many.pk], "inspect", actor=depot.lead, comment="a\nb")
    first, second = audit.history(one.stream)[0], audit.history(many.stream)[0]
    for name in ("seq", "action", "actor_id", "actor_name", "group", "payload", "prev_hash"):
        assert getattr(first, name) == getattr(second, name)
    messages = OutboxMessage.objects.order_by("pk")
    assert messages[0].topic == messages[1].topic
    assert messages[0].context == messages[1].context.replace(
        str(many.public_id), str(one.public_id)
    )
    columns = ("state", "previous_state", "version", "audit_seq")
    rows = Parcel.objects.values_list(*columns)
    assert rows[0] == rows[1] == ("checked", "packed", 1, 1)


def test_one_refused_row_stops_all_and_is_named(depot, nothing_written):
    good, bad = depot.parcel(), depot.parcel(seals=0)
    with nothing_written(), pytest.raises(BulkRefused) as refused:
        perform_many(PARCELS, [good.pk, bad.pk], "inspect", actor=depot.lead)
    result = refused.value.result
    assert result.moved == []
    assert [(one.pk, one.reasons[0].key) for one in result.refused] == [(bad.pk, "no_seal")]
    assert "1" in refused.value.message
    assert "The parcel has no seal." in refused.value.message


def test_the_caller_may_move_those_that_can_and_gets_the_others_with_every_reason(depot):
    good, bad, gone = depot.parcel(), depot.parcel(seals=0), depot.parcel()
    stale, lost = depot.parcel(), depot.parcel()
    place(lost, State.LOST)
    gone_key = gone.pk
    gone.delete()
    result = perform_many(
        PARCELS,
        [lost.pk, good.pk, bad.pk, gone_key, stale.pk, "x"],
        "inspect",
        actor=depot.lead,
        seen_versions={stale.pk: 4},
        all_or_nothing=False,
    )
    assert [done.pk for done in result.moved] == [good.pk]
    assert {one.pk: one.reasons[0].key for one in result.refused} == {
        bad.pk: "no_seal",
        gone_key: "unknown_subject",
        stale.pk: "stale_version",
        lost.pk: "wrong_state",
        "x": "unknown_subject",
    }
    assert AuditEvent.objects.count() == 1


def test_a_stale_row_of_a_set_says_who_changed_it(depot):
    parcel = depot.parcel()
    perform(PARCELS, parcel.pk, "hold", actor=depot.clerk, comment="wait")
    perform(PARCELS, parcel.pk, "release", actor=depot.lead)
    result = perform_many(
        PARCELS,
        [parcel.pk],
        "inspect",
        actor=depot.lead,
        seen_versions={parcel.pk: 1},
        all_or_nothing=False,
    )
    assert "lead" in str(result.refused[0].reasons[0].reason)


def test_each_row_has_its_own_data(depot):
    first, second = depot.parcel(), depot.parcel()
    for parcel in (first, second):
        place(parcel, State.SHIPPED)
    perform_many(
        PARCELS,
        [first.pk, second.pk],
        "deliver",
        actor=SYSTEM,
        data={"signed_by": "An", "signed_on": "2015-03-02"},
        data_for={second.pk: {"signed_by": "Bình"}},
    )
    assert audit.history(first.stream)[0].content["data"]["signed_by"] == "An"
    assert audit.history(second.stream)[0].content["data"] == {
        "signed_by": "Bình",
        "signed_on": "2015-03-02",
    }
    assert sorted(Receipt.objects.values_list("text", flat=True)) == [
        f"parcel:{first.pk}#1 An",
        f"parcel:{second.pk}#1 Bình",
    ]


def test_undeclared_data_of_one_row_is_a_programming_error(depot, nothing_written):
    parcel = depot.parcel()
    with nothing_written(), pytest.raises(ValueError, match="colour"):
        perform_many(
            PARCELS,
            [parcel.pk],
            "inspect",
            actor=depot.lead,
            data_for={parcel.pk: {"colour": 1}},
        )


def test_a_failed_effect_takes_the_whole_set_back(depot, nothing_written):
    parcels = [depot.parcel(), depot.parcel(title="jam")]
    for parcel in parcels:
        place(parcel, State.SHIPPED)
    with nothing_written(), pytest.raises(RuntimeError, match="jammed"):
        perform_many(
            PARCELS,
            [parcel.pk for parcel in parcels],
            "deliver",
            actor=SYSTEM,
            data={"signed_by": "An"},
        )


def test_rows_from_different_states_go_back_to_different_states(depot):
    packed, checked = depot.parcel(), depot.parcel()
    place(checked, State.CHECKED)
    keys = [packed.pk, checked.pk]
    perform_many(PARCELS, keys, "hold", actor=depot.lead, comment="wait")
    perform_many(PARCELS, keys, "release", actor=depot.lead)
    assert states() == ["packed", "checked"]
    assert [one.stream for one in chain_breaks()] == [
        f"parcel:{checked.pk}"
    ]  # placed without a history


def test_a_key_given_twice_moves_once(depot):
    parcel = depot.parcel()
    result = perform_many(
        PARCELS, [parcel.pk, str(parcel.pk), parcel.pk], "inspect", actor=depot.lead
    )
    assert len(result.moved) == 1


def test_an_empty_set_does_nothing(depot, nothing_written):
    with nothing_written():
        assert perform_many(PARCELS, [], "inspect", actor=depot.lead) == BulkResult([], [])


def test_an_unknown_transition_refuses_the_set(depot, nothing_written):
    parcel = depot.parcel()
    with nothing_written(), pytest.raises(UnknownTransition):
        perform_many(PARCELS, [parcel.pk], "explode", actor=depot.lead)


def test_an_inactive_account_moves_nothing(depot, nothing_written):
    depot.lead.is_active = False
    parcel = depot.parcel()
    with nothing_written(), pytest.raises(BulkRefused):
        perform_many(PARCELS, [parcel.pk], "inspect", actor=depot.lead)


def test_a_joining_set_goes_with_its_transaction(depot, nothing_written):
    parcels = [depot.parcel(), depot.parcel()]
    with nothing_written(), transaction.atomic():
        keys = [parcel.pk for parcel in parcels]
        perform_many(PARCELS, keys, "inspect", actor=depot.lead, joins=True)
        transaction.set_rollback(True)


def test_what_is_told_of_all_rows_is_in_the_message_of_each(depot):
    parcels = [depot.parcel(title=f'Gói "{number}"') for number in range(2)]
    keys = [parcel.pk for parcel in parcels]
    perform_many(
        PARCELS,
        keys,
        "inspect",
        actor=depot.lead,
        comment='nói "vội"',
        message_facts={"paper": "7/QĐ"},
    )
    messages = OutboxMessage.objects.filter(topic="parcel.inspect").order_by("event_key")
    assert [json.loads(message.context) for message in messages] == [
        {
            "title": parcel.title,
            "path": f"/parcels/{parcel.public_id}/",
            "paper": "7/QĐ",
            "by": str(depot.lead),
            "act": "inspect",
            "comment": 'nói "vội"',
        }
        for parcel in parcels
    ]


def test_a_set_is_described_by_one_describer_of_its_model(depot, monkeypatch):
    parcels = [depot.parcel(), depot.parcel()]
    asked = []

    def describer(cls):
        asked.append(cls)
        return lambda row: {"title": f"Gói số {row['id']}", "path": ""}

    monkeypatch.setattr(Parcel, "describer", classmethod(describer))
    perform_many(PARCELS, [one.pk for one in parcels], "inspect", actor=depot.lead)
    titles = [json.loads(message.context)["title"] for message in OutboxMessage.objects.all()]
    assert sorted(titles) == [f"Gói số {one.pk}" for one in parcels]
    assert asked == [Parcel]
