"""The lists of a paper's annexes as an Excel file, a sheet each, as offices send them on."""

from __future__ import annotations

from functools import cache
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment as CellAlignment
from openpyxl.styles import Border, Font, Side
from openpyxl.utils import get_column_letter

from nominations.documents.blocks import (
    Alignment,
    Appendix,
    Paper,
    Paragraph,
    PartHeading,
    RowKind,
    Table,
    Title,
)
from nominations.files.spreadsheet_writer import XLSX_TYPE, put_text, xlsx_bytes

MEDIA_TYPE = XLSX_TYPE
_CHARACTERS = 120  # that a landscape sheet takes
_TEXT_CHARACTERS = 88  # of running text in a row of an upright one
_LINE = Side(style="thin")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def annexes_workbook(paper: Paper, *, text_sheet: str = "") -> bytes | None:
    """The file; None for a paper without a list in an annex. A text stays a text.

    `text_sheet` is the name of a first sheet with the running text, a paragraph a row; without it
    there is none.
    """
    listed = [
        (part, block)
        for part in paper.appendices
        for block in part.blocks
        if isinstance(block, Table)
    ]
    if not listed and not text_sheet:
        return None
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    if text_sheet:
        _write_text(workbook.create_sheet(text_sheet), paper)
    for part, table in listed:
        _write(workbook.create_sheet(), part, table)
    return xlsx_bytes(workbook)


def _write_text(sheet: Any, paper: Paper) -> None:
    """Title, headings and paragraphs below each other, as wide as an upright page."""
    line = 0
    for block in paper.blocks:
        if isinstance(block, Title):
            texts = [(block.name, True, True), (block.subject, True, True)]
        elif isinstance(block, PartHeading):
            texts = [(block.text, True, block.centred)]
        elif isinstance(block, Paragraph):
            texts = [(f"{block.lead} {block.text}".strip(), False, False)]
        else:
            continue
        for text, bold, centred in texts:
            line += 1
            cell = sheet.cell(line, 1)
            put_text(cell, text)
            cell.font = _font(bold=bold)
            cell.alignment = CellAlignment(
                "center" if centred else "justify", "top", wrap_text=True
            )
            sheet.row_dimensions[line].height = 18 * (1 + len(text) // _TEXT_CHARACTERS)
    sheet.column_dimensions["A"].width = _TEXT_CHARACTERS
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write(sheet: Any, part: Appendix, table: Table) -> None:
    last, line = len(table.columns), 0
    sheet.title = part.name[:31]
    for text, bold, italic in ((part.title, True, False), (part.note, False, True)):
        if text:
            line += 1
            _merged(sheet, line, last, text)
            cell = sheet.cell(line, 1)
            cell.font = _font(bold=bold, italic=italic)
            cell.alignment = CellAlignment("center", "center", wrap_text=True)
            sheet.row_dimensions[line].height = 18 * (1 + text.count("\n"))
    line = head = line + 1
    for at, column in enumerate(table.columns, 1):
        _ruled(sheet, head, at, column.heading, Alignment.CENTRE, bold=True)
    for row in table.rows:
        line += 1
        if row.kind == RowKind.GROUP:
            _merged(sheet, line, last, row.cells[0])
            sheet.cell(line, 1).font = _font(bold=True)
            continue
        for at, (text, column) in enumerate(zip(row.cells, table.columns, strict=True), 1):
            _ruled(sheet, line, at, text, column.alignment, bold=row.kind == RowKind.TOTAL)
    _page(sheet, table, head)


def _merged(sheet: Any, line: int, last: int, text: str) -> None:
    put_text(sheet.cell(line, 1), text)
    for at in range(1, last + 1):
        sheet.cell(line, at).border = _BORDER
    sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=last)


@cache
def _font(*, bold: bool = False, italic: bool = False) -> Font:
    return Font(name="Times New Roman", size=12, bold=bold, italic=italic)


def _ruled(
    sheet: Any, line: int, at: int, text: str, alignment: Alignment, *, bold: bool = False
) -> None:
    cell = sheet.cell(line, at)
    put_text(cell, text)
    cell.font, cell.border = _font(bold=bold), _BORDER
    cell.alignment = CellAlignment(alignment.value, "center", wrap_text=True)


def _page(sheet: Any, table: Table, head: int) -> None:
    """Landscape A4, as wide as the page, the heading again on every page."""
    whole = sum(column.width for column in table.columns)
    for at, column in enumerate(table.columns, 1):
        width = max(6, _CHARACTERS * column.width / whole)
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"
    sheet.freeze_panes = f"A{head + 1}"
