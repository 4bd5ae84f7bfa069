"""An upload's way: progress, dead workers, no broker; rows and DONE together or neither."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from kombu import pools

from nominations.importing import run_files, run_progress, runs, tasks
from nominations.importing.file_reader import read_table
from nominations.importing.models import ImportRun
from nominations.importing.registry import importer_of, register
from nominations.importing.run_workflow import RunStatus
from nominations.people import services
from nominations.records.models import AnnualGrade
from tests.importing.import_office import ImportOffice, picture
from tests.importing.sheets import grade
from workflow import audit, clock, verification
from workflow.actors import SYSTEM
from workflow.exceptions import ConditionUnmet, NotAllowed, StaleVersion, WrongState
from workflow.models import AuditEvent

ROWS = [grade(), grade("Đặng Quốc Ưng"), grade("Phòng Ngân sách")]


class Dying(Exception):
    """A worker that is no more."""


@pytest.fixture
def import_office(db: None, settings: Any, tmp_path: Path, empty_cache: None) -> ImportOffice:
    settings.MEDIA_ROOT = tmp_path / "files"
    return ImportOffice.build()


def start(import_office: ImportOffice, rows: list[Any] = ROWS, kind: str = "grades") -> ImportRun:
    sheet = read_table("xếp loại.xlsx", import_office.content(kind, rows), importer_of(kind).table)
    run = runs.start(
        actor=import_office.actor(kind),
        kind=kind,
        organization=import_office.office.agency,
        sheet=sheet,
    )
    run.refresh_from_db()
    return run


@pytest.fixture
def for_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table is large enough for a worker; the broker in memory has none."""
    monkeypatch.setattr(runs, "MAX_ROWS_IN_REQUEST", 0)


@pytest.fixture
def dying(import_office: ImportOffice) -> Any:
    """An importer whose worker dies after the rows are written, as often as told."""
    real = importer_of("grades")

    @dataclass
    class Fragile:
        deaths: int = 1

        def write(self, plan: Any, *, actor: Any) -> None:
            real.write(plan, actor=actor)
            if self.deaths:
                self.deaths -= 1
                raise Dying

    fragile = Fragile()
    register(replace(real, write=fragile.write))
    yield fragile
    register(real)


# --- the plain way --------------------------------------------------------------------------------


def test_a_small_table_is_checked_at_once_and_nothing_is_written(
    import_office: ImportOffice,
) -> None:
    before = picture()
    run = start(import_office)
    assert run.state == RunStatus.CHECKED
    assert (run.result["added"], run.result["bad"], run.result["asked"]) == (3, 0, 0)
    assert len(run_files.findings_of(run)["entries"]) == 3
    assert picture() == before


def test_the_confirmation_writes_the_rows_and_clears_the_file(import_office: ImportOffice) -> None:
    run = start(import_office)
    runs.confirm(actor=import_office.office.secretary, run=run)
    run.refresh_from_db()
    assert (run.state, AnnualGrade.objects.count()) == (RunStatus.DONE, 3)
    assert run.finished_at is not None
    with pytest.raises(FileNotFoundError):
        run_files.sheet_of(run)


def test_a_table_with_a_wrong_row_cannot_be_confirmed(import_office: ImportOffice) -> None:
    run = start(import_office, [*ROWS, grade("Người Lạ Mặt")])
    before = picture()
    assert (run.result["bad"], run.result["ok"]) == (1, False)
    with pytest.raises(ConditionUnmet) as refusal:
        runs.confirm(actor=import_office.office.secretary, run=run)
    assert refusal.value.key == "not_ok"
    assert picture() == before


def test_names_are_confirmed_one_by_one_before_anything_is_written(
    import_office: ImportOffice,
) -> None:
    run = start(import_office, [grade("Trần Thị Maii"), grade("Đặng Quốc Ứng")])
    first, second = run_files.findings_of(run)["questions"]
    for question in (first, second):
        with pytest.raises(ConditionUnmet):
            runs.confirm(actor=import_office.office.secretary, run=run)
        answer = {question.key: question.choices[0]["value"]}
        runs.answer(actor=import_office.office.secretary, run=run, answers=answer)
        run.refresh_from_db()
    assert (run.state, run.result["asked"]) == (RunStatus.CHECKED, 0)
    runs.confirm(actor=import_office.office.secretary, run=run)
    assert AnnualGrade.objects.count() == 2


def test_the_same_file_again_keeps_the_answers_and_changes_nothing(
    import_office: ImportOffice,
) -> None:
    rows = [grade("Trần Thị Maii")]
    run = start(import_office, rows)
    (question,) = run_files.findings_of(run)["questions"]
    answer = {question.key: question.choices[0]["value"]}
    runs.answer(actor=import_office.office.secretary, run=run, answers=answer)
    runs.confirm(actor=import_office.office.secretary, run=run)
    sheet = read_table("a.xlsx", import_office.content("grades", rows), importer_of("grades").table)
    done = ImportRun.objects.get()
    done.digest = sha256(sheet.content).hexdigest()  # the same bytes, as a clerk would send them
    done.save()
    again = runs.start(
        actor=import_office.office.secretary,
        kind="grades",
        organization=import_office.office.agency,
        sheet=sheet,
    )
    again.refresh_from_db()
    assert (again.result["asked"], again.result["added"], again.result["already"]) == (0, 0, 1)


