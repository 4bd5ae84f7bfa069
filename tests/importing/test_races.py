"""The same upload taken up by several workers at once: its rows are written once. PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from nominations.importing import runs
from nominations.importing.models import ImportRun, RunStatus
from nominations.importing.registry import importer_of
from nominations.importing.source import read
from nominations.records.models import AnnualGrade
from tests.importing.desk import Desk
from tests.importing.sheets import grade

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WORKERS = 4


def test_several_workers_write_the_rows_once(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    desk = Desk.build()
    rows = [grade(year=year) for year in range(1990, 2024)]
    sheet = read("a.xlsx", desk.content("grades", rows), importer_of("grades").table)
    run = runs.start(
        actor=desk.office.secretary, kind="grades", organization=desk.office.agency, sheet=sheet
    )
    ImportRun.objects.update(status=RunStatus.CONFIRMED, seen_at=None)
    gate = Barrier(WORKERS)

    def work(_number: int) -> None:
        gate.wait(10)
        try:
            runs.work_on(run.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    run.refresh_from_db()
    assert (run.status, AnnualGrade.objects.count()) == (RunStatus.DONE, len(rows))
