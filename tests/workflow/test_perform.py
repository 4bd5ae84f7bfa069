from __future__ import annotations

import json
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from notifications.models import OutboxMessage
from tests.workflow.placing import place
from tests.workflow.toy.models import Membership, Parcel, Receipt, Seal
from tests.workflow.toy.table import PARCELS, State
from workflow import audit, clock
from workflow.engine import SYSTEM, perform
from workflow.exceptions import (
    ConditionUnmet,
    NotAllowed,
    StaleVersion,
    TransitionRefused,
    UnknownSubject,
    UnknownTransition,
    WrongState,
)

MOMENT = datetime(2015, 3, 2, 17, 30, 0, 123456, tzinfo=UTC)


def test_a_transition_moves_the_row_and_its_version(depot):
    parcel = depot.parcel()
    with clock.at(MOMENT):
        done = perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, seen_version=0)
    parcel.refresh_from_db()
    assert (parcel.state, parcel.previous_state, parcel.version) == ("checked", "packed", 1)
    assert parcel.state_entered_at == MOMENT
    assert (done.source, done.target, done.version) == ("packed", "checked", 1)
    assert done.event_key == f"parcel:{parcel.pk}#1"


def test_a_transition_writes_one_history_entry_with_the_row_as_it_was_judged(depot):
    parcel = depot.parcel(title="Gói “hàng”")
    with clock.at(MOMENT):
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, comment=" tốt ")
    (event,) = audit.history(parcel.stream)
    parcel.refresh_from_db()
    assert (event.seq, event.action, event.actor_id) == (1, "parcel.inspect", depot.lead.pk)
    assert (event.actor_name, event.at, event.prev_hash) == ("lead", MOMENT, "")
    assert (parcel.audit_seq, parcel.audit_head) == (1, event.hash)
    assert event.content == {
        "comment": "tốt",
        "data": {},
        "from": "packed",
        "row": {"team_id": depot.team.pk, "title": "Gói “hàng”"},
        "to": "checked",
        "version": 1,
    }


def test_everyone_in_the_audiences_gets_one_message_except_the_actor(depot):
    parcel = depot.parcel()
    place(parcel, State.CHECKED)
    Membership.objects.create(team=depot.team, user=depot.owner, role="lead")  # told twice over
    Membership.objects.create(team=depot.team, user=depot.clerk, role="lead")  # the actor
    perform(PARCELS, parcel.pk, "ship", actor=depot.clerk, comment="on its way")
    messages = OutboxMessage.objects.order_by("recipient_id")
    assert [one.recipient_id for one in messages] == sorted([depot.lead.pk, depot.owner.pk])
    for one in messages:
        assert (one.topic, one.channel) == ("parcel.ship", "inbox")
        assert (one.attempts, one.sent_at, one.dead_at, one.last_error) == (0, None, None, "")
        assert one.event_key == f"parcel:{parcel.pk}#1"
        assert json.loads(one.context) == {
            "title": "Parcel",
            "path": f"/parcels/{parcel.public_id}/",
            "by": depot.clerk.get_username(),
            "act": "ship",
            "comment": "on its way",
        }


def test_an_audience_without_people_queues_nothing_and_wakes_nobody(
    depot, django_capture_on_commit_callbacks
):
    parcel = depot.parcel(owner=None)
    with django_capture_on_commit_callbacks() as callbacks:
        perform(PARCELS, parcel.pk, "refuse", actor=depot.lead, comment="broken")
    assert not OutboxMessage.objects.exists()
    assert not callbacks


def test_the_worker_is_woken_after_the_commit_when_messages_were_queued(
    depot, django_capture_on_commit_callbacks
):
    from notifications import outbox

    parcel = depot.parcel()
    with django_capture_on_commit_callbacks() as callbacks:
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)
    assert callbacks == [outbox.wake_worker]