@pytest.mark.parametrize("value", ["a\x00b", "-1", "x" * 300])
def test_an_answer_that_was_not_offered_is_refused_and_kept_nowhere(
    import_office: ImportOffice, value: str
) -> None:
    run = start(import_office, [grade("Trần Thị Maii")])
    (question,) = run_files.findings_of(run)["questions"]
    before = picture()
    for answers in ({question.key: value}, {"0" * 20: question.choices[0]["value"]}):
        with pytest.raises(ValidationError) as refusal:
            runs.answer(actor=import_office.office.secretary, run=run, answers=answers)
        assert refusal.value.code == "not_offered"
    assert picture() == before


def test_strangers_neither_start_nor_confirm(import_office: ImportOffice) -> None:
    run = start(import_office)
    before = picture()
    for act in (
        lambda: runs.confirm(actor=import_office.office.clerk, run=run),
        lambda: runs.answer(actor=import_office.office.clerk, run=run, answers={}),
        lambda: runs.restart(actor=import_office.office.clerk, run=run),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert picture() == before


def test_who_lost_the_role_meanwhile_writes_nothing(
    import_office: ImportOffice, for_a_worker: None
) -> None:
    run = start(import_office)
    tasks.work(run.pk)
    runs.confirm(actor=import_office.office.secretary, run=ImportRun.objects.get())
    for role in import_office.office.secretary.person.role_assignments.all():
        services.end_role(actor=SYSTEM, assignment=role, on=clock.today() - timedelta(days=1))
    tasks.work(run.pk)
    run.refresh_from_db()
    assert (run.state, AnnualGrade.objects.count()) == (RunStatus.FAILED, 0)
    assert run.failure


# --- workers --------------------------------------------------------------------------------------


def test_a_large_table_waits_for_a_worker(import_office: ImportOffice, for_a_worker: None) -> None:
    run = start(import_office)
    assert run.state == RunStatus.UPLOADED
    tasks.work(run.pk)
    run.refresh_from_db()
    assert run.state == RunStatus.CHECKED
    runs.confirm(actor=import_office.office.secretary, run=run)
    run.refresh_from_db()
    assert (run.state, AnnualGrade.objects.count()) == (RunStatus.CONFIRMED, 0)
    tasks.sweep()
    run.refresh_from_db()
    assert (run.state, AnnualGrade.objects.count()) == (RunStatus.DONE, 3)


def test_without_a_broker_the_work_is_done_at_once(
    import_office: ImportOffice, for_a_worker: None
) -> None:
    from celery import current_app as app

    def use(broker: str) -> None:
        app.conf.broker_url = app.conf.broker_write_url = broker
        app.pool.force_close_all()
        app._pool = app.amqp._producer_pool = None
        pools.reset()

    usual = app.conf.broker_url
    use("redis://127.0.0.1:1/")
    try:
        run = start(import_office)
    finally:
        use(usual)
    assert run.state == RunStatus.CHECKED


def test_a_worker_that_dies_while_writing_leaves_nothing_and_is_replaced(
    import_office: ImportOffice, dying: Any
) -> None:
    run = start(import_office)
    with pytest.raises(Dying):
        runs.confirm(actor=import_office.office.secretary, run=run)
    run.refresh_from_db()
    assert (run.state, AnnualGrade.objects.count()) == (RunStatus.CONFIRMED, 0)
    tasks.sweep()
    run.refresh_from_db()
    assert (run.state, AnnualGrade.objects.count()) == (RunStatus.DONE, 3)
    tasks.sweep()
    runs.work_on(run.pk)
    assert AnnualGrade.objects.count() == 3


def test_a_table_at_which_the_worker_always_dies_is_given_up(
    import_office: ImportOffice, dying: Any
) -> None:
    dying.deaths = 99
    run = start(import_office)
    for act in (
        lambda: runs.confirm(actor=import_office.office.secretary, run=run),
        tasks.sweep,
        tasks.sweep,
    ):
        with pytest.raises(Dying):
            act()
    tasks.sweep()
    run.refresh_from_db()
    assert (run.state, AnnualGrade.objects.count()) == (RunStatus.FAILED, 0)
    assert "Chưa nhập dòng nào" in run.failure


def test_nobody_takes_what_somebody_works_on_until_there_is_no_sign_of_life(
    import_office: ImportOffice, for_a_worker: None
) -> None:
    run = start(import_office)
    ImportRun.objects.update(seen_at=clock.now())  # a worker killed without a word
    tasks.sweep()
    run.refresh_from_db()
    assert run.state == RunStatus.UPLOADED
    ImportRun.objects.update(
        seen_at=clock.now() - runs.STALE_AFTER - timedelta(seconds=1),
        handed_at=clock.now() - timedelta(hours=1),
    )
    run.refresh_from_db()
    assert runs.is_stalled(run)
    tasks.sweep()
    run.refresh_from_db()
    assert run.state == RunStatus.CHECKED


def test_a_sign_of_life_beside_the_row_counts_while_one_transaction_writes(
    import_office: ImportOffice, for_a_worker: None
) -> None:
    run = start(import_office)
    ImportRun.objects.update(seen_at=clock.now() - timedelta(hours=1))
    run_progress.store_progress(run.pk, 100, 20_000)
    tasks.sweep()
    run.refresh_from_db()
    assert run.state == RunStatus.UPLOADED
    assert run_progress.progress_of(run) == (100, 20_000)


def test_progress_is_told_in_the_row(import_office: ImportOffice) -> None:
    run = start(import_office)
    teller = run_progress.ProgressReporter(run, in_row=True)
    teller(10, 50)
    run.refresh_from_db()
    assert (run.done, run.total) == (10, 50)
    assert run.seen_at is not None


def test_a_file_that_was_cleared_away_is_said_to_be_so(
    import_office: ImportOffice, for_a_worker: None
) -> None:
    run = start(import_office)
    run_files.delete_files(run)
    tasks.work(run.pk)
    run.refresh_from_db()
    assert run.state == RunStatus.FAILED
    assert "chọn lại tệp" in run.failure


def test_what_changed_meanwhile_is_noticed_and_nothing_is_written(
    import_office: ImportOffice,
) -> None:
    run = start(import_office)
    mai = import_office.person("Trần Thị Mai")
    mai.full_name = "Người Khác Hẳn"
    mai.save()
    runs.confirm(actor=import_office.office.secretary, run=run)
    run.refresh_from_db()
    assert (run.state, AnnualGrade.objects.count()) == (RunStatus.CHECKED, 0)
    assert run.result["bad"] == 1


# --- the same run in two tabs ---------------------------------------------------------------------


def test_an_import_is_confirmed_once_and_says_so_the_second_time(
    import_office: ImportOffice,
) -> None:
    run = start(import_office)
    runs.confirm(actor=import_office.office.secretary, run=run, seen_version=run.version)
    before, entries = picture(), AuditEvent.objects.count()
    for seen in (run.version, None):
        with pytest.raises(ValidationError) as refusal:
            runs.confirm(actor=import_office.office.secretary, run=run, seen_version=seen)
        assert refusal.value.code == "confirmed_already"
    assert (picture(), AuditEvent.objects.count()) == (before, entries)


def test_a_confirmation_of_what_was_checked_anew_meanwhile_is_stale(
    import_office: ImportOffice,
) -> None:
    run = start(import_office, [grade("Trần Thị Maii")])
    (question,) = run_files.findings_of(run)["questions"]
    answer = {question.key: question.choices[0]["value"]}
    runs.answer(
        actor=import_office.office.secretary, run=run, answers=answer, seen_version=run.version
    )
    before = picture()
    with pytest.raises(StaleVersion):
        runs.confirm(actor=import_office.office.secretary, run=run, seen_version=run.version)
    with pytest.raises(StaleVersion):
        runs.answer(
            actor=import_office.office.secretary, run=run, answers=answer, seen_version=run.version
        )
    assert picture() == before


def test_what_is_being_checked_is_not_confirmed(
    import_office: ImportOffice, for_a_worker: None
) -> None:
    run = start(import_office)
    with pytest.raises(WrongState):
        runs.confirm(actor=import_office.office.secretary, run=run)
    run.refresh_from_db()
    assert run.state == RunStatus.UPLOADED


def test_the_history_says_who_uploaded_and_confirmed_and_that_the_system_wrote(
    import_office: ImportOffice,
) -> None:
    run = start(import_office)
    runs.confirm(actor=import_office.office.secretary, run=run)
    secretary = import_office.office.secretary.pk
    assert [(event.action, event.actor_id) for event in audit.history(run.stream)] == [
        ("import.uploaded", secretary), ("import.finish_check", None),
        ("import.confirm", secretary), ("import.finish", None),
    ]  # fmt: skip
    assert list(verification.chain_breaks()) == []


def test_what_nobody_confirmed_in_a_day_keeps_its_history_and_nothing_else(
    import_office: ImportOffice,
) -> None:
    run = start(import_office, [grade("Trần Thị Maii")])
    with clock.at(clock.now() + runs.KEEP_FILES_FOR + timedelta(minutes=1)):
        other = start(import_office)
        with pytest.raises(FileNotFoundError):
            run_files.sheet_of(run)
        run.refresh_from_db()
        assert (run.state, run.result, run.answers, run.file_name) == ("expired", {}, {}, "")
        with pytest.raises(WrongState):
            runs.confirm(actor=import_office.office.secretary, run=run)
    other.refresh_from_db()
    assert other.state == RunStatus.CHECKED
    assert list(verification.chain_breaks()) == []
