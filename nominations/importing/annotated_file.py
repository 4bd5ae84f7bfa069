"""The uploaded file with the reasons beside the bad rows."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook

from nominations.files.child_process import ChildError, run_in_child
from nominations.files.spreadsheet_writer import (
    CSV_TYPE,
    XLSX_TYPE,
    csv_bytes,
    put_value,
    xlsx_bytes,
)
from nominations.importing import marked_workbook
from nominations.importing.file_reader import text_of_csv
from nominations.importing.grid import sheets_of_workbook
from nominations.importing.plan import RowProblem
from nominations.importing.spreadsheet import SHEET_LINES, Spreadsheet, TablePart
from nominations.importing.table_layout import ERRORS

SUFFIX = "-loi"
MARK_SECONDS = 10
MARK_MEGABYTES = 1024
MARK_WORKBOOK = "nominations.importing.marked_workbook:mark_workbook"
_Problems = dict[int, list[RowProblem]]


def marked_copy(sheet: Spreadsheet, problems: Sequence[RowProblem]) -> tuple[str, bytes, str]:
    """(file name, content, media type) of the file with a column "Lỗi" and the bad cells marked.

    Excel files keep their look; the bad cells turn red and carry a comment. CSV files keep their
    delimiter. Active content of the upload is removed.
    """
    stem = (sheet.file_name.rpartition(".")[0] or sheet.file_name).removesuffix(SUFFIX)
    name = f"{stem}{SUFFIX}.{sheet.format}"
    by_line: _Problems = defaultdict(list)
    for problem in problems:
        by_line[problem.index].append(problem)
    if sheet.format == "csv":
        return name, csv_bytes(_marked_lines(sheet, by_line), delimiter=sheet.delimiter), CSV_TYPE
    return name, _marked_xlsx(sheet, by_line), XLSX_TYPE


def _sentences(problems: list[RowProblem]) -> str:
    return "\n".join(f"{problem.label}: {problem.message}" for problem in problems)


# --- CSV ------------------------------------------------------------------------------------------


def _marked_lines(sheet: Spreadsheet, by_line: _Problems) -> Iterator[list[str]]:
    """The lines of the file with the reasons in their column, an earlier one or a new one."""
    text, _is_unicode = text_of_csv(sheet.content)
    headers = {part.header_index for part in sheet.parts}
    first = sheet.parts[0]
    position = first.columns.get(ERRORS, max(part.width for part in sheet.parts))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter)
    for index, cells in enumerate(lines):
        if index in headers or index in by_line or position < len(cells):
            cells += [""] * (position + 1 - len(cells))
            cells[position] = _sentences(by_line[index]) if index in by_line else ""
        if index in headers:
            cells[position] = sheet.table.label(ERRORS)
        yield cells


# --- Excel ----------------------------------------------------------------------------------------


def _marked_xlsx(sheet: Spreadsheet, by_line: _Problems) -> bytes:
    tables = [_marks(sheet, part, by_line) for part in sheet.parts]
    label = sheet.table.label(ERRORS)
    try:
        content: bytes = run_in_child(
            MARK_WORKBOOK,
            sheet.content,
            seconds=MARK_SECONDS,
            megabytes=MARK_MEGABYTES,
            arguments={"tables": tables, "label": label},
        )
    except ChildError:  # what can be read over may be too odd or too large to be written back
        return _plain_copy(sheet, tables, label)
    return content


def _marks(sheet: Spreadsheet, part: TablePart, by_line: _Problems) -> dict[str, Any]:
    """What `marked_workbook` writes into one table."""
    own = {index: problems for index, problems in by_line.items() if sheet.part_of(index) is part}
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    for index, problems in own.items():
        for problem in problems:
            if problem.column in part.columns:
                place = (index % SHEET_LINES, part.columns[problem.column])
                cells[place].append(problem.message)
    return {
        "sheet": part.sheet_name,
        "header": part.header_index,
        "width": part.width,
        "errors": part.columns.get(ERRORS),
        "rows": [row.index % SHEET_LINES for row in sheet.rows if sheet.part_of(row.index) is part]
        if ERRORS in part.columns
        else [],
        "reasons": [[index % SHEET_LINES, _sentences(found)] for index, found in own.items()],
        "cells": [[line, column, "\n".join(found)] for (line, column), found in cells.items()],
    }


def _plain_copy(sheet: Spreadsheet, tables: list[dict[str, Any]], label: str) -> bytes:
    """The values of the file in a new workbook, with the reasons."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for grid in sheets_of_workbook(sheet.content):
        worksheet = workbook.create_sheet()
        worksheet.title = grid.name
        for line in grid.lines:
            for column, value in enumerate(line.cells):
                if value is not None:
                    put_value(worksheet.cell(line.index + 1, column + 1), value)
    marked_workbook.mark_problems(workbook, tables, label)
    return xlsx_bytes(workbook)
