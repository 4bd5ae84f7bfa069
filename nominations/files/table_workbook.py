"""Tables as an Excel workbook: frozen headings, dates as dates, a description above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from nominations.files.spreadsheet_writer import put_value, xlsx_bytes

Table = Sequence[Sequence[Any]]


def _sheet(book: Workbook, name: str, table: Table, about: Table) -> None:
    """A sheet with what it is about in its first rows, the head of the table kept in view."""
    sheet = book.create_sheet(name)
    above = len(about) + 1 if about else 0
    sheet.freeze_panes = f"A{above + 2}"
    sheet.print_title_rows = f"{above + 1}:{above + 1}"
    widths = [
        max((len(str(row[i])) for row in table if row[i] is not None), default=0)
        for i in range(len(table[0]))
    ]
    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = min(max(width + 2, 8), 50)
    for row in (*about, []) if about else ():
        sheet.append([_cell(sheet, value, is_head=False) for value in row])
    for place, row in enumerate(table):
        sheet.append([_cell(sheet, value, is_head=place == 0) for value in row])


def _cell(sheet: Any, value: Any, *, is_head: bool) -> WriteOnlyCell:
    cell = put_value(WriteOnlyCell(sheet), value)
    if hasattr(value, "isoformat"):
        cell.number_format = "DD/MM/YYYY"
    if is_head:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
    return cell


def as_xlsx(sheets: Sequence[tuple[str, Table]], *, about: Table = ()) -> bytes:
    """A workbook with the tables, heads frozen, dates as dates; `about` stands above each."""
    book = Workbook(write_only=True)
    for name, table in sheets:
        _sheet(book, name, table, about)
    return xlsx_bytes(book)
