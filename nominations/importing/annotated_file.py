"""The clerk's own file, with the reasons beside the bad rows."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from nominations.importing.plan import RowProblem
from nominations.importing.spreadsheet import FORMULA_STARTS, GUARD, Spreadsheet
from nominations.importing.table_layout import ERRORS

AUTHOR = "Bảng Vàng"
SUFFIX = "-loi"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
# A shade of our own, so that an earlier mark is told from a cell the clerk coloured.
_RED = PatternFill("solid", start_color="FFFFC9CF", end_color="FFFFC9CF")
_NONE = PatternFill()
_ERROR_WIDTH = 60
MAX_COMMENTS = 1000
"""Comments make a workbook slow to write and to open; the column of reasons has them all."""


def put_text(cell: Cell, text: str) -> None:
    """Write text that no spreadsheet takes for a formula, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"


def marked_copy(sheet: Spreadsheet, problems: Sequence[RowProblem]) -> tuple[str, bytes, str]:
    """(file name, content, media type) of the file with a column "Lỗi" and the bad cells marked.

    Excel files keep everything else as it was; the bad cells turn red and carry a comment. CSV
    files keep their delimiter; cells that a spreadsheet would run as formulas are disarmed.
    """
    stem = (sheet.file_name.rpartition(".")[0] or sheet.file_name).removesuffix(SUFFIX)
    name = f"{stem}{SUFFIX}.{sheet.format}"
    if sheet.format == "csv":
        return name, _marked_csv(sheet, _by_line(problems)), CSV_TYPE
    return name, _marked_xlsx(sheet, _by_line(problems)), XLSX_TYPE


def _sentences(problems: list[RowProblem]) -> str:
    return "\n".join(f"{problem.label}: {problem.message}" for problem in problems)


def _by_line(problems: Sequence[RowProblem]) -> dict[int, list[RowProblem]]:
    found: dict[int, list[RowProblem]] = defaultdict(list)
    for problem in problems:
        found[problem.index].append(problem)
    return found


# --- CSV ------------------------------------------------------------------------------------------


def _disarmed(text: str) -> str:
    return f"{GUARD}{text}" if text.startswith(FORMULA_STARTS) else text


def _marked_csv(sheet: Spreadsheet, by_line: dict[int, list[RowProblem]]) -> bytes:
    position = sheet.columns.get(ERRORS, sheet.width)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sheet.delimiter, lineterminator="\r\n")
    for index, line in enumerate(sheet.grid):
        cells = [_disarmed(str(cell)) for cell in line]
        if index == sheet.header_index or index in by_line or position < len(cells):
            cells += [""] * (position + 1 - len(cells))
            cells[position] = _sentences(by_line[index]) if index in by_line else ""
        if index == sheet.header_index:
            cells[position] = sheet.table.label(ERRORS)
        writer.writerow(cells)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


# --- Excel ----------------------------------------------------------------------------------------


def _marked_xlsx(sheet: Spreadsheet, by_line: dict[int, list[RowProblem]]) -> bytes:
    workbook, worksheet = _opened(sheet)
    position = _free_position(worksheet, sheet)
    _clear_old_marks(worksheet, sheet)
    heading = worksheet.cell(sheet.header_index + 1, position + 1)
    put_text(heading, sheet.table.label(ERRORS))
    heading.font, heading.fill = Font(bold=True), _RED
    worksheet.column_dimensions[get_column_letter(position + 1)].width = _ERROR_WIDTH
    for number, (index, problems) in enumerate(by_line.items()):
        _mark(worksheet, sheet, index, problems, position, number < MAX_COMMENTS)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _opened(sheet: Spreadsheet) -> tuple[Workbook, Worksheet]:
    """The file itself; a plain copy of its cells when it can be read but not written back."""
    try:
        workbook = load_workbook(io.BytesIO(sheet.content))
        return workbook, workbook[sheet.sheet_name]
    except Exception:  # openpyxl fails in many ways on odd styles that calamine reads over
        workbook = Workbook()
        worksheet = workbook.active
        for row, line in enumerate(sheet.grid, start=1):
            for column, value in enumerate(line, start=1):
                _put(worksheet.cell(row, column), value)
        return workbook, worksheet


def _put(cell: Cell, value: Any) -> None:
    if isinstance(value, str):
        put_text(cell, value)
    elif value is not None:
        cell.value = value


def _free_position(worksheet: Worksheet, sheet: Spreadsheet) -> int:
    """The column of an earlier hand-back, else the first one right of everything written."""
    position = sheet.columns.get(ERRORS, sheet.width)
    while isinstance(worksheet.cell(sheet.header_index + 1, position + 1), MergedCell):
        position += 1
    return position


def _clear_old_marks(worksheet: Worksheet, sheet: Spreadsheet) -> None:
    if ERRORS not in sheet.columns:
        return
    errors = sheet.columns[ERRORS]
    for row in sheet.rows:
        for position in range(sheet.width):
            cell = worksheet.cell(row.index + 1, position + 1)
            if isinstance(cell, MergedCell):
                continue
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
            if cell.fill.fill_type and cell.fill.start_color.rgb == _RED.start_color.rgb:
                cell.fill = _NONE
            if position == errors:
                cell.value = None


def _mark(
    worksheet: Worksheet,
    sheet: Spreadsheet,
    index: int,
    problems: list[RowProblem],
    position: int,
    with_comments: bool,
) -> None:
    reasons = worksheet.cell(index + 1, position + 1)
    if not isinstance(reasons, MergedCell):
        put_text(reasons, _sentences(problems))
        reasons.alignment = Alignment(wrap_text=True, vertical="top")
    by_column: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        if problem.column in sheet.columns:
            by_column[sheet.columns[problem.column]].append(problem.message)
    for column, messages in by_column.items():
        cell = worksheet.cell(index + 1, column + 1)
        cell.fill = _RED
        if with_comments and not isinstance(cell, MergedCell):
            cell.comment = Comment("\n".join(messages), AUTHOR, width=320, height=120)
