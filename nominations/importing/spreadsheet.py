"""A table as it was read: its rows, its columns, and where everything stood in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from nominations.vietnamese import clean_text, tidy_name

if TYPE_CHECKING:
    from nominations.importing.legacy_encodings import EncodingConversion
    from nominations.importing.table_layout import TableLayout

GUARD = "'"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins like this for a formula when it opens a CSV file."""


def column_letters(position: int) -> str:
    """The name of a column counted from 0: A, B, ..., Z, AA."""
    letters, number = "", position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


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


class CellProblem(StrEnum):
    """Why the value of a cell is not there to be read; such a cell counts as empty."""

    FORMULA = "formula"  # a formula whose result is not stored
    ERROR = "error"  # #N/A, #REF! and their like, in CSV too


class Concealment(StrEnum):
    """Why people who look at the sheet may not see a row, or take it for deleted."""

    HIDDEN = "hidden"  # hidden, filtered out, in a collapsed group, or of no height
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class SpreadsheetRow:
    """One line of the table; `index` is its line in the file, counted from 0.

    `cells` are typed values, those of a merged area in each of its rows. `shown` has, by position,
    what Excel shows where the number alone would not say it (045, 60%, 1980 for a day). `problems`
    names the cells that could not be read, by position; `concealed` says that the row is hidden or
    struck through.
    """

    index: int
    cells: list[Any]
    shown: Mapping[int, str] = field(default_factory=dict)
    problems: Mapping[int, CellProblem] = field(default_factory=dict)
    concealed: Concealment | None = None

    def value(self, position: int | None) -> Any:
        """The raw cell, None outside the line."""
        if position is None or position >= len(self.cells):
            return None
        return self.cells[position]

    def text(self, position: int | None) -> str:
        """The cell as people see it, with single spaces."""
        if position is not None and position in self.shown:
            return tidy_name(self.shown[position])
        return tidy_name(text_of(self.value(position)))

    def problem(self, position: int | None) -> CellProblem | None:
        """Why the cell could not be read; None for one that could, or is empty."""
        return None if position is None else self.problems.get(position)


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

    def address(self, index: int, column: str) -> str:
        """The cell as Excel names it, such as B3; "" where the table lacks the column."""
        position = self.columns.get(column)
        return "" if position is None else f"{column_letters(position)}{index + 1}"

    @property
    def unused(self) -> list[str]:
        """Headings that mean nothing to the import."""
        known = set(self.columns.values())
        return [
            heading
            for position, heading in enumerate(self.headings)
            if heading and position not in known
        ]