def test_the_system_needs_a_row_that_names_it(depot, nothing_written):
    parcel = depot.parcel()
    with nothing_written(), pytest.raises(NotAllowed):
        perform(PARCELS, parcel.pk, "inspect", actor=SYSTEM)
    place(parcel, State.CHECKED)
    perform(PARCELS, parcel.pk, "ship", actor=SYSTEM)
    (event,) = audit.history(parcel.stream)
    assert (event.actor_id, event.actor_name) == (None, "system")


def test_nobody_passes_for_the_system(depot, nothing_written):
    parcel = depot.parcel()
    place(parcel, State.CHECKED)
    depot.outsider.is_system = True
    for actor in (AnonymousUser(), depot.outsider):
        with nothing_written(), pytest.raises(NotAllowed):
            perform(PARCELS, parcel.pk, "ship", actor=actor)


def test_an_inactive_or_unsaved_account_may_do_nothing(depot, nothing_written):
    parcel = depot.parcel()
    depot.lead.is_active = False
    for actor in (depot.lead, type(depot.lead)(username="new")):
        with nothing_written(), pytest.raises(NotAllowed):
            perform(PARCELS, parcel.pk, "inspect", actor=actor)


def test_an_unknown_transition_is_refused_and_writes_nothing(depot, nothing_written):
    parcel = depot.parcel()
    with nothing_written(), pytest.raises(UnknownTransition) as refused:
        perform(PARCELS, parcel.pk, "explode", actor=depot.lead)
    assert refused.value.key == "unknown_transition"


@pytest.mark.parametrize("key", [0, -1, 999_999, 2**80, "x", None, "1; DROP TABLE"])
def test_an_unknown_subject_is_refused_and_writes_nothing(depot, nothing_written, key):
    depot.parcel()
    with nothing_written(), pytest.raises(UnknownSubject) as refused:
        perform(PARCELS, key, "inspect", actor=depot.lead)
    assert refused.value.key == "unknown_subject"


def test_a_row_in_a_state_the_table_does_not_know_is_refused(depot, nothing_written):
    parcel = depot.parcel()
    place(parcel, State.DELIVERED)
    with nothing_written(), pytest.raises(WrongState) as refused:
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)
    assert "Delivered" in refused.value.message
    assert refused.value.key == "wrong_state"


def test_a_stale_version_is_refused_naming_who_changed_it_and_when(depot, nothing_written):
    parcel = depot.parcel()
    with clock.at(MOMENT):
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, seen_version=0)
    with nothing_written(), pytest.raises(StaleVersion) as refused:
        perform(PARCELS, parcel.pk, "hold", actor=depot.clerk, seen_version=0, comment="x")
    assert "lead" in refused.value.message
    assert "00:30 ngày 03/03/2015" in refused.value.message  # 17:30 UTC in Vietnam


def test_a_stale_version_without_history_still_explains_itself(depot, nothing_written):
    parcel = depot.parcel()
    with nothing_written(), pytest.raises(StaleVersion) as refused:
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, seen_version=7)
    assert refused.value.key == "stale_version"
    assert refused.value.message


def test_a_double_click_does_the_act_once(depot):
    parcel = depot.parcel()
    perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, seen_version=0)
    with pytest.raises(StaleVersion):
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, seen_version=0)
    assert len(audit.history(parcel.stream)) == 1
    assert OutboxMessage.objects.count() == 1


def test_two_tabs_with_different_acts_let_only_the_first_through(depot, nothing_written):
    parcel = depot.parcel()
    perform(PARCELS, parcel.pk, "hold", actor=depot.lead, seen_version=0, comment="wait")
    with nothing_written(), pytest.raises(StaleVersion):
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, seen_version=0)
    perform(PARCELS, parcel.pk, "release", actor=depot.lead, seen_version=1)


def test_without_a_relation_nothing_happens_and_the_reason_says_who_may(depot, nothing_written):
    parcel = depot.parcel()
    for actor in (depot.outsider, depot.clerk):
        with nothing_written(), pytest.raises(NotAllowed) as refused:
            perform(PARCELS, parcel.pk, "inspect", actor=actor)
        assert "team lead" in refused.value.message


