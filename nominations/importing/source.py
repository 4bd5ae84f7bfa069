"""Reading a file: Excel through calamine, CSV through the standard library."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from nominations.importing.encoding import heading_variants, to_unicode
from nominations.importing.spreadsheet import Spreadsheet, SpreadsheetRow, text_of
from nominations.importing.table_layout import ERRORS, SERIAL, TableLayout
from nominations.vietnamese import clean_text, fold, tidy_name
from nominations.web.refusals import refused

MAX_MEGABYTES = 10
MAX_ROWS = 20_000
MAX_UNPACKED_MEGABYTES = 200
HEADER_SEARCH = 30
MIN_HEADINGS = 3
_MEGABYTE = 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = (";", ",", "\t")


def read(file_name: str, content: bytes, table: TableLayout) -> Spreadsheet:
    """The table of a file, in Unicode.

    Refuses (ValidationError, one sentence): a file over 10 MB or empty, one that is neither .xlsx
    nor .csv, one with a password, an old .xls, a damaged one, one without a recognisable heading
    row, without a needed column, without rows, with more than 20,000 of them, or in an encoding
    that cannot be determined.
    """
    file_name = clean_text(file_name)
    if len(content) > MAX_MEGABYTES * _MEGABYTE:
        raise refused(
            "too_large",
            _("The file is larger than %(limit)s MB: split it.") % {"limit": MAX_MEGABYTES},
        )
    if not content.strip():
        raise refused("empty", _("The file is empty."))
    ending = file_name.rpartition(".")[2].lower()
    if ending == "xlsx":
        return _read_xlsx(file_name, content, table)
    if ending == "csv":
        return _read_csv(file_name, content, table)
    raise refused(
        "wrong_kind",
        _("Only Excel files (.xlsx) and CSV files (.csv) can be read. Save the table as .xlsx."),
    )


# --- Excel ----------------------------------------------------------------------------------------


def _check_container(content: bytes) -> None:
    """A workbook is a ZIP archive; say what else it is before a reader stumbles over it."""
    if content.startswith(_OLD_OFFICE):
        if _ENCRYPTED in content:
            raise refused(
                "password",
                _("The Excel file has a password: remove it, save and choose the file again."),
            )
        raise refused(
            "old_format",
            _("The file has the old Excel format (.xls). Open it in Excel and save it as .xlsx."),
        )
    if not content.startswith(_ZIP):
        raise refused(
            "not_excel",
            _("The content is not an Excel file. Open it in Excel and save it as .xlsx."),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise _damaged() from None
    if unpacked > MAX_UNPACKED_MEGABYTES * _MEGABYTE:
        raise refused("too_large", _("The Excel file unpacks to far too much data."))
    if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
        raise refused(
            "not_excel",
            _("The content is not an Excel file. Open it in Excel and save it as .xlsx."),
        )


def _damaged() -> ValidationError:
    return refused(
        "damaged",
        _("The Excel file is damaged. Open it in Excel, save it anew and choose it again."),
    )


def _read_xlsx(file_name: str, content: bytes, table: TableLayout) -> Spreadsheet:
    _check_container(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = [
            (about.name, workbook.get_sheet_by_name(about.name).to_python(skip_empty_area=False))
            for about in workbook.sheets_metadata
            if about.visible == SheetVisibleEnum.Visible
        ]
    except (CalamineError, OSError, ValueError, KeyError, RuntimeError):
        raise _damaged() from None
    # Of several sheets the one whose headings say the most is the table.
    name, grid = max(grids, key=lambda named: _best_header(named[1], table)[1], default=("", []))
    return _sheet(file_name, "xlsx", content, name, grid, table)


# --- CSV ------------------------------------------------------------------------------------------


def _decoded(content: bytes) -> tuple[str, bool]:
    """(text, whether it is Unicode); what is not may still be in an old Vietnamese encoding."""
    if content.startswith((_ZIP, _OLD_OFFICE)):
        raise refused(
            "not_csv", _("The file is named .csv but holds an Excel workbook: name it .xlsx.")
        )
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text, is_unicode = content.decode(encoding), True
    except UnicodeDecodeError:
        text, is_unicode = content.decode("latin-1"), False
    if "\x00" in text:
        raise refused("not_csv", _("The content is not a CSV file."))
    return text, is_unicode


def _read_csv(file_name: str, content: bytes, table: TableLayout) -> Spreadsheet:
    text, is_unicode = _decoded(content)
    best: tuple[int, str, list[list[Any]]] = (-1, ",", [])
    for delimiter in _DELIMITERS:
        try:
            grid = [list(line) for line in csv.reader(io.StringIO(text), delimiter=delimiter)]
        except csv.Error:
            continue
        known = _best_header(grid, table)[1]
        if known > best[0]:
            best = (known, delimiter, grid)
    try:
        sheet = _sheet(file_name, "csv", content, "", best[2], table)
    except ValidationError:
        if is_unicode:
            raise
        raise _not_unicode() from None
    if not is_unicode and not sheet.conversions:
        raise _not_unicode()
    sheet.delimiter = best[1]
    return sheet


def _not_unicode() -> ValidationError:
    return refused(
        "not_unicode", _("The CSV file is not in Unicode. In Excel choose “CSV UTF-8” when saving.")
    )


# --- the table in the grid ------------------------------------------------------------------------


def _headings(line: Iterable[Any]) -> list[str]:
    return [tidy_name(text_of(cell)) for cell in line]


def _best_header(grid: list[list[Any]], table: TableLayout) -> tuple[int, int, list[str]]:
    """(line, number of known columns, headings) of the line that looks most like headings."""
    best: tuple[int, int, list[str]] = (0, 0, [])
    for index, line in enumerate(grid[:HEADER_SEARCH]):
        for headings in heading_variants(_headings(line)):
            known = len(table.recognise(headings))
            if known > best[1]:
                best = (index, known, headings)
    return best


def _sheet(
    file_name: str,
    kind: str,
    content: bytes,
    sheet_name: str,
    grid: list[list[Any]],
    table: TableLayout,
) -> Spreadsheet:
    header, known, headings = _best_header(grid, table)
    if known < min(MIN_HEADINGS, len(table.needed)):
        raise refused(
            "no_header",
            _(
                "No line with the headings of the table was found. Download the blank table and"
                " copy the rows into it."
            ),
        )
    columns = table.recognise(headings)
    table.check(headings, columns)
    rows = _rows(grid, header, columns, table)
    if not rows:
        raise refused("no_rows", _("The table has headings but no rows."))
    if len(rows) > MAX_ROWS:
        raise refused(
            "too_many_rows",
            _("The table has %(count)s rows; at most %(limit)s are read at a time: split it.")
            % {"count": len(rows), "limit": MAX_ROWS},
        )
    sheet = Spreadsheet(
        table=table,
        file_name=file_name,
        format=kind,
        content=content,
        sheet_name=sheet_name,
        header_index=header,
        columns=columns,
        headings=headings,
        rows=rows,
        width=max(len(line) for line in grid),
        grid=grid,
    )
    to_unicode(sheet)
    return sheet


def _rows(
    grid: list[list[Any]], header: int, columns: dict[str, int], table: TableLayout
) -> list[SpreadsheetRow]:
    """The lines under the headings that say something."""
    ignored = {columns.get(ERRORS), columns.get(SERIAL)}
    says = [position for position in columns.values() if position not in ignored]
    identifying = {columns[code] for code in table.identifying if code in columns}
    found = []
    for index in range(header + 1, len(grid)):
        row = SpreadsheetRow(index, grid[index])
        filled = [position for position in says if row.text(position)]
        if filled and not _is_divider(row, filled, identifying):
            found.append(row)
    return found


def _is_divider(row: SpreadsheetRow, filled: list[int], identifying: set[int]) -> bool:
    """ "I. TẬP THỂ", "Tổng số: 12", "Giám đốc": lines that head, sum or sign a group."""
    if len(filled) <= 2 and not identifying.intersection(filled):
        return True
    if len(filled) > 1:
        return False
    words = fold(row.text(filled[0])).strip(" .:0123456789ivx")
    starts = ("tap the", "ca nhan", "tong so", "tong cong", "cong")
    return any(words == start or words.startswith((f"{start}:", f"{start} (")) for start in starts)
