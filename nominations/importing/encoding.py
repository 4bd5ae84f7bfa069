"""Detect legacy encodings: per column, or for the whole table if a column has too few words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations.importing.legacy_encodings import (
    SAMPLES,
    EncodingConversion,
    EncodingReading,
    LegacyEncoding,
    converted,
    is_doubtful,
    is_possible,
    is_word_by_word_plain,
)
from nominations.importing.spreadsheet import Spreadsheet, SpreadsheetRow, text_of
from nominations.importing.table_layout import ERRORS


def heading_variants(headings: list[str]) -> Iterable[list[str]]:
    """A line of headings as it stands and as each old encoding reads it."""
    yield headings
    if any(map(is_doubtful, headings)):
        for legacy in LegacyEncoding:
            yield [converted(one, legacy) if is_doubtful(one) else one for one in headings]


def to_unicode(sheet: Spreadsheet) -> None:
    """Convert the columns that are in an old encoding, and note it in `sheet.conversions`.

    Refuses (ValidationError) a column of which it cannot be told in what it is written, and a text
    that has one meaning in Unicode and another in the encoding of its column.
    """
    texts = {
        code: [value for row in sheet.rows if isinstance(value := row.value(position), str)]
        for code, position in sheet.columns.items()
        if code != ERRORS
    }
    readings = {code: EncodingReading().add(found) for code, found in texts.items()}
    whole = EncodingReading().add(text for found in texts.values() for text in found)
    for code, reading in readings.items():
        if reading.is_plain:
            continue
        legacy = reading.legacy or (whole.legacy if reading.read_by(whole.legacy) else None)
        if legacy is not None:
            _convert(sheet, code, legacy, mixed=reading.is_mixed(legacy))
        elif reading.is_spoilt:
            raise _undecided(sheet.table.label(code), reading.doubtful[0])


def _undecided(label: str, text: str) -> ValidationError:
    return ValidationError(
        _(
            "The column %(column)s is not in Unicode, and it cannot be told whether it is TCVN3 or"
            " VNI (“%(text)s”). Convert the table to Unicode (UniKey: Ctrl+Shift+F6) and choose it"
            " again."
        )
        % {"column": label, "text": text[:60]},
        code="unknown_encoding",
    )


def _mixed(label: str, row: SpreadsheetRow, text: str, legacy: LegacyEncoding) -> ValidationError:
    return ValidationError(
        _(
            "The column %(column)s has both Unicode and %(encoding)s; “%(text)s” in line %(line)s"
            " may be either. Write this cell in Unicode and choose the file again."
        )
        % {
            "column": label,
            "encoding": legacy.value,
            "text": text[:60],
            "line": row.index + 1,
        },
        code="mixed_encoding",
    )


def _convert(sheet: Spreadsheet, code: str, legacy: LegacyEncoding, *, mixed: bool) -> None:
    position, label, cells = sheet.columns[code], sheet.table.label(code), 0
    samples: dict[str, str] = {}
    for place, row in enumerate(sheet.rows):
        value: Any = row.value(position)
        if not isinstance(value, str) or not is_doubtful(value):
            continue
        text = converted(value, legacy) if is_possible(value, legacy) else value
        if is_word_by_word_plain(value) and text != value:
            if not is_word_by_word_plain(text):
                continue  # Vietnamese as it stands and no word at all when converted
            if mixed:
                raise _mixed(label, row, value, legacy)
        if text == value:
            continue
        cells += 1
        if len(samples) < SAMPLES:
            samples.setdefault(text_of(value), text_of(text))
        line = list(row.cells)
        line[position] = text
        sheet.rows[place] = SpreadsheetRow(row.index, line)
    if cells:
        sheet.conversions.append(EncodingConversion(label, legacy, cells, list(samples.items())))
