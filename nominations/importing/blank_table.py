"""The blank table to fill in, with Vietnamese headings whatever language the page has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from nominations.files.spreadsheet_writer import put_text, put_value, xlsx_bytes
from nominations.importing.table_layout import SERIAL, TableColumn, TableLayout

BLANK_ROWS = 500
HEADING_ROW = 3
MAX_LISTED = 250
"""Excel takes no longer list of words in a cell's rule."""
_THIN = Border(*(Side(style="thin", color="FF999999") for _edge in range(4)))
_FONT = "Times New Roman"


def blank_workbook(
    table: TableLayout,
    *,
    name: object,
    title: object,
    guide: Iterable[object],
    rows: Iterable[Mapping[str, Any]] = (),
) -> bytes:
    """An Excel file: the table with headings, choices and formats, and a sheet that explains it.

    `name`, `title` and `guide` may be lazy: they are read in Vietnamese. `rows` are begun for
    whoever fills the table in, each by the codes of its columns.
    """
    with override("vi"):
        workbook = Workbook()
        _table(workbook.active, table, str(name), str(title))
        _begun(workbook.active, table, rows)
        _explanations(workbook.create_sheet(_("Guide")), table, [str(line) for line in guide])
    return xlsx_bytes(workbook)


def _table(sheet: Worksheet, table: TableLayout, name: str, title: str) -> None:
    sheet.title = name[:31]
    put_text(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font = Font(name=_FONT, size=14, bold=True)
    shown = [column for column in table.columns.values() if column.width]
    for position, column in enumerate(shown, start=1):
        heading = sheet.cell(HEADING_ROW, position)
        put_text(heading, str(column.label))
        heading.font = Font(name=_FONT, size=12, bold=True)
        heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        heading.border = _THIN
        sheet.column_dimensions[get_column_letter(position)].width = column.width
        _formats(sheet, column, position)
    sheet.row_dimensions[HEADING_ROW].height = 36
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"


def _begun(sheet: Worksheet, table: TableLayout, rows: Iterable[Mapping[str, Any]]) -> None:
    shown = [column for column in table.columns.values() if column.width]
    for number, row in enumerate(rows, start=1):
        for position, column in enumerate(shown, start=1):
            cell = sheet.cell(HEADING_ROW + number, position)
            put_value(cell, number if column.code == SERIAL else row.get(column.code))
            cell.font, cell.number_format = Font(name=_FONT, size=12), column.form
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def _formats(sheet: Worksheet, column: TableColumn, position: int) -> None:
    letter = get_column_letter(position)
    cells = f"{letter}{HEADING_ROW + 1}:{letter}{BLANK_ROWS + HEADING_ROW}"
    words = column.choices() if column.choices else ()
    listed = ",".join(str(word).replace(",", " ") for word in words)
    if listed and len(listed) <= MAX_LISTED:
        rule = DataValidation(
            "list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False
        )
        sheet.add_data_validation(rule)
        rule.add(cells)
    for (cell,) in sheet[cells]:
        cell.font = Font(name=_FONT, size=12)
        cell.number_format = column.form


def _explanations(sheet: Worksheet, table: TableLayout, guide: list[str]) -> None:
    needed = ", ".join(table.label(code) for code in table.needed)
    lines = [
        _("These columns are needed: %(columns)s.") % {"columns": needed},
        _("The order of the columns does not matter; other columns are not read."),
        _("Dates are written day/month/year, such as 05/01/2016."),
        _("One wrong row, and nothing is imported: the file comes back with the reasons."),
        _("Importing the same file twice adds nothing."),
        "",
        *guide,
    ]
    sheet.column_dimensions["A"].width = 110
    for row, text in enumerate(lines, start=1):
        cell = sheet.cell(row, 1)
        put_text(cell, text)
        cell.font = Font(name=_FONT, size=12)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
