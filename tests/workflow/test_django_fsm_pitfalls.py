"""What django-fsm leaves open, measured, and closed here."""

from __future__ import annotations

import threading
import time

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.db.utils import IntegrityError
from django_fsm import TransitionNotAllowed, can_proceed, has_transition_perm
from django_fsm.signals import post_transition

from tests.workflow.placing import place
from tests.workflow.toy.models import Parcel
from tests.workflow.toy.table import PARCELS, State
from workflow.engine import perform
from workflow.exceptions import OutsideEngineError
from workflow.fields import StateField, state_unlocked
from workflow.models import ProtectedColumnError, ProtectedHistoryError
from workflow.transition_methods import run_bound_method


def test_bound_rows_are_real_django_fsm_transitions(depot):
    parcel = depot.parcel()
    found = {one.name: one for one in Parcel().get_all_state_transitions()}
    assert set(found) == set(PARCELS.by_name)
    assert found["inspect"].custom["row"] is PARCELS.transition("inspect")
    assert can_proceed(parcel.inspect)
    assert not can_proceed(parcel.ship)


def test_calling_a_transition_directly_raises_and_changes_nothing(depot, nothing_written):
    parcel = depot.parcel()
    with nothing_written(), pytest.raises(OutsideEngineError):
        parcel.inspect()
    assert parcel.state == State.PACKED


def test_no_transition_is_open_to_everyone(depot):
    parcel = depot.parcel()
    for row in PARCELS.transitions:
        for user in (depot.lead, depot.outsider, None):
            assert not has_transition_perm(getattr(parcel, row.name), user)
    assert list(parcel.get_available_user_state_transitions(depot.lead)) == []


def test_a_model_wide_grant_or_being_superuser_opens_nothing(depot):
    depot.outsider.is_superuser = True
    depot.outsider.save()
    kind = ContentType.objects.get_for_model(Parcel)
    depot.outsider.user_permissions.add(*Permission.objects.filter(content_type=kind))
    parcel = depot.parcel()
    assert not has_transition_perm(parcel.inspect, depot.outsider)


def test_a_permission_for_one_instance_is_not_valid_for_another(depot):
    parcel, other = depot.parcel(), depot.parcel()
    row = PARCELS.transition("inspect")
    seen = []

    def look(sender, instance, **kwargs):
        seen.append(has_transition_perm(other.inspect, depot.lead))
        with pytest.raises(OutsideEngineError):
            other.inspect()

    post_transition.connect(look, sender=Parcel)
    try:
        assert run_bound_method(parcel, row, depot.lead) == "checked"
    finally:
        post_transition.disconnect(look, sender=Parcel)
    assert seen == [False]
    place(parcel, State.PACKED)
    with pytest.raises(OutsideEngineError):
        parcel.inspect()


def test_django_fsm_itself_guards_the_source(depot):
    parcel = depot.parcel()
    with pytest.raises(TransitionNotAllowed):
        run_bound_method(parcel, PARCELS.transition("ship"), depot.clerk)


def test_nothing_is_sent_or_recorded_by_the_signal_that_fires_before_the_save(depot):
    parcel = depot.parcel(title="jam")
    place(parcel, State.SHIPPED)
    fired = []

    def look(sender, instance, **kwargs):
        fired.append(kwargs["name"])

    post_transition.connect(look, sender=Parcel)
    try:
        with pytest.raises(RuntimeError):
            perform(PARCELS, parcel.pk, "deliver", actor=depot.clerk, data={"signed_by": "An"})
    finally:
        post_transition.disconnect(look, sender=Parcel)
    assert fired == ["deliver"]  # it fired, although nothing was saved
    parcel.refresh_from_db()
    assert parcel.state == State.SHIPPED


def test_assigning_the_state_raises(depot):
    parcel = depot.parcel()
    with pytest.raises(AttributeError):
        parcel.state = State.DELIVERED
    with pytest.raises(AttributeError):
        setattr(parcel, "state", State.PACKED)  # noqa: B010


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "lost"},
        {"previous_state": "lost"},
        {"version": 9},
        {"version": F("version") + 1},
        {"audit_seq": 0},
        {"audit_head": ""},
        {"state_entered_at": None},
        {"title": "x", "state": "lost"},
    ],
)
def test_update_leaves_the_engines_columns_alone(depot, nothing_written, columns):
    depot.parcel()
    with nothing_written(), pytest.raises(ProtectedColumnError):
        Parcel.objects.filter(title="Parcel").update(**columns)


def test_bulk_writes_leave_the_engines_columns_alone(depot, nothing_written):
    parcel = depot.parcel()
    ahead = Parcel(title="x", team=depot.team, state=State.DELIVERED)
    with nothing_written():
        with pytest.raises(ProtectedColumnError):
            Parcel.objects.bulk_update([parcel], ["title", "state"])
        with pytest.raises(ProtectedColumnError):
            Parcel.objects.bulk_create([ahead])
        with pytest.raises(ProtectedColumnError):
            Parcel.objects.bulk_create(
                [parcel],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=["state"],
            )
    parcel.title = "new"
    Parcel.objects.bulk_update([parcel], ["title"])
    assert Parcel.objects.get().title == "new"


