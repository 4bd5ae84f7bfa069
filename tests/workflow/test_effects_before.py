"""Effects that run before the state is written: for columns that a constraint ties to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.workflow.toy.models import Parcel
from tests.workflow.toy.table import PARCELS
from workflow import audit
from workflow.engine import perform, perform_many
from workflow.exceptions import NotAllowed
from workflow.table import Effects

Seen = list[tuple[int, str, str]]


@pytest.fixture
def seen() -> Iterator[Seen]:
    """What such an effect of the row `inspect` finds: key, state in the database, next state."""
    found: Seen = []

    def look(effects: Effects) -> None:
        states = dict(Parcel.objects.values_list("pk", "state"))
        found.extend((one.pk, states[one.pk], one.target) for one in effects.moved)
        Parcel.objects.filter(pk__in=states).update(note="written before")
        if any(moved.row["title"] == "jam" for moved in effects.moved):
            raise RuntimeError("the printer is jammed")

    row: Any = PARCELS.by_name["inspect"]
    object.__setattr__(row, "effects_before", (look,))
    yield found
    object.__setattr__(row, "effects_before", ())


def test_they_find_the_row_locked_and_not_moved(depot, seen: Seen):
    parcel = depot.parcel()
    perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)
    assert seen == [(parcel.pk, "packed", "checked")]
    parcel.refresh_from_db()
    assert (parcel.state, parcel.note) == ("checked", "written before")


def test_they_run_once_for_a_set(depot, seen: Seen):
    parcels = [depot.parcel(), depot.parcel()]
    perform_many(PARCELS, [one.pk for one in parcels], "inspect", actor=depot.lead)
    assert seen == [(one.pk, "packed", "checked") for one in parcels]


def test_they_do_not_run_for_what_is_refused(depot, seen: Seen):
    parcel = depot.parcel()
    with pytest.raises(NotAllowed):
        perform(PARCELS, parcel.pk, "inspect", actor=depot.outsider)
    assert seen == []


def test_an_error_in_one_leaves_nothing_behind(depot, seen: Seen):
    parcel = depot.parcel(title="jam")
    with pytest.raises(RuntimeError):
        perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)
    parcel.refresh_from_db()
    assert (parcel.state, parcel.note, parcel.version) == ("packed", "", 0)
    assert audit.history(parcel.stream) == []
