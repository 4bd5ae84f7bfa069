"""Which lines under the headings are rows; groups, sums, numbering and signatures are not.

Other lines are counted by kind and reported. In doubt a line is a row, and missing values are
errors of its cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nominations.importing.encoding import heading_variants
from nominations.importing.spreadsheet import LineKind, SkippedLine, SpreadsheetRow
from nominations.importing.table_layout import ERRORS, SERIAL, TableLayout
from nominations.vietnamese import fold, tidy_name

_ROMAN = re.compile(r"^(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})[.)/:]?$", re.IGNORECASE)
_LETTER = re.compile(r"^[a-zđ][.)/:]?$", re.IGNORECASE)
_NUMBER = re.compile(r"^\d{1,5}[.)]?$")
_COLUMN_NUMBER = re.compile(r"^\(?(\d{1,2}|[a-z])\)?$", re.IGNORECASE)
_NUMBERED = re.compile(r"^([ivx]{1,5}|[a-zđ])\s*[.)/:-]\s*\S", re.IGNORECASE)
_TOTAL = re.compile(
    r"^(tổng|cộng)(\s+(số|cộng|(toàn|nhóm|mục|phần)\b.*|[ivx]+|[a-e]))?\s*([:(.\d].*)?$"
    r"|^tổng (số|cộng)\b"
)
_TOTAL_BARE = re.compile(r"^(tong (so|cong)\b|cong\s*([:(.\d].*)?$)")
_GROUPS = ("tap the", "ca nhan", "khoi ")
_FOOT = (
    "danh sach nay", "danh sach co", "an dinh danh sach", "noi nhan", "nguoi lap", "lap bieu",
    "giam doc", "pho giam doc", "thu truong", "chu tich", "pho chu tich", "hieu truong",
    "truong phong", "chanh van phong", "ke toan", "thu ky", "xac nhan", "(da ky)", "da ky",
    "ky ten", "(ky", "tm.", "kt.", "tl.", "tuq.", "ngay ", "ghi chu:", "luu:", "- luu",
    "- nhu tren",
)  # fmt: skip
"""Beginnings of lines under a table: author, signatures, recipients."""
_DATED = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b")
_COUNTED = re.compile(r"^\d[\d.,]*\s+(cá nhân|tập thể|người|CN|TT)\b", re.IGNORECASE)
"""A number with the word for what it counts, "07 tập thể"."""
_NARROW = 3
"""A line under a table has at most so many texts."""


def skipped_row(line: SpreadsheetRow, kind: LineKind) -> SkippedLine:
    """A line that is no row."""
    texts = [text for at in range(len(line.cells)) if (text := line.text(at))]
    return SkippedLine(line.index, kind, " ".join(texts)[:80])


@dataclass
class LineSorter:
    """Sorts the lines under one heading into rows and others."""

    table: TableLayout
    columns: dict[str, int]

    def __post_init__(self) -> None:
        ignored = {ERRORS, SERIAL}
        self.says = [at for code, at in self.columns.items() if code not in ignored]
        self.serial = self.columns.get(SERIAL)
        needed = self.table.full_when(self.columns)
        self.needed = {self.columns[code] for code in needed}
        self.figures = {at for code, at in self.columns.items() if self.table.is_figure(code)}
        codes = self.table.identifying or needed[:1]
        self.names = {self.columns[code] for code in codes if code in self.columns}

    def sort(self, lines: Sequence[SpreadsheetRow]) -> list[LineKind]:
        """The kind of each line."""
        has_serials = sum(self._is_numbered(line) for line in lines) > 0
        kinds = [self._kind(line, has_serials) for line in lines]
        if lines and _is_numbering(lines[0]):
            kinds[0] = LineKind.NUMBERING
        self._mark_foot(lines, kinds, has_serials)
        return kinds

    # --- one line ---------------------------------------------------------------------------------

    def filled(self, line: SpreadsheetRow) -> list[int]:
        """The columns that say something, or would if their cell could be read."""
        return [at for at in self.says if line.says(at)]

    def _serial(self, line: SpreadsheetRow) -> str:
        return line.text(self.serial) if self.serial is not None else ""

    def _is_numbered(self, line: SpreadsheetRow) -> bool:
        return bool(_NUMBER.match(self._serial(line)))

    def _kind(self, line: SpreadsheetRow, has_serials: bool) -> LineKind:
        filled = self.filled(line)
        if not filled:
            serial = self._serial(line)
            if self.serial is not None and _is_total(line, self.serial):
                return LineKind.TOTAL
            if serial and not _NUMBER.match(serial):
                return LineKind.GROUP
            return LineKind.EMPTY if serial else LineKind.FOOT
        if self._is_numbered(line):
            return LineKind.ROW
        texts = [(at, line.text(at)) for at in filled if not _is_figure(line, at)]
        first = [self.serial] if self._serial(line) else [at for at, _text in texts[:1]]
        worded = [at for at, text in texts if not _COUNTED.match(text)]
        if len(worded) <= 1 and any(_is_total(line, at) for at in (*first, *worded)):
            return LineKind.TOTAL
        if any(self.table.means_row(text) for _at, text in texts):
            return LineKind.ROW
        if len(texts) == 1 and not any(line.problem(at) for at in filled):
            if not self._serial(line) and self.figures.intersection(filled):
                return LineKind.ROW
            if self._is_group(line, texts[0][0], has_serials):
                return LineKind.GROUP
        return LineKind.ROW

    def _is_group(self, line: SpreadsheetRow, at: int, has_serials: bool) -> bool:
        """ "I / Văn phòng", "B. TẬP THỂ": one text, numbered otherwise than the rows or not."""
        if serial := self._serial(line):
            return bool(_ROMAN.match(serial) or _LETTER.match(serial))
        if at not in self.names and has_serials:
            return False
        return has_serials or _is_group_name(line, at) or bool(_NUMBERED.match(line.text(at)))

    # --- the end of the table ---------------------------------------------------------------------

    def _mark_foot(
        self, lines: Sequence[SpreadsheetRow], kinds: list[LineKind], has_serials: bool
    ) -> None:
        """Lines below the last full row, from the first that is none, are no rows."""
        full = [at for at, line in enumerate(lines) if self._is_full(line, kinds[at])]
        start = full[-1] + 1 if full else 0
        in_foot = False
        for at in range(start, len(lines)):
            line = lines[at]
            if kinds[at] in (LineKind.TOTAL, LineKind.NUMBERING):
                continue
            if not in_foot and kinds[at] is LineKind.GROUP and self._is_titled(line):
                continue
            if not in_foot:
                gap = at > 0 and line.index > lines[at - 1].index + 1
                in_foot = self._begins_foot(line, gap=gap and bool(full), has_serials=has_serials)
            if in_foot and not self._is_numbered(line) and len(self._filled_at(line)) <= _NARROW:
                kinds[at] = LineKind.FOOT

    def _is_titled(self, line: SpreadsheetRow) -> bool:
        """Whether a group's heading says so by its number or its words."""
        at = self._filled_at(line)[0]
        text = line.text(at)
        is_numbered = _ROMAN.match(text) or _LETTER.match(text) or _NUMBERED.match(text)
        return bool(is_numbered) or _is_group_name(line, at)

    def _is_full(self, line: SpreadsheetRow, kind: LineKind) -> bool:
        if kind is not LineKind.ROW:
            return False
        said = len(self.needed.intersection(self.filled(line)))
        return self._is_numbered(line) or (said >= 2 and 2 * said >= len(self.needed))

    def _filled_at(self, line: SpreadsheetRow) -> list[int]:
        return [at for at in range(len(line.cells)) if line.text(at)]

    def _begins_foot(self, line: SpreadsheetRow, *, gap: bool, has_serials: bool) -> bool:
        if self._is_numbered(line):
            return False
        places = self._filled_at(line)
        if len(places) > _NARROW:
            return False
        texts = [fold(text) for at in places for text in _readings(line, at)]
        if any(text.startswith(_FOOT) or _DATED.search(text) for text in texts):
            return True
        said = set(self.filled(line))
        return not said & self.names or (gap and has_serials)


