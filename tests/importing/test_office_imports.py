"""Office files on their way into the record: asked, listed, written, never lost without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from nominations.files.child_process import (
    ChildFailed,
    ChildKilled,
    ChildOutOfMemory,
    ChildTimeout,
)
from nominations.importing import grid, run_files, runs
from nominations.importing.file_reader import read_table
from nominations.importing.models import ImportRun
from nominations.importing.plan import ImportPlan, no_progress
from nominations.importing.registry import importer_of
from nominations.importing.row_doubts import IMPORT, LEAVE_OUT
from nominations.importing.row_reader import RowReader
from nominations.importing.table_checker import TableChecker
from nominations.people.models import Person
from nominations.records.models import AnnualGrade
from tests.awards.tables import line, xlsx
from tests.importing.import_office import ImportOffice, picture, problems
from tests.importing.sheets import GRADES, INITIATIVES, PERSONS, UNITS, grade, initiative, person
from tests.importing.test_office_files import FILES, built, table
from tests.rows import check_rows


@pytest.fixture
def import_office(db: None, settings: Any, tmp_path: Path, empty_cache: None) -> ImportOffice:
    settings.MEDIA_ROOT = tmp_path / "files"
    return ImportOffice.build()


def plan_of(
    import_office: ImportOffice, kind: str, content: bytes, answers: dict[str, str] | None
) -> ImportPlan:
    importer = importer_of(kind)
    sheet = read_table("bảng.xlsx", content, importer.table)
    return importer.plan(sheet, import_office.office.agency, answers, no_progress)


def hidden_grades() -> bytes:
    def hide(book: Any) -> None:
        book.active.row_dimensions[3].hidden = True

    return built(("A", [GRADES, grade(), grade("Đặng Quốc Ưng")]), edit=hide)


def test_hidden_rows_are_imported_or_left_out_as_people_say(import_office: ImportOffice) -> None:
    sheet = read_table("a.xlsx", hidden_grades(), importer_of("grades").table)
    start = {
        "actor": import_office.office.secretary,
        "kind": "grades",
        "organization": import_office.office.agency,
    }
    run = runs.start(sheet=sheet, **start)
    run.refresh_from_db()
    (question,) = run_files.findings_of(run)["questions"]
    assert "1 dòng Excel không hiển thị" in question.text
    assert (question.lines, run.result["asked"], run.result["ok"]) == ([3], 1, False)
    assert (run.result["rows"], run.result["added"], run.result["waiting"]) == (2, 1, 1)

    runs.answer(actor=import_office.office.secretary, run=run, answers={question.key: LEAVE_OUT})
    run.refresh_from_db()
    figures = {name: run.result[name] for name in ("rows", "added", "left_out", "ok")}
    assert figures == {"rows": 2, "added": 1, "left_out": 1, "ok": True}
    runs.confirm(actor=import_office.office.secretary, run=run)
    assert AnnualGrade.objects.count() == 1

    meant = plan_of(import_office, "grades", hidden_grades(), {question.key: IMPORT})
    assert (len(meant.entries), len(meant.already), meant.ok) == (1, 1, True)
    strict = plan_of(import_office, "grades", hidden_grades(), None)
    assert [problem.line for problem in strict.problems] == [3]
    assert "bỏ ẩn" in strict.problems[0].message


def test_a_cell_that_cannot_be_read_is_one_problem_with_its_address(
    import_office: ImportOffice,
) -> None:
    def check_row(row: tuple[str, str, dict[str, str]]) -> None:
        file, kind, expected = row
        plan = plan_of(import_office, kind, (FILES / file).read_bytes(), {})
        found = {p.cell: p.message for p in plan.problems if "công thức" in p.message}
        wrong = {p.cell: p.text for p in plan.problems if "báo lỗi" in p.message}
        assert {**dict.fromkeys(found, "="), **wrong} == expected
        assert len({(p.cell, p.message) for p in plan.problems}) == len(plan.problems)
        assert not plan.ok

    check_rows(
        [
            ("formula-persons.xlsx", "persons", {"B3": "=", "B4": "=", "D4": "="}),
            ("formula-awards.xlsx", "awards", {"B2": "=", "C3": "=", "D3": "="}),
            ("formula-units.xlsx", "units", {"A3": "=", "B3": "="}),
            ("formula-grades.xlsx", "grades", {"A3": "=", "C3": "=", "A4": "=", "C4": "="}),
            ("error-cells-persons.xlsx", "persons",
             {"E2": "#N/A", "E3": "#REF!", "B4": "#N/A", "C5": "#VALUE!"}),
            ("error-cells-units.xlsx", "units", {"B2": "#N/A", "A3": "#N/A", "B4": "="}),
        ],
        check_row,
        name=lambda row: row[0],
    )  # fmt: skip


def test_the_rows_of_all_sheets_are_written_and_named_by_their_sheet(
    import_office: ImportOffice,
) -> None:
    years = [("2021", 2021), ("2022", 2022), ("2023", 2023)]
    content = built(*((name, [GRADES, grade(year=year)]) for name, year in years))
    plan = plan_of(import_office, "grades", content, {})
    assert plan.ok, plan.problems
    importer_of("grades").write(plan, actor=import_office.office.secretary)
    assert AnnualGrade.objects.count() == 3

    twice = built(("A", table("Lê Hoà Thuý")), ("B", table("Lê Hoà Thuý", "Lê Hoà Thuý", post="x")))
    (problem, *_more) = plan_of(import_office, "awards", twice, {}).problems
    assert (problem.place, problem.cell) == ("trang tính “B”, dòng 2", "B2")
    assert problem.message == "Trùng với trang tính “A”, dòng 2."


def test_a_row_that_a_checker_forgets_is_a_fault_of_the_program(
    import_office: ImportOffice,
) -> None:
    sheet = read_table(
        "a.xlsx", import_office.content("grades", [grade(), grade()]), importer_of("grades").table
    )

    class ForgetfulChecker(TableChecker):
        def check_row(self, line: RowReader) -> None:
            if line.index == 1:
                line.fail("name", "sai")

    with pytest.raises(RuntimeError, match="neither planned nor listed"):
        ForgetfulChecker.make_plan(sheet, import_office.office.agency)


def test_every_kind_accounts_for_its_rows(import_office: ImportOffice) -> None:
    """Right, wrong, doubled and incomplete rows of each kind: all are planned or listed."""
    tables = {
        "persons": [PERSONS, person(), person(), person("Lê Văn Tám", unit="Không có"), [4, "A B"]],
        "units": [
            UNITS,
            ["A", "Phòng A", 1, "01/01/2015"],
            ["A", "Phòng A", 1, "01/01/2015"],
            ["B"],
        ],
        "grades": [GRADES, grade(), grade(), grade("Người Lạ"), ["Trần Thị Mai"]],
        "awards": table("Trần Thị Mai", "Trần Thị Mai", "Người Lạ"),
        "initiatives": [INITIATIVES, initiative(), initiative(), initiative("Khác"), ["Trống"]],
    }

    def accounted(kind: str) -> None:
        plan = plan_of(import_office, kind, built(("A", tables[kind])), {})
        assert len(plan.sheet.rows) == len(tables[kind]) - 1
        plan.account()

    check_rows(tables, accounted)


def test_a_child_that_ends_badly_is_one_sentence_and_nothing_is_written(
    import_office: ImportOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = picture()

    def refused(row: tuple[Exception, str]) -> None:
        error, code = row

        def fails(*_given: Any, **_limits: Any) -> Any:
            raise error

        monkeypatch.setattr(grid, "run_in_child", fails)
        with pytest.raises(ValidationError) as refusal:
            read_table("a.xlsx", xlsx([line()]), importer_of("awards").table)
        assert refusal.value.code == code
        assert len(refusal.value.messages) == 1
        assert picture() == before
        assert not ImportRun.objects.exists()

    check_rows(
        [
            (ChildTimeout(), "too_large"),
            (ChildOutOfMemory(), "too_large"),
            (ChildKilled(), "damaged"),
            (ChildFailed("X", "y"), "damaged"),
        ],
        refused,
        name=lambda row: type(row[0]).__name__,
    )


def test_a_signature_under_a_list_of_persons_is_nobody(import_office: ImportOffice) -> None:
    rows = [
        PERSONS,
        person(),
        [],
        [None, "Người lập biểu"],
        [None, "(Ký tên)"],
        [None, "Lê Văn Tám"],
    ]
    plan = plan_of(import_office, "persons", built(("A", rows)), {})
    assert problems(plan) == []
    assert len(plan.entries) == 1
    importer_of("persons").write(plan, actor=import_office.administrator)
    assert not Person.objects.filter(full_name="Lê Văn Tám").exists()
    assert any("3 dòng dưới bảng" in words for words in plan.notices)
