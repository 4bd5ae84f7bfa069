"""Imports of before the workflow keep where they stand, and get a history that holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from nominations.importing.models import ImportRun
from nominations.importing.run_workflow import RunStatus
from tests.cast import Cast
from tests.migrating import migrate, migrate_all, newest
from workflow import audit, clock, verification

pytestmark = pytest.mark.long

BEFORE = ("importing", "0002_total_of_lines")
EARLIER = ["uploaded", "checked", "confirmed", "done", "failed"]


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    yield Cast.build()
    migrate_all()  # whatever failed, the next test finds the tables of today


def test_the_status_is_the_state_and_the_way_back_is_open(cast: Cast) -> None:
    then = clock.now() - timedelta(days=2)
    runs = migrate(BEFORE).get_model("importing", "ImportRun").objects
    for number, status in enumerate(EARLIER):
        runs.create(
            kind="awards", organization_id=cast.agency.pk, created_by_id=cast.secretary.pk,
            created_at=then, handed_at=then, file_name="a.xlsx", digest=str(number), status=status,
            finished_at=then + timedelta(hours=1) if status in ("done", "failed") else None,
        )  # fmt: skip
    migrate(newest("importing"))

    found = list(ImportRun.objects.order_by("pk"))
    assert [run.state for run in found] == EARLIER
    assert found[0].state_entered_at == then
    assert found[3].state_entered_at == then + timedelta(hours=1)
    assert audit.history(found[0].stream) == []
    assert [event.action for event in audit.history(found[3].stream)] == ["import.adopted"]
    assert list(verification.chain_breaks()) == []

    migrate(BEFORE)
    statuses = runs.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == EARLIER
    migrate(newest("importing"))
    assert ImportRun.objects.filter(state=RunStatus.DONE).count() == 1
    assert list(verification.chain_breaks()) == []
