"""Detect legacy encodings: per column, or for the whole table if a column has too few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations.importing.legacy_encodings import (
    SAMPLES,
    EncodingConversion,
    EncodingReading,
    LegacyEncoding,
    convert_text,
    is_doubtful,
    is_possible,
    is_word_by_word_plain,
)
from nominations.importing.spreadsheet import SpreadsheetRow, text_of
from nominations.importing.table_layout import ERRORS, TableLayout


def heading_variants(headings: list[str]) -> Iterable[list[str]]:
    """A line of headings as it stands and as each old encoding reads it."""
    yield headings
    if any(map(is_doubtful, headings)):
        for legacy in LegacyEncoding:
            yield [convert_text(one, legacy) if is_doubtful(one) else one for one in headings]


def to_unicode(
    rows: list[SpreadsheetRow], columns: Mapping[str, int], table: TableLayout
) -> list[EncodingConversion]:
    """Convert the columns that are in an old encoding, in place; what was converted.

    Refuses (ValidationError) a column of which it cannot be told in what it is written, and a text
    that has one meaning in Unicode and another in the encoding of its column.
    """
    texts = {
        code: [value for row in rows if isinstance(value := row.value(position), str)]
        for code, position in columns.items()
        if code != ERRORS
    }
    readings = {code: EncodingReading().add(found) for code, found in texts.items()}
    whole = EncodingReading().add(text for found in texts.values() for text in found)
    conversions = []
    for code, reading in readings.items():
        if reading.is_plain:
            continue
        legacy = reading.legacy or (whole.legacy if reading.read_by(whole.legacy) else None)
        label = table.label(code)
        if legacy is not None:
            is_mixed = reading.is_mixed(legacy)
            done = _convert(rows, columns[code], label, legacy, mixed=is_mixed)
            conversions += [done] if done.cells else []
        elif reading.is_spoilt:
            raise _undecided(label, reading.doubtful[0])
    return conversions


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


def _convert(
    rows: list[SpreadsheetRow], position: int, label: str, legacy: LegacyEncoding, *, mixed: bool
) -> EncodingConversion:
    cells = 0
    samples: dict[str, str] = {}
    for row in rows:
        value: Any = row.value(position)
        if not isinstance(value, str) or not is_doubtful(value):
            continue
        text = convert_text(value, legacy) if is_possible(value, legacy) else value
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
        row.cells[position] = text
    return EncodingConversion(label, legacy, cells, list(samples.items()))