def test_a_lead_may_not_inspect_an_own_parcel(depot, nothing_written):
    parcel = depot.parcel(owner=depot.lead)
    with nothing_written(), pytest.raises(NotAllowed):
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)


def test_every_unmet_condition_is_named_at_once(depot, nothing_written):
    parcel = depot.parcel(seals=0, due_on=date(2015, 3, 2))
    with clock.at(MOMENT), nothing_written(), pytest.raises(ConditionUnmet) as refused:
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)
    assert [verdict.key for verdict in refused.value.reasons] == ["no_seal", "late"]
    assert refused.value.reasons[0].citation == "Rule 3"
    assert "02/03/2015" in str(refused.value.reasons[1].reason)


def test_a_day_ends_with_the_working_time_zone_not_with_utc(depot):
    parcel = depot.parcel(due_on=date(2015, 3, 2))
    with clock.at(datetime(2015, 3, 2, 16, 59, tzinfo=UTC)):  # 23:59 in Vietnam
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)


def test_a_fact_is_read_from_the_database_not_from_what_was_seen(depot, nothing_written):
    parcel = depot.parcel()
    Seal.objects.update(broken=True)
    with nothing_written(), pytest.raises(ConditionUnmet) as refused:
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, seen_version=0)
    assert refused.value.key == "seal_broken"


@pytest.mark.parametrize("comment", ["", "   ", "\n", "\0"])
def test_an_act_that_needs_a_reason_is_refused_without_one(depot, nothing_written, comment):
    parcel = depot.parcel()
    with nothing_written(), pytest.raises(ConditionUnmet) as refused:
        perform(PARCELS, parcel.pk, "refuse", actor=depot.lead, comment=comment)
    assert refused.value.key == "reason_needed"


def test_a_comment_is_kept_composed(depot):
    parcel = depot.parcel()
    words = "Đồng ý đề nghị"
    perform(
        PARCELS,
        parcel.pk,
        "inspect",
        actor=depot.lead,
        comment=unicodedata.normalize("NFD", words),
    )
    assert audit.history(parcel.stream)[0].content["comment"] == words


def test_undeclared_data_is_a_programming_error_and_writes_nothing(depot, nothing_written):
    parcel = depot.parcel()
    with nothing_written(), pytest.raises(ValueError, match="colour"):
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, data={"colour": "red"})


@pytest.mark.parametrize("value", [1.5, [0.1], {"deep": 0.1}, object(), b"x", {1: "x"}])
def test_data_without_a_canonical_form_writes_nothing(depot, nothing_written, value):
    parcel = depot.parcel()
    place(parcel, State.SHIPPED)
    with nothing_written(), pytest.raises(TypeError):
        perform(PARCELS, parcel.pk, "deliver", actor=depot.clerk, data={"signed_by": value})


def test_dates_moments_and_exact_numbers_in_data_become_text(depot):
    parcel = depot.parcel()
    place(parcel, State.SHIPPED)
    data = {"signed_by": ["An", Decimal("1.50"), MOMENT], "signed_on": date(2015, 3, 2)}
    perform(PARCELS, parcel.pk, "deliver", actor=depot.clerk, data=data)
    assert audit.history(parcel.stream)[0].content["data"] == {
        "signed_by": ["An", "1.50", "2015-03-02T17:30:00.123456Z"],
        "signed_on": "2015-03-02",
    }


def test_a_condition_on_the_data_is_judged(depot, nothing_written):
    parcel = depot.parcel()
    place(parcel, State.SHIPPED)
    with nothing_written(), pytest.raises(ConditionUnmet) as refused:
        perform(PARCELS, parcel.pk, "deliver", actor=depot.clerk)
    assert refused.value.key == "not_signed"


