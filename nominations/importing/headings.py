"""The headings of a table: one line or several joined, and what each column means by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nominations.importing.encoding import heading_variants
from nominations.importing.grid import SheetGrid
from nominations.importing.spreadsheet import SpreadsheetRow, text_of
from nominations.importing.table_layout import TableLayout
from nominations.vietnamese import clean_text, fold, tidy_name

MAX_HEADING_LINES = 3
_MALE, _FEMALE = "nam", "nu"
Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHeading:
    """The lines `first` to `last` of a grid (places in its list) as headings.

    `spans` gives for a column whose heading stretches over several the last of them; `doubled` are
    pairs of headings that mean one needed column; `male` and `female` are the columns headed Nam
    and Nữ, which hold an x or a year of birth.
    """

    first: int
    last: int
    texts: list[str]
    columns: dict[str, int]
    spans: dict[int, int]
    doubled: tuple[tuple[str, str], ...] = ()
    male: int | None = None
    female: int | None = None

    @property
    def known_columns(self) -> int:
        """The number of columns that are understood."""
        return len(self.columns) + (self.male is not None) + (self.female is not None)

    def is_complete(self, table: TableLayout) -> bool:
        """Whether no needed column is missing."""
        return not table.missing(self.columns)


def heading_at(grid: SheetGrid, place: int, table: TableLayout) -> TableHeading | None:
    """The headings that begin at a line, with the lines below that belong to them; None for none.

    More lines are taken only if more columns are understood with them.
    """
    best: TableHeading | None = None
    for last in range(place, min(place + MAX_HEADING_LINES, len(grid.lines))):
        if last > place and not _continues(grid, place, last, table):
            break
        for texts, parts in _variants(grid, place, last):
            found = _recognised(grid, place, last, texts, parts, table)
            if best is None or _understood(found, table) > _understood(best, table):
                best = found
    return best if best is not None and best.known_columns >= table.min_known_columns else None


def _understood(heading: TableHeading, table: TableLayout) -> tuple[int, int]:
    """How many columns are understood, and how much these say."""
    return heading.known_columns, table.meaning(heading.columns)


# --- lines joined ---------------------------------------------------------------------------------


def _areas_of(grid: SheetGrid, line: SpreadsheetRow) -> list[Area]:
    return [area for area in grid.areas if area[0] <= line.index <= area[2]]


def _spread(
    grid: SheetGrid, line: SpreadsheetRow, width: int, *, as_typed: bool = False
) -> list[str]:
    """The texts of a line, each repeated over the merged area that it stands in."""
    text = line.typed if as_typed else line.text
    texts = [text(position) for position in range(width)]
    for _top, left, _bottom, right in _areas_of(grid, line):
        for position in range(left + 1, min(right + 1, width)):
            texts[position] = texts[left] if left < width else ""
    return texts


def _width(grid: SheetGrid, first: int, last: int) -> int:
    lines = grid.lines[first : last + 1]
    reach = [area[3] + 1 for line in lines for area in _areas_of(grid, line)]
    return min(max([len(line.cells) for line in lines] + reach), 256)


def _continues(grid: SheetGrid, first: int, last: int, table: TableLayout) -> bool:
    """Whether a line stands under headings as their second line.

    Its texts stand only below a heading that stretches over several columns, or repeat one that is
    merged with the line above.
    """
    above, line = grid.lines[last - 1], grid.lines[last]
    if line.index != above.index + 1 or line.problems:
        return False
    width = _width(grid, first, last)
    upper, lower = _spread(grid, above, width), _spread(grid, line, width)
    own = [at for at in range(width) if lower[at] and lower[at] != upper[at]]
    words = [at for at in own if at < len(line.cells)]
    if not own or any(not _is_worded(line, at, table) for at in words):
        return False
    stretched = {
        position
        for _top, left, _bottom, right in _areas_of(grid, above)
        for position in range(left, right + 1)
    }
    if table.stacks_headings and all(table.code_of(lower[at]) is not None for at in own):
        return True
    return all(at in stretched or _under_blank(upper, lower, at) for at in own)


def _is_worded(line: SpreadsheetRow, at: int, table: TableLayout) -> bool:
    """Whether the cell is a text, or a number that heads a column, such as a year."""
    return isinstance(line.value(at), str) or table.code_of(line.text(at)) is not None


def _under_blank(upper: Sequence[str], lower: Sequence[str], at: int) -> bool:
    """Whether the heading above stretches over blank cells: it or its neighbour has none."""
    if not upper[at]:
        return True
    return at + 1 < len(upper) and not upper[at + 1] and bool(lower[at + 1])


def _variants(
    grid: SheetGrid, first: int, last: int
) -> Iterator[tuple[list[str], list[list[str]]]]:
    """(joined texts, the parts of each) as they stand and as old encodings read them.

    Read as typed: what stands for nothing in Unicode is a letter in an old encoding.
    """
    width = _width(grid, first, last)
    levels = [_spread(grid, line, width, as_typed=True) for line in grid.lines[first : last + 1]]
    for upper, lower in pairwise(levels):
        for at in range(1, width):
            if lower[at] and not clean_text(upper[at]):
                upper[at] = upper[at - 1]
    readings = [list(heading_variants(level)) for level in levels]
    for number in range(max(map(len, readings))):
        chosen = [reading[min(number, len(reading) - 1)] for reading in readings]
        parts = [_parts(column) for column in zip(*chosen, strict=True)]
        yield [" ".join(words) for words in parts], parts


def _parts(texts: Sequence[str]) -> list[str]:
    found: list[str] = []
    for text in (tidy_name(text_of(one)) for one in texts):
        if text and text not in found:
            found.append(text)
    return found


# --- meaning --------------------------------------------------------------------------------------


def _recognised(
    grid: SheetGrid,
    first: int,
    last: int,
    texts: list[str],
    parts: list[list[str]],
    table: TableLayout,
) -> TableHeading:
    male, female = _pair(parts)
    lines = grid.lines[first : last + 1]
    stretched = {
        position
        for line in lines
        for _top, left, _bottom, right in _areas_of(grid, line)
        for position in range(left + 1, right + 1)
    }
    columns: dict[str, int] = {}
    doubled: list[tuple[str, str]] = []
    hidden: list[tuple[str, int]] = []
    for position, words in enumerate(parts):
        if not words or position in (male, female):
            continue
        code = table.code_of_parts(words)
        if code is None:
            continue
        if position in grid.hidden_columns:
            hidden.append((code, position))
            continue
        other = columns.setdefault(code, position)
        if other != position and table.is_once(code) and position not in stretched:
            doubled.append((texts[other], texts[position]))
    for code, position in hidden:  # a hidden column is read where no visible one says the same
        columns.setdefault(code, position)
    spans = _spans(grid, first, last, columns)
    repeated = {at for start, end in spans.items() for at in range(start + 1, end + 1)}
    return TableHeading(
        first=first,
        last=last,
        texts=["" if at in repeated else text for at, text in enumerate(texts)],
        columns=columns,
        spans=spans,
        doubled=tuple(doubled),
        male=male,
        female=female,
    )


def _pair(parts: list[list[str]]) -> tuple[int | None, int | None]:
    """The columns headed Nam and Nữ. "Nam" alone may be a year without its marks."""
    last = [fold(words[-1]) if words else "" for words in parts]
    female = last.index(_FEMALE) if _FEMALE in last else None
    if female is None:
        return None, None
    beside = [at for at in (female - 1, female + 1) if 0 <= at < len(last) and last[at] == _MALE]
    return (beside[0] if beside else None), female


def _spans(grid: SheetGrid, first: int, last: int, columns: dict[str, int]) -> dict[int, int]:
    """Columns under one heading that is merged over several, to the last of them."""
    taken = set(columns.values())
    spans = {}
    for top, left, bottom, right in grid.areas:
        if top <= grid.lines[first].index and bottom >= grid.lines[last].index and left in taken:
            spans[left] = min(right, 255)
    return spans
