"""Rows of an older table come into a workflow with their history, and the history still holds."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import override

from tests.workflow.placing import place
from tests.workflow.toy.models import Parcel
from tests.workflow.toy.table import PARCELS, State
from workflow import actions, adoption, audit
from workflow.actors import SYSTEM
from workflow.engine import perform
from workflow.models import AuditStream
from workflow.verification import chain_breaks

audit.register("parcel.weighed", "Parcel weighed")


class Editor:
    """What a migration hands to its operations."""

    connection = connection


def adopt(**arguments: Any) -> int:
    values: dict[str, Any] = {"prefix": "parcel", "initial": "packed", **arguments}
    return adoption.adopt(apps, Editor, "toy.Parcel", **values)


def old_parcel(depot, state: State, *, weighed: int = 0, prefix: str = "parcel") -> Parcel:
    """A parcel as it was before it had a workflow: a state, and a history of its own."""
    parcel = depot.parcel()
    place(parcel, state)
    for _ in range(weighed):
        audit.record(f"{prefix}:{parcel.pk}", "parcel.weighed", actor=depot.clerk, payload={})
    return parcel


def found() -> list[str]:
    return [one.what for one in chain_breaks()]


def test_before_adoption_the_history_does_not_hold(depot):
    old_parcel(depot, State.SHIPPED, weighed=2)
    assert found()


def test_a_row_gets_one_entry_with_its_state_that_continues_its_history(depot):
    parcel = old_parcel(depot, State.SHIPPED, weighed=2)
    assert adopt() == 1
    parcel.refresh_from_db()
    event = audit.history(parcel.stream)[-1]
    assert (event.seq, event.action, event.actor_id) == (3, "parcel.adopted", None)
    assert (event.actor_name, event.content) == ("system", {"state": "shipped"})
    assert (parcel.audit_seq, parcel.audit_head, parcel.version) == (3, event.hash, 0)
    assert not AuditStream.objects.exists()
    assert found() == []


def test_rows_without_history_are_adopted_where_they_stand(depot):
    at_the_beginning = old_parcel(depot, State.PACKED)
    lost = old_parcel(depot, State.LOST)
    weighed = old_parcel(depot, State.PACKED, weighed=1)
    assert adopt() == 2
    assert audit.history(at_the_beginning.stream) == []
    assert [event.seq for event in audit.history(lost.stream)] == [1]
    assert [event.seq for event in audit.history(weighed.stream)] == [1, 2]
    assert found() == []


def test_adopted_rows_go_on_through_the_engine(depot):
    parcel = old_parcel(depot, State.CHECKED, weighed=1)
    adopt()
    done = perform(PARCELS, parcel.pk, "ship", actor=depot.clerk, seen_version=0)
    assert done.event_key == f"{parcel.stream}#3"
    assert found() == []


def test_rows_of_the_engine_are_left_alone(depot):
    parcel = depot.parcel()
    perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)
    assert adopt() == 0
    assert adopt() == 0
    assert len(audit.history(parcel.stream)) == 1
    assert found() == []


def test_a_history_under_another_name_stays_and_is_named(depot):
    parcel = old_parcel(depot, State.SHIPPED, weighed=2, prefix="box")
    assert adopt(old_prefix="box") == 1
    (event,) = audit.history(parcel.stream)
    content = {"state": "shipped", "continues": f"box:{parcel.pk}#2"}
    assert (event.seq, event.content) == (1, content)
    assert AuditStream.objects.get().pk == f"box:{parcel.pk}"
    assert found() == []


def test_a_history_whose_row_was_deleted_before_keeps_its_head(depot):
    parcel = old_parcel(depot, State.PACKED, weighed=2)
    parcel.seal_set.all().delete()
    parcel.delete()
    adopt()
    assert found() == []
    AuditStream.objects.update(head="x")
    assert found() == ["the record holds another hash of it"]


def test_unapplied_and_applied_again_it_still_holds(depot):
    parcel = old_parcel(depot, State.SHIPPED, weighed=1)
    adopt()
    adoption.release(apps, Editor, "toy.Parcel", prefix="parcel")
    QuerySet(Parcel).update(audit_seq=0, audit_head="")  # the columns go with the migration
    audit.record(parcel.stream, "parcel.weighed", actor=depot.clerk, payload={})
    assert adopt() == 0
    assert [event.action for event in audit.history(parcel.stream)] == [
        "parcel.weighed",
        "parcel.adopted",
        "parcel.weighed",
    ]
    assert found() == []


def test_the_operation_runs_both_ways(depot):
    old_parcel(depot, State.SHIPPED, weighed=1)
    operation = adoption.operation("toy.Parcel", prefix="parcel", initial="packed")
    operation.code(apps, Editor)
    assert found() == []
    operation.reverse_code(apps, Editor)
    assert AuditStream.objects.get().seq == 2


@pytest.mark.parametrize("count", [3, 1003])
def test_a_large_table_takes_a_few_queries_per_batch(depot, count, django_assert_max_num_queries):
    rows = [
        Parcel(title=str(number), team=depot.team, owner=depot.owner) for number in range(count)
    ]
    Parcel.objects.bulk_create(rows)
    QuerySet(Parcel).update(state="lost")
    batches = -(-count // 500)
    with django_assert_max_num_queries(1 + batches * 40):  # SQLite inserts in small portions
        assert adopt() == count
    assert found() == []


def test_the_entry_has_words_for_a_timeline():
    with override("en"):
        assert actions.label_of("parcel.adopted") == "taken into the workflow"


# --- what the proof refuses ---------------------------------------------------------------------


def plant(parcel: Parcel, state: str, *, actor: Any = SYSTEM) -> None:
    """An entry that is hashed and linked as it should be."""
    parcel.refresh_from_db()
    audit.record_on(parcel, "parcel.adopted", actor=actor, payload={"state": state})


def test_a_second_adoption_is_found(depot):
    parcel = old_parcel(depot, State.SHIPPED)
    adopt()
    plant(parcel, "shipped")
    assert found() == ["taken into the workflow a second time"]


def test_an_adoption_after_a_transition_is_found(depot):
    parcel = depot.parcel()
    perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)
    plant(parcel, "checked")
    assert found() == ["taken into the workflow after a transition"]


def test_an_adoption_by_an_account_is_found(depot):
    parcel = old_parcel(depot, State.SHIPPED)
    plant(parcel, "shipped", actor=depot.lead)
    assert found() == ["taken into the workflow by an account"]


def test_an_adoption_in_an_unknown_state_is_found(depot):
    parcel = old_parcel(depot, State.SHIPPED)
    plant(parcel, "eaten")
    assert found() == ["taken into the workflow in the unknown state eaten"]


def test_a_row_in_another_state_than_it_was_adopted_in_is_found(depot):
    parcel = old_parcel(depot, State.SHIPPED)
    adopt()
    place(parcel, State.LOST)
    assert found() == ["the entries lead to shipped, but the record is lost"]