@pytest.mark.parametrize(
    "fields", [{"state": "delivered"}, {"version": 3}, {"previous_state": "held"}, {"audit_seq": 1}]
)
def test_a_new_row_starts_at_the_beginning(depot, nothing_written, fields):
    with nothing_written():
        with pytest.raises(ProtectedColumnError), transaction.atomic():
            Parcel.objects.create(title="x", team=depot.team, **fields)
        with pytest.raises(ProtectedColumnError), transaction.atomic():
            Parcel.objects.get_or_create(title="x", team=depot.team, defaults=fields)


def test_saving_an_old_copy_does_not_undo_a_transition(depot):
    parcel = depot.parcel()
    copy = Parcel.objects.get()
    perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)
    copy.note = "seen"
    copy.save()
    copy.save(update_fields=["note", "state", "version"])
    parcel.refresh_from_db()
    assert (parcel.state, parcel.version, parcel.note) == ("checked", 1, "seen")


def test_the_database_refuses_a_state_nobody_declared(depot):
    parcel = depot.parcel()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE toy_parcel SET state = 'eaten' WHERE id = %s", [parcel.pk])


def test_refresh_reloads_a_protected_state(depot):
    parcel = depot.parcel()
    perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)
    parcel.refresh_from_db()
    assert parcel.state == State.CHECKED
    with pytest.raises(AttributeError):
        parcel.state = State.PACKED


def test_protection_survives_a_refresh_that_fails(depot):
    parcel, other = depot.parcel(), depot.parcel()
    Parcel.objects.filter(pk=parcel.pk).delete()
    with pytest.raises(Parcel.DoesNotExist):
        parcel.refresh_from_db()
    for one in (parcel, other):
        with pytest.raises(AttributeError):
            one.state = State.LOST
    assert Parcel._meta.get_field("state").protected


def test_one_threads_refresh_unlocks_no_other_instance(depot):
    """The library switches a flag of the class-level field: other threads then write freely."""
    mine = Parcel(pk=1, title="x", state=State.PACKED)
    stop = time.monotonic() + 0.3
    errors: list[BaseException] = []

    def refresh() -> None:
        theirs = Parcel(pk=2, title="x", state=State.PACKED)
        try:
            while time.monotonic() < stop:
                with state_unlocked(theirs):
                    theirs.state = State.PACKED
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=refresh) for _ in range(3)]
    for thread in threads:
        thread.start()
    passed = 0
    while time.monotonic() < stop:
        try:
            mine.state = State.LOST
            passed += 1
        except AttributeError:
            continue
    for thread in threads:
        thread.join()
    assert (passed, errors) == (0, [])


def test_full_clean_works_with_a_protected_state(depot):
    parcel = depot.parcel(note="x")
    parcel.full_clean()
    assert parcel.state == State.PACKED


def test_a_deferred_state_is_loaded_and_still_protected(depot):
    depot.parcel()
    parcel = Parcel.objects.defer("state").get()
    assert parcel.state == State.PACKED
    with pytest.raises(AttributeError):
        parcel.state = State.LOST


def test_listing_with_only_costs_no_query_per_row(depot, django_assert_num_queries):
    for _ in range(6):
        depot.parcel()
    with django_assert_num_queries(1):
        assert [one.title for one in Parcel.objects.only("title")] == ["Parcel"] * 6


def test_a_rolled_back_act_leaves_no_moved_instance_behind(depot):
    parcel = depot.parcel()
    with transaction.atomic():
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, joins=True)
        transaction.set_rollback(True)
    assert parcel.state == State.PACKED
    perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, seen_version=0)


def test_going_there_and_back_is_noticed(depot):
    """A comparison of states alone would take packed, held, packed for unchanged."""
    from workflow.exceptions import StaleVersion

    parcel = depot.parcel()
    perform(PARCELS, parcel.pk, "hold", actor=depot.lead, comment="wait")
    perform(PARCELS, parcel.pk, "release", actor=depot.lead)
    with pytest.raises(StaleVersion):
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead, seen_version=0)


def test_a_subject_with_a_history_is_not_deleted(depot, nothing_written):
    parcel, fresh = depot.parcel(), depot.parcel()
    perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)
    with nothing_written():
        with pytest.raises(ProtectedHistoryError):
            parcel.delete()
        with pytest.raises(ProtectedHistoryError):
            Parcel.objects.all().delete()
    fresh.delete()
    assert Parcel.objects.count() == 1


def test_labels_of_states_stay_out_of_migrations():
    field = Parcel._meta.get_field("state")
    assert isinstance(field, StateField)
    assert field.default == "packed"
    assert dict(field.choices)["held"] == "Held"
    _name, path, _args, kwargs = field.deconstruct()
    assert path == "workflow.fields.StateField"
    assert "choices" not in kwargs
