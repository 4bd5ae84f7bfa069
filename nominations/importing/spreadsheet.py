"""A table as it was read: its rows, its columns, and where everything stood in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from nominations.files.spreadsheet_writer import FORMULA_GUARD, FORMULA_STARTS
from nominations.vietnamese import clean_text, tidy_name

if TYPE_CHECKING:
    from nominations.importing.legacy_encodings import EncodingConversion
    from nominations.importing.table_layout import TableLayout


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
    if text.startswith(FORMULA_GUARD) and text[1:].startswith(FORMULA_STARTS):
        return text[1:]  # our own guard, put there by an earlier hand-back
    return text


SHEET_LINES = 1_048_576
"""Excel has no more lines on a sheet; the index of a line on the next sheet begins here."""


def place_words(indices: Iterable[int], sheet_name: str = "") -> str:
    """Lines of one sheet in words, such as "line 5": their numbers as Excel counts them."""
    lines = ", ".join(str(index % SHEET_LINES + 1) for index in indices)
    if sheet_name:
        return _("sheet “%(sheet)s”, line %(lines)s") % {"sheet": sheet_name, "lines": lines}
    return _("line %(lines)s") % {"lines": lines}


class CellProblem(StrEnum):
    """Why the value of a cell is not there to be read; such a cell counts as empty."""

    FORMULA = "formula"  # a formula whose result is not stored
    ERROR = "error"  # #N/A, #REF! and their like, in CSV too


class Concealment(StrEnum):
    """Why a row may not be meant to be imported; people are asked."""

    HIDDEN = "hidden"  # hidden, filtered out, in a collapsed group, or of no height
    STRUCK = "struck"
    SHEET = "sheet"  # on a hidden sheet
    COPY = "copy"  # on another sheet too


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadsheetRow:
    """One line of the table; `index` is its line in the file, counted from 0.

    `cells` are typed values, those of a merged area in each of its rows. `shown` has, by position,
    what Excel shows where the number alone would not say it (045, 60%, 1980 for a day). `problems`
    names the cells that could not be read, by position, and `shown` has what stands there;
    `concealed` says why the row may not be meant, `merged` which cells stand in a merged area.
    """

    index: int
    cells: list[Any]
    shown: Mapping[int, str] = field(default_factory=dict)
    problems: Mapping[int, CellProblem] = field(default_factory=dict)
    concealed: Concealment | None = None
    merged: frozenset[int] = frozenset()

    def value(self, position: int | None) -> Any:
        """The raw cell, None outside the line."""
        if position is None or position >= len(self.cells):
            return None
        return self.cells[position]

    def text(self, position: int | None) -> str:
        """The cell as people see it, with single spaces."""
        if position is not None and position in self.problems:
            return ""
        if position is not None and position in self.shown:
            return tidy_name(self.shown[position])
        return tidy_name(text_of(self.value(position)))

    def typed(self, position: int) -> str:
        """The cell as `text` has it, but with every character of a text that was typed."""
        value = self.value(position)
        is_typed = isinstance(value, str) and position not in self.shown
        return value if is_typed and position not in self.problems else self.text(position)

    def says(self, position: int) -> bool:
        """Whether the cell says something, or would if it could be read."""
        value = self.cells[position] if position < len(self.cells) else None
        if isinstance(value, str):
            return value[:1].isalnum() or bool(clean_text(value))
        return value is not None or position in self.problems

    def problem(self, position: int | None) -> CellProblem | None:
        """Why the cell could not be read; None for one that could, or is empty."""
        return None if position is None else self.problems.get(position)


class LineKind(StrEnum):
    """What a line of the file is."""

    ROW = "row"
    ABOVE = "above"
    HEADINGS = "headings"
    REPEATED = "repeated"  # the headings again, as at the top of a printed page
    NUMBERING = "numbering"
    GROUP = "group"
    TOTAL = "total"
    FOOT = "foot"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class SkippedLine:
    """A line that is no row, and the beginning of what it says."""

    index: int
    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePart:
    """One table of the file as it stands there; `number` counts the sheets of the workbook from 0.

    `columns`, `headings` and `width` are those of this table, `rows` the number of its rows.
    """

    sheet_name: str
    number: int
    header_index: int
    columns: dict[str, int]
    headings: list[str]
    width: int
    rows: int
    unused: list[str]


@dataclass(slots=True, kw_only=True)
class Spreadsheet:
    """The rows of a file. `format` is "xlsx" or "csv"; `content` is the file itself.

    Several tables of one file (one per sheet, or one below the other) are read as one: `columns`
    holds for all rows, `parts` says how each table stands in the file. `skipped` are the lines that
    are no rows, `totals` those of them that add up others, with their cells; `notices` what people
    should know about the reading.
    """

    table: TableLayout
    file_name: str
    format: str
    content: bytes
    columns: dict[str, int]
    rows: list[SpreadsheetRow]
    parts: list[TablePart]
    skipped: list[SkippedLine] = field(default_factory=list)
    totals: list[SpreadsheetRow] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    delimiter: str = ","
    conversions: list[EncodingConversion] = field(default_factory=list)

    @property
    def sheet_name(self) -> str:
        """The sheet of the first table; "" in a CSV file."""
        return self.parts[0].sheet_name

    @property
    def unused(self) -> list[str]:
        """Headings that mean nothing to the import, of all tables."""
        return list(dict.fromkeys(text for part in self.parts for text in part.unused))

    @property
    def has_sheets(self) -> bool:
        """Whether the rows come from several sheets, so that a line needs its sheet's name."""
        return len({part.number for part in self.parts}) > 1

    def part_of(self, index: int) -> TablePart:
        """The table in which a line stands."""
        number = index // SHEET_LINES
        on_sheet = [part for part in self.parts if part.number == number]
        above = [part for part in on_sheet if part.header_index <= index % SHEET_LINES]
        return (above or on_sheet or self.parts)[-1]

    def place(self, index: int) -> str:
        """A line as people find it, in words: "line 5", with the sheet where there are several."""
        return self.places([index])

    def places(self, indices: Iterable[int]) -> str:
        """Lines as people find them, in words, sheet by sheet."""
        if not self.has_sheets:
            return place_words(indices)
        return "; ".join(
            place_words(lines, self.part_of(number * SHEET_LINES).sheet_name)
            for number, lines in groupby(indices, key=lambda index: index // SHEET_LINES)
        )

    def address(self, index: int, column: str) -> str:
        """Where a cell stands on its sheet, such as B3; "" where the table lacks the column."""
        position = self.part_of(index).columns.get(column)
        if position is None:
            return ""
        return f"{column_letters(position)}{index % SHEET_LINES + 1}"