def _is_figure(line: SpreadsheetRow, at: int) -> bool:
    value = line.value(at)
    if isinstance(value, int | float | date):
        return not isinstance(value, bool)
    return bool(re.fullmatch(r"[\d.,\s%-]+", line.text(at))) if line.text(at) else True


def _readings(line: SpreadsheetRow, at: int) -> list[str]:
    """A text as it stands and as each old encoding reads it: nothing is converted yet."""
    return [tidy_name(text) for (text,) in heading_variants([line.typed(at)])]


def _is_total(line: SpreadsheetRow, at: int) -> bool:
    for text in _readings(line, at):
        words = text.casefold().strip(" .:*-–")
        if _TOTAL.match(words) or _TOTAL_BARE.match(words):
            return True
    return False


def _is_group_name(line: SpreadsheetRow, at: int) -> bool:
    return any(fold(text).startswith(_GROUPS) for text in _readings(line, at))


def _is_numbering(line: SpreadsheetRow) -> bool:
    """A line "(1) (2) (3)" or "A B 1 2" that numbers the columns under their headings."""
    texts = [text for at in range(len(line.cells)) if (text := line.text(at))]
    found = [_COLUMN_NUMBER.match(text) for text in texts]
    if len(texts) < 3 or not all(found):
        return False
    numbers = [int(one[1]) for one in found if one and one[1].isdigit()]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
