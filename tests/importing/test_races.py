"""The same upload confirmed, or taken up, several times at once: written once. PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from nominations.importing import runs
from nominations.importing.models import ImportRun
from nominations.importing.registry import importer_of
from nominations.importing.run_workflow import RunStatus
from nominations.importing.source import read
from nominations.records.models import AnnualGrade
from nominations.web.refusals import Refused, explain
from tests.importing.desk import Desk, put_in
from tests.importing.sheets import grade
from workflow import audit, verification

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WORKERS = 4
YEARS = range(1990, 2024)


def _run(desk: Desk) -> ImportRun:
    rows = [grade(year=year) for year in YEARS]
    sheet = read("a.xlsx", desk.content("grades", rows), importer_of("grades").table)
    return runs.start(
        actor=desk.office.secretary, kind="grades", organization=desk.office.agency, sheet=sheet
    )


def _at_once(act: Callable[[int], object]) -> list[object]:
    gate = Barrier(WORKERS)

    def one(number: int) -> object:
        gate.wait(10)
        try:
            return act(number)
        except Refused as refusal:
            return explain(refusal).key
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, range(WORKERS)))


def test_several_workers_write_the_rows_once(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    run = _run(Desk.build())
    put_in(run, RunStatus.CONFIRMED)
    _at_once(lambda _number: runs.work_on(run.pk))
    run.refresh_from_db()
    assert (run.state, AnnualGrade.objects.count()) == (RunStatus.DONE, len(YEARS))


def test_an_import_confirmed_in_several_tabs_is_written_once(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    desk = Desk.build()
    run = _run(desk)
    answers = _at_once(
        lambda _number: runs.confirm(actor=desk.office.secretary, run=run, seen_version=1)
    )
    assert sorted(answers, key=str) == [None, *["confirmed_already"] * (WORKERS - 1)]
    run.refresh_from_db()
    assert (run.state, AnnualGrade.objects.count()) == (RunStatus.DONE, len(YEARS))
    assert [event.action for event in audit.history(run.stream)] == [
        "import.uploaded", "import.finish_check", "import.confirm", "import.finish",
    ]  # fmt: skip
    assert list(verification.breaks()) == []
