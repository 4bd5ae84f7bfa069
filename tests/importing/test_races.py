"""The same upload confirmed, or taken up, several times at once: written once. PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nominations.importing import runs
from nominations.importing.file_reader import read_table
from nominations.importing.models import ImportRun
from nominations.importing.registry import importer_of
from nominations.importing.run_workflow import RunStatus
from nominations.records.models import AnnualGrade
from tests.at_once import run_at_once
from tests.importing.import_office import ImportOffice, put_in
from tests.importing.sheets import grade
from workflow import audit, verification

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WORKERS = 4
YEARS = range(1990, 2024)


def _run(import_office: ImportOffice) -> ImportRun:
    rows = [grade(year=year) for year in YEARS]
    sheet = read_table("a.xlsx", import_office.content("grades", rows), importer_of("grades").table)
    return runs.start(
        actor=import_office.office.secretary,
        kind="grades",
        organization=import_office.office.agency,
        sheet=sheet,
    )


def test_several_workers_write_the_rows_once(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    run = _run(ImportOffice.build())
    put_in(run, RunStatus.CONFIRMED)
    run_at_once([lambda: runs.work_on(run.pk)] * WORKERS)
    run.refresh_from_db()
    assert (run.state, AnnualGrade.objects.count()) == (RunStatus.DONE, len(YEARS))


def test_an_import_confirmed_in_several_tabs_is_written_once(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    import_office = ImportOffice.build()
    run = _run(import_office)
    secretary = import_office.office.secretary
    answers = run_at_once(
        [lambda: runs.confirm(actor=secretary, run=run, seen_version=1)] * WORKERS
    )
    assert sorted(answers) == [*["confirmed_already"] * (WORKERS - 1), "done"]
    run.refresh_from_db()
    assert (run.state, AnnualGrade.objects.count()) == (RunStatus.DONE, len(YEARS))
    assert [event.action for event in audit.history(run.stream)] == [
        "import.uploaded", "import.finish_check", "import.confirm", "import.finish",
    ]  # fmt: skip
    assert list(verification.chain_breaks()) == []
