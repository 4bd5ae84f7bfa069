"""The cells of one worksheet, read as a stream and kept sparsely. Runs in a child, without Django.

Nothing is allocated for what is not written: a cell far away costs one cell.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from nominations.importing.xlsx_formats import (
    datetime_of_number,
    is_date,
    shown_moment,
    shown_number,
)
from nominations.importing.xlsx_package import Package, UnreadableWorkbook, local_name
from nominations.importing.xlsx_parts import SharedText, Styles, unescape

MAX_LINES = 50_000
MAX_CELLS = 1_000_000
MAX_BLANKS = 500_000
"""Cells that are written for their look alone."""
MAX_COLUMNS = 256
"""Cells further to the right are told and not read."""
MAX_CHARACTERS = 20_000_000
MAX_AREAS = 50_000
MAX_NAMES = 1_000
"""A worksheet has a few dozen names of elements."""
LAST_LINE = 1_048_576
NAMED_OUTSIDE = 5
_ROW, _CELL, _VALUE, _FORMULA, _TEXT, _PHONETIC, _AREA, _COLUMN, _DEFAULTS = range(1, 10)
_KINDS = {
    "row": _ROW,
    "c": _CELL,
    "v": _VALUE,
    "f": _FORMULA,
    "t": _TEXT,
    "rPh": _PHONETIC,
    "mergeCell": _AREA,
    "col": _COLUMN,
    "sheetFormatPr": _DEFAULTS,
}
_AREA_FORM = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$")
HIDDEN, STRUCK = 1, 2


@dataclass
class Budget:
    """What all sheets of a workbook may still hold together."""

    lines: int = MAX_LINES
    cells: int = MAX_CELLS
    blanks: int = MAX_BLANKS
    characters: int = MAX_CHARACTERS

    def spend_blank(self) -> None:
        """Count a cell that has a look and no value; refuses too many of them."""
        self.blanks -= 1
        if self.blanks < 0:
            raise UnreadableWorkbook("too_many_cells")

    def spend_cell(self) -> None:
        """Count one cell; refuses what is too much."""
        self.cells -= 1
        if self.cells < 0 or self.characters < 0:
            raise UnreadableWorkbook("too_many_cells")

    def spend(self, *, lines: int = 0, cells: int = 0, characters: int = 0) -> None:
        """Count what was read; refuses what is too much."""
        self.lines -= lines
        self.cells -= cells
        self.characters -= characters
        if self.lines < 0:
            raise UnreadableWorkbook("too_many_lines")
        if self.cells < 0 or self.characters < 0:
            raise UnreadableWorkbook("too_many_cells")


@dataclass(kw_only=True)
class SheetCells:
    """What one sheet holds: values by line and column, both counted from 0."""

    lines: dict[int, dict[int, Any]] = field(default_factory=dict)
    shown: dict[int, dict[int, str]] = field(default_factory=dict)
    concealed: dict[int, int] = field(default_factory=dict)
    areas: list[tuple[int, int, int, int]] = field(default_factory=list)
    merged: dict[int, list[int]] = field(default_factory=dict)
    hidden_columns: list[int] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    outside_count: int = 0

    def as_json(self) -> dict[str, Any]:
        """The sheet as JSON can hold it; of the areas those that are wider than a column."""
        return {
            "lines": [
                [
                    index,
                    self.concealed.get(index, 0),
                    list(cells),
                    list(cells.values()),
                    self.shown.get(index, {}),
                    self.merged.get(index, []),
                ]
                for index, cells in sorted(self.lines.items())
            ],
            "areas": [area for area in self.areas if area[3] > area[1]],
            "hidden_columns": self.hidden_columns,
            "outside": self.outside,
            "outside_count": self.outside_count,
        }


def read_sheet(
    package: Package, part: str, text: SharedText, styles: Styles, budget: Budget
) -> SheetCells:
    """The cells of a worksheet with what is shown, hidden, struck and merged."""
    reader = _SheetReader(text, styles, budget)
    package.parse(part, reader.start, reader.end, reader.characters)
    _fill_areas(reader.sheet, budget)
    return reader.sheet


def column_of(letters: str) -> int:
    """The place of a column from 0 by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class _SheetReader:
    def __init__(self, text: SharedText, styles: Styles, budget: Budget) -> None:
        self.text, self.styles, self.budget = text, styles, budget
        self.sheet = SheetCells()
        self.struck_styles = {at for at, is_struck in enumerate(styles.struck) if is_struck}
        self.kinds: dict[str, int] = {}
        self.columns: dict[str, int] = {}
        self.line = self.column = -1
        self.row_hidden = self.all_hidden = False
        self.type = ""
        self.style = 0
        self.has_formula = self.has_value = self.in_phonetic = False
        self.pieces: list[str] = []
        self.is_wanted = False

    # --- events -----------------------------------------------------------------------------------

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = self.kinds.get(name)
        if kind is None:
            if len(self.kinds) == MAX_NAMES:
                raise UnreadableWorkbook("damaged")
            kind = self.kinds[name] = _KINDS.get(local_name(name), 0)
        if kind == _CELL:
            self._start_cell(attributes)
        elif kind == _VALUE:
            self.has_value = self.is_wanted = True
        elif not kind:
            return
        elif kind == _TEXT:
            self.is_wanted = not self.in_phonetic
        elif kind == _ROW:
            self._start_row(attributes)
        elif kind == _FORMULA:
            self.has_formula = True
        elif kind == _PHONETIC:
            self.in_phonetic = True
        elif kind == _AREA:
            self._area(attributes.get("ref", ""))
        elif kind == _COLUMN:
            self._columns(attributes)
        elif kind == _DEFAULTS:
            self.all_hidden = _is_on(attributes.get("zeroHeight"))

    def characters(self, data: str) -> None:
        if self.is_wanted:
            self.pieces.append(data)

    def end(self, name: str) -> None:
        kind = self.kinds[name]
        if kind == _CELL:
            self._end_cell()
        elif kind in (_VALUE, _TEXT):
            self.is_wanted = False
        elif kind == _PHONETIC:
            self.in_phonetic = False

    # --- rows, columns, areas ---------------------------------------------------------------------

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self.line = int(number) - 1 if number else self.line + 1
        if not 0 <= self.line < LAST_LINE:
            raise UnreadableWorkbook("damaged")
        self.column = -1
        height = attributes.get("ht")
        hidden = attributes.get("hidden")
        if height is None:  # a height of its own that is not written: some programs mean none
            flat = _is_on(attributes.get("customHeight"))
        else:
            flat = float(height) == 0
        self.row_hidden = flat or _is_on(hidden)
        if self.all_hidden and hidden is None and height is None:
            self.row_hidden = True

    def _columns(self, attributes: dict[str, str]) -> None:
        if _is_on(attributes.get("hidden")) or float(attributes.get("width", 1)) == 0:
            first, last = int(attributes["min"]) - 1, int(attributes["max"])
            self.sheet.hidden_columns.extend(range(max(first, 0), min(last, MAX_COLUMNS)))

    def _area(self, reference: str) -> None:
        found = _AREA_FORM.match(reference)
        if found is None:
            return
        if len(self.sheet.areas) == MAX_AREAS:
            raise UnreadableWorkbook("too_many_cells")
        top, bottom = int(found[2]) - 1, int(found[4]) - 1
        self.sheet.areas.append((top, column_of(found[1]), bottom, column_of(found[3])))

    # --- cells ------------------------------------------------------------------------------------

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip("0123456789")
            self.column = self.columns.get(letters, -1)
            if self.column < 0:
                self.column = self._new_column(letters)
        else:
            self.column += 1
        self.type = attributes.get("t", "n")
        self.style = int(attributes.get("s", 0))
        self.has_formula = self.has_value = False
        self.pieces.clear()

    def _new_column(self, letters: str) -> int:
        if not 0 < len(letters) < 4 or not letters.isalpha() or not letters.isascii():
            raise UnreadableWorkbook("damaged")
        self.columns[letters] = column_of(letters.upper())
        return self.columns[letters]

    def _end_cell(self) -> None:
        written = "".join(self.pieces)
        kind = self.type
        is_struck = self.style in self.struck_styles
        shown = None
        value: Any
        if not written:
            if not self.has_formula or (kind == "str" and self.has_value):
                self.budget.spend_blank()
                return
            value = ["f"]
        elif kind == "s":
            value, run_struck = self.text.at(int(written))
            is_struck = is_struck or run_struck
        elif kind == "n":
            value, shown = self._number(written)
        elif kind == "e":
            value = ["e", written[:20]]
        elif kind == "b":
            value = written == "1"
        elif kind == "d":
            value = ["d", written]
        else:
            value = unescape(written)
        if isinstance(value, str):
            if not value or value.isspace():
                return
            self.budget.characters -= len(value)
        self._put(value, shown, is_struck)

    def _number(self, written: str) -> tuple[Any, str | None]:
        number = float(written)
        if not isfinite(number):
            raise UnreadableWorkbook("damaged")
        value: Any = int(number) if number.is_integer() and abs(number) < 1e15 else number
        form = self.styles.format(self.style)
        if form is None:
            return value, None
        if not is_date(form):
            shown = shown_number(number, form)
            return value, None if shown == str(value) else shown
        when = datetime_of_number(number, from_1904=self.styles.from_1904)
        if when is None:
            return value, None
        shown = shown_moment(when, form)
        if number < 1 and shown is not None and ":" in shown:
            return shown, None
        return ["d", when.isoformat()], shown

    def _put(self, value: Any, shown: str | None, is_struck: bool) -> None:
        if self.column >= MAX_COLUMNS:
            self.sheet.outside_count += 1
            if len(self.sheet.outside) < NAMED_OUTSIDE:
                self.sheet.outside.append(f"{_letters(self.columns, self.column)}{self.line + 1}")
            return
        cells = self.sheet.lines.get(self.line)
        if cells is None:
            self.budget.spend(lines=1)
            cells = self.sheet.lines[self.line] = {}
            if self.row_hidden:
                self.sheet.concealed[self.line] = HIDDEN
        elif self.column in cells:
            raise UnreadableWorkbook("damaged")  # one cell twice: no program writes that
        self.budget.spend_cell()
        cells[self.column] = value
        if shown is not None:
            self.sheet.shown.setdefault(self.line, {})[self.column] = shown
        if is_struck:
            self.sheet.concealed.setdefault(self.line, STRUCK)


def _letters(columns: dict[str, int], column: int) -> str:
    return next((letters for letters, place in columns.items() if place == column), "?")


def _is_on(value: str | None) -> bool:
    return value in ("1", "true", "on")


# --- merged areas ---------------------------------------------------------------------------------


def _fill_areas(sheet: SheetCells, budget: Budget) -> None:
    """Give every written line of a merged area the area's value, in its first column.

    What cells under an area hold is shown by nobody and dropped.
    """
    if not sheet.areas:
        return
    indexes = sorted(sheet.lines)
    for top, left, bottom, right in sheet.areas:
        value = sheet.lines.get(top, {}).get(left)
        shown = sheet.shown.get(top, {}).get(left)
        for index in indexes[bisect_left(indexes, top) :]:
            if index > bottom:
                break
            cells = sheet.lines[index]
            budget.spend(cells=1, characters=len(value) if isinstance(value, str) else 1)
            for column in [one for one in cells if left <= one <= right]:
                if (index, column) != (top, left):
                    del cells[column]
            if value is not None and left < MAX_COLUMNS:
                cells[left] = value
                sheet.merged.setdefault(index, []).append(left)
                if shown is not None:
                    sheet.shown.setdefault(index, {})[left] = shown
