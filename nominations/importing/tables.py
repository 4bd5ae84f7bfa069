"""The tables of a file: where each begins, which of its lines are rows, and all of them as one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations.importing.grid import SheetGrid
from nominations.importing.headings import TableHeading, heading_at
from nominations.importing.row_kinds import LineSorter, skipped_row
from nominations.importing.spreadsheet import (
    SHEET_LINES,
    Concealment,
    LineKind,
    SkippedLine,
    SpreadsheetRow,
    TablePart,
    column_letters,
)
from nominations.importing.table_layout import (
    BIRTH_DATE,
    ERRORS,
    GENDER,
    NOTE,
    SERIAL,
    TableLayout,
)
from nominations.web.refusals import refused

HEADER_SEARCH = 30
_TICK = re.compile(r"^[xXvV✓✔1+*]$")
MALE, FEMALE = "Nam", "Nữ"


@dataclass(slots=True, kw_only=True)
class FoundTable:
    """One table of a grid with its rows; `columns` say where each stands in this table."""

    grid: SheetGrid
    number: int
    heading: TableHeading
    columns: dict[str, int]
    rows: list[SpreadsheetRow]
    skipped: list[SkippedLine]
    totals: list[SpreadsheetRow] = field(default_factory=list)

    def part(self) -> TablePart:
        """How the table stands in the file."""
        lines = self.grid.lines
        width = max((len(line.cells) for line in lines[self.heading.first :]), default=0)
        return TablePart(
            sheet_name=self.grid.name,
            number=self.number,
            header_index=lines[self.heading.last].index,
            columns=self.columns,
            headings=self.heading.texts,
            width=width,
            rows=len(self.rows),
            unused=self._unused(),
        )

    def hidden_columns(self) -> list[str]:
        """Headings of columns that Excel does not show and that are read all the same."""
        hidden = self.grid.hidden_columns
        texts = self.heading.texts
        used = set(self.columns.values())
        return [text for at, text in enumerate(texts) if text and at in hidden & used]

    def _unused(self) -> list[str]:
        """Headings that mean nothing, and columns without a heading that hold something."""
        used = set(self.columns.values()) | {self.heading.male, self.heading.female}
        for start, end in self.heading.spans.items():
            used.update(range(start, end + 1))
        found = [text for at, text in enumerate(self.heading.texts) if text and at not in used]
        filled = Counter(
            at for row in self.rows for at, value in enumerate(row.cells) if value is not None
        )
        headed = {at for at, text in enumerate(self.heading.texts) if text}
        found += [column_letters(at) for at in sorted(set(filled) - headed - used)]
        return found


def best_heading(grid: SheetGrid, table: TableLayout) -> TableHeading | None:
    """The first complete headings among the first lines, else the ones most is known of."""
    best: TableHeading | None = None
    for place in range(min(HEADER_SEARCH, len(grid.lines))):
        found = heading_at(grid, place, table)
        if found is None:
            continue
        while found.last > found.first:  # a title above them is no part of the headings
            later = heading_at(grid, found.first + 1, table)
            if later is None or later.known_columns < found.known_columns:
                break
            if table.meaning(later.columns) < table.meaning(found.columns):
                break
            found = later
        if found.is_complete(table):
            return found
        if best is None or found.known_columns > best.known_columns:
            best = found
    return best


def tables_of(grid: SheetGrid, number: int, table: TableLayout) -> list[FoundTable]:
    """The tables of one sheet, one below the other; refuses headings that lack a needed column."""
    first = best_heading(grid, table)
    if first is None:
        return []
    found: list[FoundTable] = []
    above = [skipped_row(line, LineKind.ABOVE) for line in grid.lines[: first.first]]
    for heading, end, repeated in _sections(grid, first, table):
        if heading is first:
            table.check(heading.columns, heading.doubled)
        elif not heading.is_complete(table) or heading.doubled:
            raise _other_table(grid.lines[heading.first].index)
        own = [skipped_row(grid.lines[at], LineKind.REPEATED) for at in repeated]
        own += [skipped_row(line, LineKind.HEADINGS) for line in _lines(grid, heading)]
        lines = [
            line
            for at, line in enumerate(grid.lines[heading.last + 1 : end], start=heading.last + 1)
            if at not in repeated
        ]
        made = _table(grid, number, heading, lines, table)
        made.skipped += [*above, *own]
        above = []
        found.append(made)
    return found


def _other_table(index: int) -> ValidationError:
    return refused(
        "other_table",
        _(
            "Another table begins in line %(line)s, with other columns. Put each table on a sheet"
            " or into a file of its own."
        )
        % {"line": index + 1},
    )


def _lines(grid: SheetGrid, heading: TableHeading) -> list[SpreadsheetRow]:
    return grid.lines[heading.first : heading.last + 1]


def _sections(
    grid: SheetGrid, first: TableHeading, table: TableLayout
) -> Iterator[tuple[TableHeading, int, set[int]]]:
    """(headings, place of the line behind the last, places of repeated headings) of each table."""
    heading, repeated, place = first, set[int](), first.last + 1
    while place < len(grid.lines):
        other = _heading_below(grid, place, table)
        if other is None:
            place += 1
        elif other.columns == heading.columns and other.texts == heading.texts:
            repeated.update(range(other.first, other.last + 1))
            place = other.last + 1
        else:
            yield heading, place, repeated
            heading, repeated, place = other, set(), other.last + 1
    yield heading, len(grid.lines), repeated


def _heading_below(grid: SheetGrid, place: int, table: TableLayout) -> TableHeading | None:
    """Headings in the middle of a sheet: most of the line must be headings."""
    line = grid.lines[place]
    texts = [value for value in line.cells if value is not None]
    if len(texts) < table.min_known_columns or not all(isinstance(text, str) for text in texts):
        return None
    if not any(table.knows(text) for text in texts[:3]):
        return None
    found = heading_at(grid, place, table)
    return found if found is not None and 2 * found.known_columns >= len(texts) else None


# --- the rows of one table ------------------------------------------------------------------------


def _table(
    grid: SheetGrid,
    number: int,
    heading: TableHeading,
    lines: list[SpreadsheetRow],
    table: TableLayout,
) -> FoundTable:
    lines = [_joined(line, heading.spans) for line in lines]
    columns = {**heading.columns, **_unknown_columns(heading, table)}
    if heading.female is not None:
        lines = _by_gender(lines, heading, columns, table)
    kinds = LineSorter(table, columns).sort(lines)
    pairs = list(zip(lines, kinds, strict=True))
    return FoundTable(
        grid=grid,
        number=number,
        heading=heading,
        columns=columns,
        rows=[line for line, kind in pairs if kind is LineKind.ROW],
        skipped=[skipped_row(line, kind) for line, kind in pairs if kind is not LineKind.ROW],
        totals=[line for line, kind in pairs if kind is LineKind.TOTAL],
    )


def _unknown_columns(heading: TableHeading, table: TableLayout) -> dict[str, int]:
    """The columns of headings that mean nothing, where the layout asks about these."""
    used = {*heading.columns.values(), heading.male, heading.female}
    for start, end in heading.spans.items():
        used.update(range(start, end + 1))
    free = [(at, text) for at, text in enumerate(heading.texts) if text and at not in used]
    codes = [(table.code_of_unknown(text, at), at) for at, text in free]
    return {code: at for code, at in codes if code is not None}


def _joined(line: SpreadsheetRow, spans: dict[int, int]) -> SpreadsheetRow:
    """The line with the texts under one wide heading (family and given name) as one cell."""
    cells = None
    for start, end in spans.items():
        texts = [text for at in range(start, end + 1) if (text := line.text(at))]
        if len(texts) > 1:
            cells = cells or list(line.cells)
            cells[start] = " ".join(texts)
        elif texts and not line.text(start):
            cells = cells or list(line.cells)
            cells[start] = next(
                value for at in range(start, end + 1) if (value := line.value(at)) is not None
            )
    return line if cells is None else replace(line, cells=cells)


def _by_gender(
    lines: list[SpreadsheetRow], heading: TableHeading, columns: dict[str, int], table: TableLayout
) -> list[SpreadsheetRow]:
    """The lines with what columns headed Nam and Nữ say: the gender, by an x or a day of birth."""
    male, female = heading.male, heading.female
    pair = [(at, word) for at, word in ((male, MALE), (female, FEMALE)) if at is not None]
    ticked = all(
        _TICK.match(text) for line in lines for at, _word in pair if (text := line.text(at))
    )
    born_at = None if ticked or BIRTH_DATE in columns else pair[0][0]
    if born_at is not None and BIRTH_DATE in table.columns:
        columns[BIRTH_DATE] = born_at
    gender_at = pair[-1][0] if ticked or len(pair) > 1 else None
    if gender_at is not None and GENDER in table.columns:
        columns.setdefault(GENDER, gender_at)
    return [_with_gender(line, pair, born_at, gender_at) for line in lines]


def _with_gender(
    line: SpreadsheetRow,
    pair: list[tuple[int, str]],
    born_at: int | None,
    gender_at: int | None,
) -> SpreadsheetRow:
    said = [(at, word) for at, word in pair if line.text(at)]
    if not said:
        return line
    cells: list[Any] = list(line.cells) + [None] * (pair[-1][0] + 1 - len(line.cells))
    shown = {at: text for at, text in line.shown.items() if at not in dict(pair)}
    values = [line.value(at) for at, _word in said]
    for at, _word in pair:
        cells[at] = None
    if gender_at is not None:
        cells[gender_at] = " / ".join(word for _at, word in said)
    if born_at is not None:
        cells[born_at] = values[0] if len(values) == 1 else " / ".join(map(str, values))
    return replace(line, cells=cells, shown=shown)


# --- several tables as one ------------------------------------------------------------------------


def as_one(
    found: list[FoundTable],
) -> tuple[dict[str, int], list[SpreadsheetRow], list[SpreadsheetRow]]:
    """(columns, rows, totals) of several tables, with the cells where the columns say.

    The lines of the second sheet follow those of the first, each sheet being SHEET_LINES long.
    """
    if len(found) == 1 and not found[0].grid.is_hidden:
        return found[0].columns, found[0].rows, found[0].totals
    codes = list(dict.fromkeys(code for one in found for code in one.columns))
    columns = {code: at for at, code in enumerate(codes)}
    rows = [_placed(row, one, columns) for one in found for row in one.rows]
    totals = [_placed(row, one, columns) for one in found for row in one.totals]
    return columns, rows, totals


def _placed(row: SpreadsheetRow, own: FoundTable, columns: dict[str, int]) -> SpreadsheetRow:
    moved = {at: columns[code] for code, at in own.columns.items()}
    cells: list[Any] = [None] * len(columns)
    for at, to in moved.items():
        cells[to] = row.value(at)
    return SpreadsheetRow(
        index=own.number * SHEET_LINES + row.index,
        cells=cells,
        shown={moved[at]: text for at, text in row.shown.items() if at in moved},
        problems={moved[at]: why for at, why in row.problems.items() if at in moved},
        merged=frozenset(moved[at] for at in row.merged if at in moved),
        concealed=Concealment.SHEET if own.grid.is_hidden else row.concealed,
    )


def mark_copies(rows: list[SpreadsheetRow], columns: dict[str, int]) -> None:
    """Mark the rows that stand word by word on an earlier sheet too."""
    compared = [at for code, at in columns.items() if code not in (SERIAL, NOTE, ERRORS)]
    first: dict[tuple[str, ...], int] = {}
    for place, row in enumerate(rows):
        words = tuple(row.text(at) for at in compared)
        sheet = row.index // SHEET_LINES
        if first.setdefault(words, sheet) != sheet and row.concealed is None:
            rows[place] = replace(row, concealed=Concealment.COPY)
