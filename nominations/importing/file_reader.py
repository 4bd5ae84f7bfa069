"""Reading a file: Excel in a child process, CSV through the standard library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nominations.importing.encoding import to_unicode
from nominations.importing.grid import SheetGrid, lines_of_csv, sheets_of_workbook
from nominations.importing.legacy_encodings import EncodingConversion
from nominations.importing.spreadsheet import (
    SHEET_LINES,
    LineKind,
    SkippedLine,
    Spreadsheet,
    SpreadsheetRow,
    text_of,
)
from nominations.importing.table_layout import TableLayout
from nominations.importing.tables import (
    HEADER_SEARCH,
    FoundTable,
    as_one,
    best_heading,
    mark_copies,
    tables_of,
)
from nominations.vietnamese import clean_text
from nominations.web.refusals import refused

MAX_MEGABYTES = 10
MAX_ROWS = 20_000
_MEGABYTE = 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = (";", ",", "\t")
_EXAMPLES = 3


def read_table(file_name: str, content: bytes, table: TableLayout) -> Spreadsheet:
    """The tables of a file as one, in Unicode.

    Refuses (ValidationError, one sentence): a file over 10 MB or empty, one that is neither .xlsx
    nor .csv, one with a password, an old .xls, a damaged one or one that is more work than a table
    of 20,000 rows, one without a recognisable heading row, without a needed column, without rows,
    with more than 20,000 of them, or in an encoding that cannot be determined.
    """
    file_name, table = clean_text(file_name), table.opened()
    if len(content) > MAX_MEGABYTES * _MEGABYTE:
        raise refused(
            "too_large",
            _("The file is larger than %(limit)s MB: split it.") % {"limit": MAX_MEGABYTES},
        )
    if not content.strip():
        raise refused("empty", _("The file is empty."))
    ending = file_name.rpartition(".")[2].lower()
    if ending == "xlsx":
        _check_container(content)
        return _spreadsheet(file_name, "xlsx", content, sheets_of_workbook(content), table)
    if ending == "csv":
        return _read_csv(file_name, content, table)
    raise refused(
        "wrong_kind",
        _("Only Excel files (.xlsx) and CSV files (.csv) can be read. Save the table as .xlsx."),
    )


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


# --- CSV ------------------------------------------------------------------------------------------


def text_of_csv(content: bytes) -> tuple[str, bool]:
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
    text, is_unicode = text_of_csv(content)
    delimiter = max(_DELIMITERS, key=lambda sign: _known_columns_with(text, sign, table))
    grid = lines_of_csv(text, delimiter) or SheetGrid(name="", lines=[])
    try:
        sheet = _spreadsheet(file_name, "csv", content, [grid], table)
    except ValidationError as refusal:
        if is_unicode or refusal.code == "too_many_rows":
            raise
        raise _not_unicode() from None
    if not is_unicode and not sheet.conversions:
        raise _not_unicode()
    sheet.delimiter = delimiter
    return sheet


def _known_columns_with(text: str, delimiter: str, table: TableLayout) -> int:
    """So many columns are known when the text is parted like this."""
    grid = lines_of_csv(text, delimiter, limit=HEADER_SEARCH)
    heading = best_heading(grid, table) if grid else None
    return heading.known_columns if heading else -1


def _not_unicode() -> ValidationError:
    return refused(
        "not_unicode", _("The CSV file is not in Unicode. In Excel choose “CSV UTF-8” when saving.")
    )


# --- the tables as one ----------------------------------------------------------------------------


def _spreadsheet(
    file_name: str, kind: str, content: bytes, grids: list[SheetGrid], table: TableLayout
) -> Spreadsheet:
    found, notices = _tables(grids, table)
    count = sum(len(one.rows) for one in found)
    if not count:
        raise refused("no_rows", _("The table has headings but no rows."))
    if count > MAX_ROWS:
        raise refused(
            "too_many_rows",
            _("The table has %(count)s rows; at most %(limit)s are read at a time: split it.")
            % {
                "count": number_format(count, force_grouping=True),
                "limit": number_format(MAX_ROWS, force_grouping=True),
            },
        )
    several = len({one.number for one in found}) > 1
    conversions = [one for each in found for one in _converted(each, table, named=several)]
    for each in found:
        _clean(each.rows, each.columns)
    columns, rows, totals = as_one(found)
    if len(found) > 1:
        mark_copies(rows, columns)
    lines = [
        replace(line, index=one.number * SHEET_LINES + line.index)
        for one in found
        for line in one.skipped
    ]
    return Spreadsheet(
        table=table,
        file_name=file_name,
        format=kind,
        content=content,
        columns=columns,
        rows=rows,
        parts=[one.part() for one in found],
        skipped=lines,
        totals=totals,
        notices=[*_read_from(found), *notices, *_skipped_words(lines)],
        conversions=conversions,
    )


def _converted(found: FoundTable, table: TableLayout, *, named: bool) -> list[EncodingConversion]:
    """What was converted of one table; a refusal names its sheet where there are several."""
    try:
        return to_unicode(found.rows, found.columns, table)
    except ValidationError as refusal:
        raise _of_sheet(found.grid, refusal) if named else refusal from None


def _of_sheet(grid: SheetGrid, refusal: ValidationError) -> ValidationError:
    words = {"sheet": grid.name, "reason": " ".join(refusal.messages)}
    return refused(refusal.code or "", _("Sheet “%(sheet)s”: %(reason)s") % words)


def _tables(grids: list[SheetGrid], table: TableLayout) -> tuple[list[FoundTable], list[str]]:
    """The tables of all sheets, and what to say of sheets that hold none.

    A sheet whose headings lack a needed column is left out, and named, when another has all of
    them; if none has, its refusal is the file's.
    """
    found: list[FoundTable] = []
    notices: list[str] = []
    refusal: ValidationError | None = None
    several = sum(bool(grid.lines) for grid in grids) > 1
    for grid in grids:
        if not grid.lines:
            continue
        try:
            own = tables_of(grid, len({one.number for one in found}), table)
        except ValidationError as error:
            refusal = refusal or (_of_sheet(grid, error) if several else error)
            notices.append(_not_read(grid, error))
            continue
        found += own
        if not own and len(grids) > 1:
            notices.append(_not_read(grid, None))
        if own and grid.outside_count:
            notices.append(_outside(grid))
        if hidden := list(dict.fromkeys(text for one in own for text in one.hidden_columns())):
            words = {"columns": ", ".join(hidden)}
            notices.append(_("Columns that Excel does not show were read: %(columns)s.") % words)
    if not found:
        raise refusal or refused(
            "no_header",
            _(
                "No line with the headings of the table was found. Download the blank table and"
                " copy the rows into it."
            ),
        )
    _account(found)
    return found, notices


def _account(found: list[FoundTable]) -> None:
    """Every line of a sheet with a table is a row or a line that is told; else we are wrong."""
    for number in {one.number for one in found}:
        own = [one for one in found if one.number == number]
        seen = sorted(
            line.index for one in own for lines in (one.rows, one.skipped) for line in lines
        )
        if seen != [line.index for line in own[0].grid.lines]:
            raise RuntimeError("lines of the file were lost while reading it")


def _clean(rows: list[SpreadsheetRow], columns: dict[str, int]) -> None:
    """Texts of the columns in clean form: nothing invisible goes further."""
    known: dict[str, str] = {}
    for row in rows:
        for position in columns.values():
            value = row.value(position)
            if isinstance(value, str):
                if value not in known:
                    known[value] = clean_text(value)
                row.cells[position] = known[value] or None


# --- what people are told -------------------------------------------------------------------------


def _read_from(found: list[FoundTable]) -> list[str]:
    if len(found) == 1:
        return []
    tables = "; ".join(
        (_("sheet “%(sheet)s”: %(count)s rows") if one.grid.name else _("table: %(count)s rows"))
        % {"sheet": one.grid.name, "count": len(one.rows)}
        for one in found
    )
    return [_("Several tables of the file were read: %(tables)s.") % {"tables": tables}]


def _not_read(grid: SheetGrid, error: ValidationError | None) -> str:
    words = {"sheet": grid.name, "count": len(grid.lines)}
    if error is None:
        return _("The sheet “%(sheet)s” (%(count)s lines) holds no such table; not read.") % words
    words["reason"] = " ".join(error.messages)
    return _("The sheet “%(sheet)s” (%(count)s lines) was not read: %(reason)s") % words


def _outside(grid: SheetGrid) -> str:
    return _("%(count)s cells far to the right of the table were not read: %(cells)s.") % {
        "count": grid.outside_count,
        "cells": ", ".join(grid.outside),
    }


def _skipped_words(lines: Iterable[SkippedLine]) -> list[str]:
    """How many lines were taken for no rows, with examples, kind by kind."""
    by_kind: dict[LineKind, list[str]] = defaultdict(list)
    for line in lines:
        by_kind[line.kind].append(line.text)
    parts = []
    for kind, texts in by_kind.items():
        if kind in (LineKind.ABOVE, LineKind.HEADINGS):
            continue
        examples = "; ".join(f"“{text}”" for text in texts[:_EXAMPLES])
        parts.append(f"{_counted(kind, len(texts))} ({examples})")
    if not parts:
        return []
    return [_("Not counted as rows: %(lines)s.") % {"lines": ", ".join(parts)}]


def _counted(kind: LineKind, count: int) -> str:
    words = {
        LineKind.REPEATED: _("%(count)s lines that repeat the headings"),
        LineKind.GROUP: _("%(count)s headings of groups"),
        LineKind.TOTAL: _("%(count)s lines of totals"),
        LineKind.NUMBERING: _("%(count)s lines with the numbers of the columns"),
        LineKind.FOOT: _("%(count)s lines under the table"),
        LineKind.EMPTY: _("%(count)s lines with nothing but a number"),
    }
    return words[kind] % {"count": count}


def likely_headings(file_name: str, content: bytes) -> list[str]:
    """The texts of the line that looks most like headings, whatever they say; for a readable file
    whose headings `read_table` does not recognise.
    """
    if file_name.lower().endswith(".xlsx"):
        grids = sheets_of_workbook(content)
    else:
        text, _is_unicode = text_of_csv(content)
        found = [lines_of_csv(text, sign, limit=HEADER_SEARCH) for sign in _DELIMITERS]
        grids = [grid for grid in found if grid]
    lines = [line for grid in grids for line in grid.lines[:HEADER_SEARCH]]
    texts = [[one for one in map(text_of, line.cells) if one] for line in lines]
    worded = [[one for one in line if not one[0].isdigit()] for line in texts]
    longest: list[str] = max(worded, key=lambda line: len(line), default=[])
    return list(dict.fromkeys(longest))
