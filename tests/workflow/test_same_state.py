"""A transition to the same state is an act like any other, but the state is not entered anew."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from notifications.models import OutboxMessage
from tests.workflow.placing import place
from tests.workflow.toy.models import Parcel
from tests.workflow.toy.table import PARCELS, State
from workflow import audit, clock
from workflow.engine import SYSTEM, offers, perform, perform_many
from workflow.exceptions import NotAllowed, StaleVersion, WrongState
from workflow.verification import chain_breaks

SHIPPED_AT = datetime(2015, 3, 2, 8, tzinfo=UTC)
LATER = datetime(2015, 3, 9, 8, tzinfo=UTC)


def shipped(depot) -> Parcel:
    """A parcel that came to SHIPPED through the engine."""
    parcel = depot.parcel()
    with clock.at(SHIPPED_AT):
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)
        perform(PARCELS, parcel.pk, "ship", actor=SYSTEM)
    OutboxMessage.objects.all().delete()
    parcel.refresh_from_db()
    return parcel


def reroute(depot, parcel, **arguments):
    values = {"actor": depot.owner, "data": {"address": "Huế"}, **arguments}
    with clock.at(LATER):
        return perform(PARCELS, parcel.pk, "reroute", **values)


def columns(parcel) -> tuple[object, ...]:
    parcel.refresh_from_db()
    return (parcel.state, parcel.previous_state, parcel.state_entered_at, parcel.version)


def test_the_version_grows_while_the_state_is_not_entered_anew(depot):
    parcel = shipped(depot)
    done = reroute(depot, parcel, seen_version=2)
    assert (done.source, done.target, done.version) == ("shipped", "shipped", 3)
    assert columns(parcel) == ("shipped", "checked", SHIPPED_AT, 3)


def test_the_act_is_recorded_told_and_has_its_effects(depot):
    parcel = shipped(depot)
    reroute(depot, parcel)
    event = audit.history(parcel.stream)[-1]
    assert (event.seq, event.action, event.at) == (3, "parcel.reroute", LATER)
    assert event.content["from"] == event.content["to"] == "shipped"
    assert [one.recipient_id for one in OutboxMessage.objects.all()] == [depot.clerk.pk]
    parcel.refresh_from_db()
    assert parcel.note == "to Huế"
    assert list(chain_breaks()) == []


def test_the_same_row_moves_from_its_other_source(depot):
    parcel = depot.parcel()
    place(parcel, State.HELD, previous_state=State.CHECKED, state_entered_at=SHIPPED_AT)
    reroute(depot, parcel)
    assert columns(parcel) == ("shipped", "held", LATER, 1)


def test_a_set_keeps_and_moves_side_by_side(depot):
    staying, also_staying = shipped(depot), shipped(depot)
    moving = depot.parcel()
    place(moving, State.HELD, previous_state=State.CHECKED, state_entered_at=SHIPPED_AT)
    keys = [staying.pk, also_staying.pk, moving.pk]
    with clock.at(LATER):
        perform_many(PARCELS, keys, "reroute", actor=depot.owner, data={"address": "Huế"})
    for parcel in (staying, also_staying):
        assert columns(parcel) == ("shipped", "checked", SHIPPED_AT, 3)
    assert columns(moving) == ("shipped", "held", LATER, 1)


def test_two_people_at_once_the_second_is_stale(depot, nothing_written):
    parcel = shipped(depot)
    reroute(depot, parcel, seen_version=2)
    with nothing_written(), pytest.raises(StaleVersion) as refused:
        reroute(depot, parcel, seen_version=2)
    assert "owner" in refused.value.message


def test_it_is_refused_like_any_other_act(depot, nothing_written):
    parcel = shipped(depot)
    with nothing_written(), pytest.raises(NotAllowed):
        reroute(depot, parcel, actor=depot.outsider)
    packed = depot.parcel()
    with nothing_written(), pytest.raises(WrongState):
        reroute(depot, packed)


def test_it_is_offered_again_and_again(depot):
    parcel = shipped(depot)
    for _ in range(2):
        (offer,) = offers(PARCELS, parcel.pk, actor=depot.owner)
        assert offer.transition.name == "reroute"
        reroute(depot, parcel)


def test_a_page_can_bring_the_subject_up_to_date_before(depot):
    parcel = shipped(depot)
    PARCELS.transition("reroute").prepare_subject(parcel, depot.owner)
    parcel.refresh_from_db()
    assert parcel.note == "asked by owner"
    PARCELS.transition("ship").prepare_subject(parcel, depot.owner)  # has nothing to prepare
