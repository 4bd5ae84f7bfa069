"""The list of prizes for the accountant as an Excel file, with the figures of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from nominations.awards.amounts import amount_in_words
from nominations.awards.prizes import PrizeLine, PrizeStatus, prize_totals
from nominations.documents.recipient_words import recipient_heading
from nominations.files.spreadsheet_writer import put_value, xlsx_bytes
from nominations.people.models import Organization

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = "Times New Roman"
MONEY = "#,##0"
WIDTHS = (6, 28, 34, 34, 24, 9, 14, 16, 16, 44)
LAST = len(WIDTHS)
_THIN = Border(*(Side(style="thin", color="FF999999") for _edge in range(4)))


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a list: agency, title, and the decision or year it belongs to."""

    organization: Organization
    name: str
    about: str
    sheet: str


def _write(cell: Cell, value: Any, *, bold: bool = False, italic: bool = False) -> Cell:
    """Write a value; a text is never read as a formula."""
    put_value(cell, value)
    cell.font = Font(name=FONT, size=12, bold=bold, italic=italic)
    return cell


def _across(sheet: Worksheet, row: int, first: int, last: int, text: str, **look: Any) -> Cell:
    """Write a text over several columns, centred by default."""
    align = look.pop("align", "center")
    sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    cell = _write(sheet.cell(row, first), text, **look)
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    return cell


def _top(sheet: Worksheet, heading: Heading) -> int:
    """Write agency, motto and title; returns the next row."""
    agency = heading.organization
    parent = agency.parent.name if agency.parent else ""
    _across(sheet, 1, 1, 3, parent.upper())
    _across(sheet, 2, 1, 3, agency.name.upper(), bold=True)
    _across(sheet, 1, 6, LAST, _("SOCIALIST REPUBLIC OF VIET NAM"), bold=True)
    _across(sheet, 2, 6, LAST, _("Independence - Freedom - Happiness"), bold=True)
    _across(sheet, 4, 1, LAST, heading.name, bold=True).font = Font(name=FONT, size=14, bold=True)
    _across(sheet, 5, 1, LAST, heading.about, italic=True)
    return 7


def _head(sheet: Worksheet, row: int, lines: Sequence[PrizeLine]) -> None:
    words = (
        _("No."),
        _("Recipient"),
        recipient_heading(_("Position, unit"), {line.fact.kind for line in lines}),
        _("Title or form"),
        _("Decision"),
        _("Multiple"),
        _("Base salary (đồng)"),
        _("Before rounding (đồng)"),
        _("Prize (đồng)"),
        _("Note"),
    )
    for column, word in enumerate(words, 1):
        cell = _write(sheet.cell(row, column), word, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _THIN
    sheet.row_dimensions[row].height = 36


def _note(line: PrizeLine) -> str:
    words = [line.reason] if line.reason else []
    if line.status == PrizeStatus.PAID and line.money_only:
        words.append(_("Money only, no certificate."))
    if not line.payer.is_own:
        words.append(_("Paid by %(payer)s.") % {"payer": line.payer.name})
    return " ".join(words)


def _values(place: int, line: PrizeLine) -> list[Any]:
    fact, price = line.fact, line.price
    return [
        place,
        fact.recipient_name,
        fact.place,
        fact.award_name,
        fact.paper,
        price.multiple if price else None,
        price.base.amount if price else None,
        price.product if price else None,
        line.payable,
        _note(line),
    ]


def _rows(sheet: Worksheet, row: int, lines: Sequence[PrizeLine]) -> int:
    for place, line in enumerate(lines, 1):
        for column, value in enumerate(_values(place, line), 1):
            cell = _write(sheet.cell(row, column), value)
            cell.border = _THIN
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if column in (7, 8, 9):
                cell.number_format = MONEY
        row += 1
    return row


def _bottom(sheet: Worksheet, row: int, lines: Sequence[PrizeLine], place: str) -> None:
    """Write the sum, the sum in words, and the signatures."""
    total = prize_totals(lines).payable
    for column in range(1, LAST + 1):
        sheet.cell(row, column).border = _THIN
    _across(sheet, row, 1, 8, _("Total"), bold=True)
    cell = _write(sheet.cell(row, 9), total, bold=True)
    cell.number_format = MONEY
    words = _("In words: %(words)s.") % {"words": amount_in_words(total)}
    _across(sheet, row + 1, 1, LAST, words, italic=True, align="left")
    day = _("%(place)s, day ..... month ..... year .........") % {"place": place or "........."}
    _across(sheet, row + 3, 7, LAST, day, italic=True)
    signers = (
        (1, 3, pgettext("of a money list", "PREPARED BY")),
        (4, 6, _("CHIEF ACCOUNTANT")),
        (7, LAST, _("HEAD OF AGENCY")),
    )
    for first, last, word in signers:
        _across(sheet, row + 4, first, last, word, bold=True)
        _across(sheet, row + 5, first, last, _("(Signature, full name)"), italic=True)


def _layout(sheet: Worksheet, head: int) -> None:
    for column, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"
    sheet.freeze_panes = f"A{head + 1}"
    sheet.oddFooter.center.text = "&P/&N"


def prize_workbook(parts: Sequence[tuple[Heading, Sequence[PrizeLine]]]) -> bytes:
    """A workbook with a list on each sheet, always in Vietnamese."""
    book = Workbook()
    book.remove(book.active)
    with override("vi"):
        for heading, lines in parts:
            sheet = book.create_sheet(heading.sheet)
            head = _top(sheet, heading)
            _head(sheet, head, lines)
            end = _rows(sheet, head + 1, lines)
            _bottom(sheet, end, lines, heading.organization.place_name)
            _layout(sheet, head)
    return xlsx_bytes(book)