def test_effects_run_in_the_same_transaction(depot):
    parcel = depot.parcel()
    place(parcel, State.SHIPPED)
    perform(PARCELS, parcel.pk, "deliver", actor=depot.clerk, data={"signed_by": "An"})
    assert Receipt.objects.get().text == f"parcel:{parcel.pk}#1 An"


def test_an_exception_in_an_effect_takes_everything_back(
    depot, nothing_written, django_capture_on_commit_callbacks
):
    parcel = depot.parcel(title="jam")
    place(parcel, State.SHIPPED)
    with (
        nothing_written(),
        django_capture_on_commit_callbacks() as callbacks,
        pytest.raises(RuntimeError, match="jammed"),
    ):
        perform(PARCELS, parcel.pk, "deliver", actor=depot.clerk, data={"signed_by": "An"})
    assert not callbacks


def test_going_back_leads_to_the_state_before(depot):
    parcel = depot.parcel()
    for first in (State.PACKED, State.CHECKED):
        place(parcel, first)
        perform(PARCELS, parcel.pk, "hold", actor=depot.lead, comment="wait")
        done = perform(PARCELS, parcel.pk, "release", actor=depot.lead)
        assert done.target == first


def test_going_back_needs_a_state_before_that_the_row_allows(depot, nothing_written):
    parcel = depot.parcel()
    place(parcel, State.HELD, previous_state=State.SHIPPED)
    with nothing_written(), pytest.raises(WrongState) as refused:
        perform(PARCELS, parcel.pk, "release", actor=depot.lead)
    assert refused.value.key == "no_way_back"


def test_a_joining_act_needs_an_open_transaction(real_depot):
    parcel = real_depot.parcel()
    with pytest.raises(transaction.TransactionManagementError):
        perform(PARCELS, parcel.pk, "inspect", actor=real_depot.lead, joins=True)
    assert Parcel.objects.get().state == State.PACKED


def test_an_act_of_its_own_refuses_to_run_inside_a_transaction(real_depot):
    parcel = real_depot.parcel()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        perform(PARCELS, parcel.pk, "inspect", actor=real_depot.lead)
    assert Parcel.objects.get().state == State.PACKED


def test_a_joining_act_goes_with_its_transaction(depot, nothing_written):
    parcel = depot.parcel()
    with nothing_written(), transaction.atomic():
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, joins=True)
        transaction.set_rollback(True)


def test_a_refused_joining_act_leaves_the_transaction_usable(depot):
    parcel, other = depot.parcel(), depot.parcel()
    with transaction.atomic():
        with pytest.raises(TransitionRefused):
            perform(PARCELS, parcel.pk, "inspect", actor=depot.outsider, joins=True)
        perform(PARCELS, other.pk, "inspect", actor=depot.lead, joins=True)
    assert audit.history(other.stream)


def test_a_failed_effect_of_a_joining_act_dooms_the_transaction(depot, nothing_written):
    parcel = depot.parcel(title="jam")
    place(parcel, State.SHIPPED)
    data = {"signed_by": "An"}
    with nothing_written(), transaction.atomic():
        with pytest.raises(RuntimeError):
            perform(PARCELS, parcel.pk, "deliver", actor=depot.clerk, data=data, joins=True)
        assert transaction.get_rollback()


def test_the_whole_way_from_packed_to_delivered(depot):
    parcel = depot.parcel()
    perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, seen_version=0)
    perform(PARCELS, parcel.pk, "ship", actor=depot.clerk, seen_version=1)
    perform(PARCELS, parcel.pk, "deliver", actor=SYSTEM, data={"signed_by": "An"})
    events = audit.history(parcel.stream)
    assert [event.action for event in events] == [
        "parcel.inspect",
        "parcel.ship",
        "parcel.deliver",
    ]
    assert [event.label for event in events] == ["checked the parcel", "Ship", "Deliver"]
    assert [event.prev_hash for event in events] == ["", events[0].hash, events[1].hash]
