"""A table as it was read: its rows, its columns, and where everything stood in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from nominations.vietnamese import clean_text, tidy_name

if TYPE_CHECKING:
    from nominations.importing.legacy_encodings import EncodingConversion
    from nominations.importing.table_layout import TableLayout

GUARD = "'"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins like this for a formula when it opens a CSV file."""


def text_of(value: Any) -> str:
    """A cell as text in normal form C; whole numbers without ".0", dates as dd/mm/yyyy."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = clean_text(str(value))
    if text.startswith(GUARD) and text[1:].startswith(FORMULA_STARTS):
        return text[1:]  # our own guard, put there by an earlier hand-back
    return text


@dataclass(frozen=True, slots=True)
class SpreadsheetRow:
    """One line of the table; `index` is its line in the file, counted from 0."""

    index: int
    cells: list[Any]

    def value(self, position: int | None) -> Any:
        """The raw cell, None outside the line."""
        if position is None or position >= len(self.cells):
            return None
        return self.cells[position]

    def text(self, position: int | None) -> str:
        """The cell as text with single spaces."""
        return tidy_name(text_of(self.value(position)))


@dataclass(slots=True, kw_only=True)
class Spreadsheet:
    """The table of a file. `format` is "xlsx" or "csv"; `content` is the file itself."""

    table: TableLayout
    file_name: str
    format: str
    content: bytes
    sheet_name: str
    header_index: int
    columns: dict[str, int]
    headings: list[str]
    rows: list[SpreadsheetRow]
    width: int
    grid: list[list[Any]] = field(repr=False)
    delimiter: str = ","
    conversions: list[EncodingConversion] = field(default_factory=list)

    @property
    def unused(self) -> list[str]:
        """Headings that mean nothing to the import."""
        known = set(self.columns.values())
        return [
            heading
            for position, heading in enumerate(self.headings)
            if heading and position not in known
        ]
