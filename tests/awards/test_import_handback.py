"""The marked copy: the uploaded file with the reasons, without active formulas."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from nominations.awards.importing import (
    AwardChecker,
    ImportPlan,
    blank_workbook,
    marked_copy,
    read_award_table,
)
from nominations.awards.importing.columns import REQUIRED, AwardColumn
from nominations.awards.models import Award
from nominations.files.child_process import ChildKilled
from nominations.importing import annotated_file
from tests.built_once import built_once

from .office import Office, row_counts
from .tables import HEADINGS, csv_file, line, xlsx


@pytest.fixture
def office(db: None) -> Office:
    return built_once("office", Office.build)


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).active


def plan_of(office: Office, content: bytes, name: str = "Lịch sử.xlsx") -> ImportPlan:
    return AwardChecker.make_plan(read_award_table(name, content), office.agency)


def test_the_excel_file_comes_back_with_a_column_of_reasons(office: Office) -> None:
    content = xlsx([line(), line("Người Lạ", day="01/25/2016")], above=1)
    name, marked, _media = marked_copy(plan_of(office, content))
    assert name == "Lịch sử-loi.xlsx"
    sheet = opened(marked)
    last = len(HEADINGS) + 1
    assert sheet.cell(2, last).value == "Lỗi"
    assert sheet.cell(3, last).value is None
    reasons = sheet.cell(4, last).value
    assert "Người Lạ" in reasons
    assert "tháng 25" in reasons
    bad = sheet.cell(4, HEADINGS.index("Ngày quyết định") + 1)
    assert "tháng 25" in bad.comment.text
    assert bad.fill.start_color.rgb == "FFFFC9CF"
    right = sheet.cell(3, HEADINGS.index("Ngày quyết định") + 1)
    assert right.comment is None
    assert sheet.cell(1, 1).value == "DANH SÁCH KHEN THƯỞNG 0"
    assert right.value.year == 2016


def test_a_corrected_file_that_came_back_can_be_imported(office: Office) -> None:
    _name, marked, _media = marked_copy(plan_of(office, xlsx([line("Trần Thị Maii")])))
    workbook = load_workbook(io.BytesIO(marked))
    workbook.active.cell(2, 2).value = "Trần Thị Mai"
    out = io.BytesIO()
    workbook.save(out)
    plan = plan_of(office, out.getvalue())
    assert plan.ok
    assert plan.sheet.unused == []


def test_a_second_hand_back_replaces_the_reasons_of_the_first(office: Office) -> None:
    rows = [line("Người Lạ"), line("Người Khác")]
    _name, first, _media = marked_copy(plan_of(office, xlsx(rows)))
    workbook = load_workbook(io.BytesIO(first))
    workbook.active.cell(2, 2).value = "Trần Thị Mai"
    out = io.BytesIO()
    workbook.save(out)
    sheet = opened(marked_copy(plan_of(office, out.getvalue()))[1])
    assert sheet.max_column == len(HEADINGS) + 1
    assert sheet.cell(2, len(HEADINGS) + 1).value is None
    assert sheet.cell(2, 2).comment is None
    assert sheet.cell(2, 2).fill.fill_type is None
    assert "Người Khác" in sheet.cell(3, len(HEADINGS) + 1).value


def test_the_csv_file_comes_back_with_a_column_of_reasons(office: Office) -> None:
    content = csv_file([line(), line("Người Lạ")], delimiter=";")
    name, marked, _media = marked_copy(plan_of(office, content, "a.csv"))
    rows = list(csv.reader(io.StringIO(marked.decode("utf-8-sig")), delimiter=";"))
    assert name == "a-loi.csv"
    assert rows[0] == [*HEADINGS, "Lỗi"]
    assert rows[1][:2] == ["1", "Trần Thị Mai"]
    assert "Người Lạ" in rows[2][-1]


def test_no_cell_of_a_csv_file_that_came_back_runs_as_a_formula(office: Office) -> None:
    row = line("=HYPERLINK(1)", by="@SUM(A1)", number="+1", unit="-2")
    plan = plan_of(office, csv_file([row]), "a.csv")
    marked = marked_copy(plan)[1].decode("utf-8-sig")
    for cells in csv.reader(io.StringIO(marked)):
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    again = plan_of(office, marked.encode(), "a.csv")
    assert again.sheet.rows[0].text(again.sheet.columns[AwardColumn.NAME]) == "=HYPERLINK(1)"


def test_nothing_that_could_run_comes_back(
    office: Office, monkeypatch: pytest.MonkeyPatch, real_child: None
) -> None:
    """Formulas, links, names and rules of the upload are gone; its look and values stay."""
    workbook = load_workbook(io.BytesIO(xlsx([line("Người Lạ", post="=1+1", unit="Phòng Mới")])))
    page = workbook.active
    page["N2"] = '=HYPERLINK("http://x")'
    page["B2"].hyperlink = "http://example.org"
    page["B2"].font = Font(bold=True)
    page["E2"].data_type, page["E2"].value = "s", "=cmd|' /C calc'!A0"
    page["E2"].data_type = "s"
    page.conditional_formatting.add("A1:A9", FormulaRule(formula=["NOW()"]))
    page.add_data_validation(DataValidation("custom", formula1="=NOW()"))
    workbook.defined_names["x"] = DefinedName("x", attr_text="[1]A!$A$1")
    out = io.BytesIO()
    workbook.save(out)
    plan = plan_of(office, out.getvalue())

    def harmless(content: bytes) -> Any:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {
                name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            }
        text = "".join(part for name, part in parts.items() if name.startswith("xl/"))
        for sign in ("<f>", "<f ", "formula", "definedName ", "External", "hyperlink"):
            assert sign not in text, sign
        return opened(content)

    page = harmless(marked_copy(plan)[1])
    assert page["B2"].font.bold
    assert (page["E2"].data_type, page["E2"].value) == ("s", "=cmd|' /C calc'!A0")
    assert "Người Lạ" in page.cell(2, 15).value

    def fails(*_given: Any, **_limits: Any) -> Any:
        raise ChildKilled

    monkeypatch.setattr(annotated_file, "run_in_child", fails)
    page = harmless(marked_copy(plan)[1])  # a plain copy, where the file cannot be written back
    assert (page["E2"].data_type, page["B2"].value) == ("s", "Người Lạ")
    assert "Người Lạ" in page.cell(2, 15).value


def test_merged_titles_and_cells_do_not_stop_the_hand_back(office: Office) -> None:
    workbook = load_workbook(io.BytesIO(xlsx([line("Người Lạ"), line("Ai Đó")], above=1)))
    workbook.active.merge_cells("A1:P1")
    workbook.active.merge_cells("I3:I4")
    out = io.BytesIO()
    workbook.save(out)
    assert "Người Lạ" in opened(marked_copy(plan_of(office, out.getvalue()))[1]).cell(3, 13).value


# --- the blank table ------------------------------------------------------------------------------


def test_the_blank_table_has_every_needed_column_and_is_read_back(office: Office) -> None:
    workbook = load_workbook(io.BytesIO(blank_workbook()))
    sheet = workbook.worksheets[0]
    values = dict(
        zip([cell.value for cell in sheet[3]], [None] * sheet.max_column, strict=True)
    ) | {
        "Họ và tên / Tên tập thể": "Trần Thị Mai",
        "Danh hiệu / Hình thức khen thưởng": "Lao động tiên tiến",
        "Loại hình khen thưởng": "Công trạng",
        "Năm": 2015,
        "Số quyết định": "1/QĐ-STC",
        "Ngày quyết định": "05/01/2016",
        "Cơ quan ban hành": "Giám đốc Sở Tài chính",
    }
    for position, value in enumerate(values.values(), start=1):
        sheet.cell(4, position).value = value
    out = io.BytesIO()
    workbook.save(out)
    plan = plan_of(office, out.getvalue())
    assert plan.ok
    assert len(plan.entries) == 1
    assert set(REQUIRED) <= set(plan.sheet.columns)
    assert any("Giấy khen" in str(cell.value) for cell in workbook.worksheets[1]["A"])


# --- the command ----------------------------------------------------------------------------------


def run(*arguments: Any) -> str:
    out = io.StringIO()
    call_command("import_awards", *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


def test_the_command_imports_a_file_and_says_how_many(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "lich-su.xlsx"
    file.write_bytes(xlsx([line(), line("Đặng Quốc Ưng")]))
    assert "Đã thêm 2" in run(file)
    assert "đã có sẵn 2" in run(file, "--organization", "STC")
    assert Award.objects.count() == 2


def test_a_dry_run_writes_nothing(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "lich-su.xlsx"
    file.write_bytes(xlsx([line()]))
    before = row_counts()
    assert "sẽ thêm 1" in run(file, "--dry-run")
    assert row_counts() == before


def test_the_command_leaves_the_marked_file_beside_a_bad_one(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "lich-su.xlsx"
    file.write_bytes(xlsx([line(), line("Người Lạ")]))
    before = row_counts()
    with pytest.raises(CommandError) as caught:
        run(file)
    assert "lich-su-loi.xlsx" in str(caught.value)
    assert "Người Lạ" in opened((tmp_path / "lich-su-loi.xlsx").read_bytes()).cell(3, 13).value
    assert row_counts() == before


@pytest.mark.parametrize(
    "arguments", [("khong-co.xlsx",), (".",), ("a.xlsx", "--organization", "XYZ")]
)
def test_the_command_answers_wrong_arguments_in_one_sentence(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    before = row_counts()
    with pytest.raises(CommandError):
        run(*arguments)
    assert row_counts() == before


def test_the_command_refuses_what_is_no_table(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    Workbook().save(file)
    with pytest.raises(CommandError):
        run(file)
