"""Writes every text of exported Excel and CSV files.

A text is never written as a formula, and characters invalid in Excel files are left out, so that an
export never fails on recorded data.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
FORMULA_GUARD = "'"
FORMULA_STARTS = (*"=+-@\t\r\n", *"＝＋－＠﹢﹣﹦﹫")
"""A spreadsheet may take a text that begins like this for a formula when it opens a CSV file."""
MAX_TEXT = 32_767
_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def excel_text(text: str) -> str:
    """The text without the characters that no Excel file may hold, and not longer than a cell."""
    return _ILLEGAL.sub("", text)[:MAX_TEXT]


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might run the text when it opens a CSV file."""
    return text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)


def put_value(cell: Any, value: Any) -> Any:
    """Write a value into a cell of openpyxl, a text as a text; returns the cell."""
    if isinstance(value, str):
        text = excel_text(value)
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = is_formula_like(text)
    elif isinstance(value, datetime) and value.tzinfo is not None:
        cell.value = value.replace(tzinfo=None)
    else:
        cell.value = value
    return cell


def put_text(cell: Cell, text: str) -> None:
    """Write a text that no spreadsheet takes for a formula."""
    put_value(cell, text)


def xlsx_bytes(workbook: Workbook) -> bytes:
    """The workbook as a file."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def csv_value(value: Any) -> Any:
    """A value for a CSV file; what might run gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    text = excel_text(value)
    return f"{FORMULA_GUARD}{text}" if is_formula_like(text) else text


def csv_bytes(
    rows: Iterable[Sequence[Any]], *, delimiter: str = ",", line_end: str = "\r\n"
) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end)
    for row in rows:
        writer.writerow([csv_value(value) for value in row])
    return out.getvalue().encode("utf-8-sig")
