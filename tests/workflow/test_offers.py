from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflow.placing import place
from tests.workflow.toy.models import Membership, Parcel, Seal
from tests.workflow.toy.table import PARCELS, State
from workflow.engine import SYSTEM, actionable, actionable_by_workflow, offers, offers_many, perform
from workflow.exceptions import ConditionUnmet, NotAllowed, WrongState


def names(found) -> list[str]:
    return [offer.transition.name for offer in found]


def test_buttons_are_those_of_the_persons_relations_in_order_of_the_table(depot):
    parcel = depot.parcel()
    assert names(offers(PARCELS, parcel.pk, actor=depot.lead)) == ["inspect", "refuse", "hold"]
    assert names(offers(PARCELS, parcel.pk, actor=depot.clerk)) == ["hold"]
    assert offers(PARCELS, parcel.pk, actor=depot.outsider) == []


def test_an_unmet_condition_disables_the_button_and_says_why(depot):
    parcel = depot.parcel(seals=0)
    first = offers(PARCELS, parcel.pk, actor=depot.lead)[0]
    assert not first.enabled
    assert [verdict.key for verdict in first.reasons] == ["no_seal"]


def test_a_condition_on_data_does_not_disable_a_button_before_anything_is_typed_in(depot):
    parcel = depot.parcel()
    place(parcel, State.SHIPPED)
    (deliver,) = offers(PARCELS, parcel.pk, actor=depot.clerk)
    assert deliver.enabled


def test_a_row_that_is_not_offered_has_no_button(depot):
    parcel = depot.parcel()
    place(parcel, State.SHIPPED)
    assert "write_off" not in names(offers(PARCELS, parcel.pk, actor=depot.clerk))


def test_a_way_back_that_leads_nowhere_is_not_offered(depot):
    parcel = depot.parcel()
    place(parcel, State.HELD, previous_state=State.SHIPPED)
    assert offers(PARCELS, parcel.pk, actor=depot.lead) == []
    assert actionable(PARCELS, actor=depot.lead) == []


def test_nothing_is_offered_on_what_does_not_exist_or_to_nobody(depot):
    parcel = depot.parcel()
    depot.lead.is_active = False
    assert offers(PARCELS, 999_999, actor=depot.clerk) == []
    assert offers(PARCELS, "x", actor=depot.clerk) == []
    assert offers(PARCELS, parcel.pk, actor=depot.lead) == []
    assert offers_many(PARCELS, [parcel.pk], actor=depot.lead) == {parcel.pk: []}
    assert actionable(PARCELS, actor=depot.lead) == []
    assert offers_many(PARCELS, [], actor=depot.clerk) == {}


def test_a_page_of_records_costs_one_query(depot, django_assert_num_queries):
    keys = [depot.parcel().pk for _ in range(5)]
    with django_assert_num_queries(1):
        found = offers_many(PARCELS, keys, actor=depot.lead)
    assert {key: names(one) for key, one in found.items()} == {
        key: ["inspect", "refuse", "hold"] for key in keys
    }


def test_the_longest_waiting_record_comes_first_by_one_query(depot, django_assert_num_queries):
    new, old, done = depot.parcel(), depot.parcel(), depot.parcel()
    place(old, State.PACKED, state_entered_at="2015-01-01T00:00:00Z")
    place(done, State.DELIVERED)
    with django_assert_num_queries(1):
        assert actionable(PARCELS, actor=depot.lead) == [old.pk, new.pk]
    assert actionable(PARCELS, actor=depot.clerk) == []


def test_a_search_within_a_query_set_keeps_its_limits(depot, django_assert_num_queries):
    wanted, _other = depot.parcel(title="50% off"), depot.parcel(title="full price")
    found = Parcel.objects.filter(title__contains="50% o", due_on=None).order_by("title")
    with django_assert_num_queries(1):
        assert actionable(PARCELS, actor=depot.lead, within=found) == [wanted.pk]
    assert actionable(PARCELS, actor=depot.lead, within=Parcel.objects.none()) == []
    none = Parcel.objects.filter(pk__in=[])
    assert actionable(PARCELS, actor=depot.lead, within=none) == []


def test_several_tables_are_asked_by_one_query_each_within_its_own_rows(
    depot, django_assert_num_queries
):
    other = replace(PARCELS)
    first, second, _third = depot.parcel(title="a"), depot.parcel(title="b"), depot.parcel()
    asked = {
        PARCELS: Parcel.objects.filter(title="a"),
        other: Parcel.objects.filter(title="b"),
    }
    with django_assert_num_queries(1):
        found = actionable_by_workflow(asked, actor=depot.lead)
    assert found == {PARCELS: [first.pk], other: [second.pk]}
    assert actionable_by_workflow(asked, actor=depot.clerk) == {PARCELS: [], other: []}


def test_tables_that_mean_two_things_by_one_parameter_are_not_asked_together(depot):
    other = replace(PARCELS, params=lambda _actor: {"now": "another moment"})
    with pytest.raises(ValueError, match="the parameter now"):
        actionable_by_workflow({PARCELS: None, other: None}, actor=depot.lead)


def test_an_act_that_is_always_possible_does_not_fill_the_list(depot):
    parcel = depot.parcel()
    assert "hold" in names(offers(PARCELS, parcel.pk, actor=depot.clerk))
    assert actionable(PARCELS, actor=depot.clerk) == []


@pytest.fixture
def world(depot):
    parcel = depot.parcel(seals=0)
    Membership.objects.all().delete()
    return depot, parcel


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    roles=st.sets(st.sampled_from(["lead", "clerk"])),
    owns=st.booleans(),
    state=st.sampled_from(State.values),
    before=st.sampled_from(["", *State.values]),
    seals=st.lists(st.booleans(), max_size=2),
    due=st.sampled_from([None, date(2000, 1, 1), date(2999, 1, 1)]),
    by_system=st.booleans(),
)
def test_buttons_lists_and_the_transition_agree_for_every_relation(
    world, roles, owns, state, before, seals, due, by_system
):
    depot, parcel = world
    actor = SYSTEM if by_system else depot.lead
    with transaction.atomic():
        Membership.objects.bulk_create(
            Membership(team=depot.team, user=depot.lead, role=role) for role in roles
        )
        Seal.objects.bulk_create(Seal(parcel=parcel, broken=broken) for broken in seals)
        owner = depot.lead if owns else None
        Parcel.objects.filter(pk=parcel.pk).update(owner=owner, due_on=due)
        place(parcel, state, previous_state=before)
        offered = {one.transition.name: one for one in offers(PARCELS, parcel.pk, actor=actor)}
        waiting = any(offer.transition.inbox for offer in offered.values())
        assert (parcel.pk in actionable(PARCELS, actor=actor)) == waiting
        for row in PARCELS.transitions:
            answer = attempt(parcel, row, actor)
            offer = offered.get(row.name)
            if offer is not None and offer.enabled:
                assert answer is None
            elif offer is not None:
                assert isinstance(answer, ConditionUnmet)
                assert answer.reasons == offer.reasons
            elif row.offered:
                assert isinstance(answer, NotAllowed | WrongState)
        transaction.set_rollback(True)


def attempt(parcel, row, actor):
    """The refusal of an act, or None; the act is taken back."""
    data = dict.fromkeys(row.data_fields, "An") or None
    with transaction.atomic():
        try:
            perform(PARCELS, parcel.pk, row.name, actor=actor, comment="x", data=data, joins=True)
        except (ConditionUnmet, NotAllowed, WrongState) as refusal:
            return refusal
        finally:
            transaction.set_rollback(True)
    return None
