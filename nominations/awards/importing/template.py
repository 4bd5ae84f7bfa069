"""The blank table to fill in, with Vietnamese headings whatever language the page has."""

from __future__ import annotations

import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from nominations.awards.importing.columns import LABELS, REQUIRED, Column
from nominations.awards.importing.handback import put_text
from nominations.awards.models import AwardType, CommendationType, Kind

FILE_NAME = "mau-nhap-lich-su-khen-thuong.xlsx"
BLANK_ROWS = 500
_WIDTHS = {
    Column.SERIAL: 6,
    Column.ADDRESS: 9,
    Column.KIND: 12,
    Column.NAME: 28,
    Column.BIRTH_DATE: 13,
    Column.POSITION: 20,
    Column.UNIT: 26,
    Column.AWARD: 34,
    Column.TYPE: 24,
    Column.YEAR: 8,
    Column.NUMBER: 18,
    Column.DATE: 15,
    Column.ISSUER: 30,
    Column.ACHIEVEMENTS: 34,
    Column.GRADE: 18,
    Column.NOTE: 20,
}
_THIN = Border(*(Side(style="thin", color="FF999999") for _edge in range(4)))
_FONT = "Times New Roman"


def blank_workbook() -> bytes:
    """An Excel file: the table with headings, choices and formats, and a sheet that explains it."""
    with override("vi"):
        workbook = Workbook()
        _table(workbook.active)
        _explanations(workbook.create_sheet(_("Guide")))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _table(sheet: Worksheet) -> None:
    sheet.title = _("Awards")
    put_text(sheet.cell(1, 1), _("LIST OF AWARDS RECEIVED"))
    sheet.cell(1, 1).font = Font(name=_FONT, size=14, bold=True)
    for position, (column, width) in enumerate(_WIDTHS.items(), start=1):
        heading = sheet.cell(3, position)
        put_text(heading, str(LABELS[column]))
        heading.font = Font(name=_FONT, size=12, bold=True)
        heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        heading.border = _THIN
        sheet.column_dimensions[get_column_letter(position)].width = width
        _formats(sheet, column, position)
    sheet.row_dimensions[3].height = 36
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "3:3"


def _formats(sheet: Worksheet, column: Column, position: int) -> None:
    letter = get_column_letter(position)
    cells = f"{letter}4:{letter}{BLANK_ROWS + 3}"
    choices = {
        Column.KIND: Kind.labels,
        Column.TYPE: CommendationType.labels,
    }.get(column)
    if choices:
        listed = ",".join(str(label).replace(",", " ") for label in choices)
        rule = DataValidation(
            "list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False
        )
        sheet.add_data_validation(rule)
        rule.add(cells)
    shown = {Column.DATE: "dd/mm/yyyy", Column.BIRTH_DATE: "dd/mm/yyyy", Column.NUMBER: "@"}
    for (cell,) in sheet[cells]:
        cell.font = Font(name=_FONT, size=12)
        cell.number_format = shown.get(column, "General")


def _explanations(sheet: Worksheet) -> None:
    needed = ", ".join(str(LABELS[column]) for column in REQUIRED)
    lines = [
        _("One row per person or collective and award. These columns are needed: %(columns)s.")
        % {"columns": needed},
        _("Names are written as recorded in the list of people and units; case does not matter."),
        _("Two people with the same name: write the date of birth to tell them apart."),
        _("Dates are written day/month/year, such as 05/01/2016."),
        _("One wrong row, and nothing is imported: the file comes back with the reasons."),
        _("Importing the same file twice adds nothing."),
        "",
        _("Names of awards:"),
        *_award_names(),
    ]
    sheet.column_dimensions["A"].width = 110
    for row, text in enumerate(lines, start=1):
        cell = sheet.cell(row, 1)
        put_text(cell, text)
        cell.font = Font(name=_FONT, size=12)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _award_names() -> Iterable[str]:
    names = AwardType.objects.order_by("rank", "code").values_list("name", flat=True)
    return [f"- {name}" for name in dict.fromkeys(names)]
