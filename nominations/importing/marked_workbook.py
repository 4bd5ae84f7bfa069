"""Reasons written into the uploaded workbook itself. Runs in a child, without Django.

What comes back keeps the look of the upload and none of what could run: values instead of formulas,
no links, macros, rules or names.
"""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidationList
from openpyxl.worksheet.worksheet import Worksheet

from nominations.files.spreadsheet_writer import put_text, xlsx_bytes

AUTHOR = "Bảng Vàng"
MAX_COMMENTS = 1000
"""Comments make a workbook slow to write and to open; the column of reasons has them all."""
# A shade of our own, so that an earlier mark is told from a cell the clerk coloured.
_RED = PatternFill("solid", start_color="FFFFC9CF", end_color="FFFFC9CF")
_NONE = PatternFill()
_ERROR_WIDTH = 60


def mark_workbook(content: bytes, *, tables: list[dict[str, Any]], label: str) -> bytes:
    """The workbook with a column of reasons beside each table and the bad cells marked.

    A table: `sheet` (its name), `header` (line), `width`, `errors` (position of an earlier column
    of reasons or None), `rows` (lines), `reasons` [[line, text]] and `cells` [[line, column,
    text]]; lines and columns counted from 0.
    """
    workbook = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    _disarm(workbook)
    mark_problems(workbook, tables, label)
    return xlsx_bytes(workbook)


def mark_problems(workbook: Workbook, tables: list[dict[str, Any]], label: str) -> None:
    """Write the reasons of each table into its sheet."""
    commented = 0
    for table in tables:
        worksheet = workbook[table["sheet"]]
        position = _free_position(worksheet, table)
        if table["errors"] is not None:
            _clear_old_marks(worksheet, table)
        heading = worksheet.cell(table["header"] + 1, position + 1)
        put_text(heading, label)
        heading.font, heading.fill = Font(bold=True), _RED
        worksheet.column_dimensions[get_column_letter(position + 1)].width = _ERROR_WIDTH
        for line, text in table["reasons"]:
            cell = worksheet.cell(line + 1, position + 1)
            if not isinstance(cell, MergedCell):
                put_text(cell, text)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        for line, column, text in table["cells"]:
            cell = worksheet.cell(line + 1, column + 1)
            cell.fill = _RED
            if commented < MAX_COMMENTS and not isinstance(cell, MergedCell):
                commented += 1
                cell.comment = Comment(text, AUTHOR, width=320, height=120)


def _disarm(workbook: Workbook) -> None:
    """Take away what could run or fetch; cells hold values already."""
    workbook.defined_names.clear()
    for worksheet in workbook.worksheets:
        worksheet.defined_names.clear()
        worksheet.conditional_formatting = ConditionalFormattingList()
        worksheet.data_validations = DataValidationList()
        worksheet.tables.clear()
        worksheet.legacy_drawing = None
        worksheet._pivots, worksheet._hyperlinks = [], []
        for row in worksheet._cells.values():
            if not isinstance(row, MergedCell) and row._hyperlink is not None:
                row._hyperlink = None


def _free_position(worksheet: Worksheet, table: dict[str, Any]) -> int:
    """The column of an earlier hand-back, else the first one right of everything written."""
    position = table["width"] if table["errors"] is None else table["errors"]
    while isinstance(worksheet.cell(table["header"] + 1, position + 1), MergedCell):
        position += 1
    return int(position)


def _clear_old_marks(worksheet: Worksheet, table: dict[str, Any]) -> None:
    for line in table["rows"]:
        for position in range(table["width"]):
            cell = worksheet.cell(line + 1, position + 1)
            if isinstance(cell, MergedCell):
                continue
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
            if cell.fill.fill_type and cell.fill.start_color.rgb == _RED.start_color.rgb:
                cell.fill = _NONE
            if position == table["errors"]:
                cell.value = None
