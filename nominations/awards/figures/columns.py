"""The columns of a table of counts: those with a heading of their own, and those that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from enum import StrEnum

from django.utils.translation import pgettext_lazy

from nominations.awards.figures.headings import CountHeading, HeadingReader
from nominations.importing.table_layout import TableColumn as About
from nominations.importing.table_layout import TableLayout
from nominations.law.models import CommendationType, RecipientKind


class FigureColumn(StrEnum):
    """What is said of all numbers of a row. The order is that of the blank table."""

    YEAR = "year"
    UNIT = "unit"
    AWARD = "award"
    KIND = "kind"
    TYPE = "type"
    COUNT = "count"
    ISSUER = "issuer"
    SOURCE = "source"


_COLUMNS = (
    About(
        code=FigureColumn.YEAR,
        label=pgettext_lazy("column", "Year or period"),
        headings=("nam", "giai doan", "nam giai doan", "nam hoac giai doan", "thoi gian",
                  "nam khen thuong", "nam thi dua", "nien do", "thoi ky"),
        for_all=True,
        ditto=True,
        width=16,
        form="@",
    ),
    About(
        code=FigureColumn.UNIT,
        label=pgettext_lazy("column", "Unit"),
        headings=("don vi", "phong don vi", "phong", "phong ban", "ten don vi", "phong ban don vi"),
        for_all=True,
        ditto=True,
        width=26,
    ),
    About(
        code=FigureColumn.AWARD,
        label=pgettext_lazy("column", "Title or form of commendation"),
        headings=("danh hieu hinh thuc", "danh hieu hinh thuc khen thuong", "danh hieu",
                  "danh hieu thi dua", "danh hieu thi dua hinh thuc khen thuong", "hinh thuc",
                  "hinh thuc khen thuong", "noi dung", "chi tieu", "khen thuong"),
        for_all=True,
        ditto=True,
        width=36,
    ),
    About(
        code=FigureColumn.KIND,
        label=pgettext_lazy("column", "Recipient kind"),
        headings=("doi tuong", "loai doi tuong", "ca nhan tap the", "doi tuong khen thuong"),
        ditto=True,
        width=12,
        choices=lambda: RecipientKind.labels,
    ),
    About(
        code=FigureColumn.TYPE,
        label=pgettext_lazy("column", "Commendation type"),
        headings=("loai hinh khen thuong", "loai hinh", "loai khen thuong"),
        for_all=True,
        ditto=True,
        width=24,
        choices=lambda: CommendationType.labels,
    ),
    About(
        code=FigureColumn.COUNT,
        label=pgettext_lazy("column", "Number of awards"),
        headings=("so luong", "so luot", "so luong khen thuong"),
        width=12,
    ),
    About(
        code=FigureColumn.ISSUER,
        label=pgettext_lazy("column", "Issued by"),
        headings=("co quan ban hanh", "co quan quyet dinh", "cap quyet dinh", "cap khen thuong",
                  "cap khen", "nguoi ky", "noi ban hanh"),
        for_all=True,
        ditto=True,
        limit=200,
        width=30,
    ),
    About(
        code=FigureColumn.SOURCE,
        label=pgettext_lazy("column", "Source of the figures"),
        headings=("nguon so lieu", "nguon", "can cu", "van ban", "theo van ban", "bao cao",
                  "theo bao cao", "tai lieu", "can cu so lieu"),
        needed=True,
        for_all=True,
        ditto=True,
        limit=300,
        width=40,
    ),
)  # fmt: skip
_TAKEN = frozenset({FigureColumn.YEAR, FigureColumn.AWARD})
IDENTIFYING = (FigureColumn.YEAR, FigureColumn.AWARD, FigureColumn.UNIT)
_PLAIN_COUNT = CountHeading()


class FigureLayout(TableLayout):
    """Besides the columns above: a column for every heading that says what is counted below it.

    Such a column has a code of its own, made of what its heading says; only a layout that was
    opened for one file knows them.
    """

    def __init__(self, columns: Iterable[About]) -> None:
        super().__init__(columns, identifying=IDENTIFYING)
        self._reader: HeadingReader | None = None
        self._counting: dict[str, tuple[CountHeading, About]] = {}

    def opened(self) -> FigureLayout:
        """The layout with the names of the catalogue as they are now."""
        made = copy(self)
        made._reader, made._counting = HeadingReader(), {}
        return made

    @property
    def reader(self) -> HeadingReader:
        """What reads headings; refused (RuntimeError) by a layout that was not opened."""
        if self._reader is None:
            raise RuntimeError("the layout was not opened for a file")
        return self._reader

    @property
    def min_known_columns(self) -> int:
        return 2

    def heading_of(self, code: str) -> CountHeading | None:
        """What a column counts; None for one that counts nothing."""
        if code == FigureColumn.COUNT:
            return _PLAIN_COUNT
        found = self._counting.get(code)
        return None if found is None else found[0]

    def column(self, code: str) -> About:
        found = self._counting.get(code)
        return super().column(code) if found is None else found[1]

    @property
    def stacks_headings(self) -> bool:
        return True

    # --- what headings mean -----------------------------------------------------------------------

    def code_of(self, heading: str) -> str | None:
        return self.code_of_parts([heading])

    def code_of_parts(self, parts: Sequence[str]) -> str | None:
        own = super().code_of(parts[0]) if len(parts) == 1 else None
        if own is not None or self._reader is None:
            return own
        found = self._reader.heading(parts)
        if found is None:
            return super().code_of(" ".join(parts)) or super().code_of(parts[-1])
        if found == _PLAIN_COUNT:
            return FigureColumn.COUNT
        return self._counted(found, " ".join(parts))

    def code_of_unknown(self, heading: str, position: int) -> str | None:
        return self._counted(CountHeading(unknown=heading), heading, position)

    def _counted(self, heading: CountHeading, text: str, position: int | None = None) -> str:
        code = "|".join(
            map(str, ("count", heading.award, heading.kind, heading.type, heading.span or "",
                      "sum" if heading.is_sum else "", heading.unknown, position or ""))
        )  # fmt: skip
        self._counting[code] = (heading, About(code=code, label=text, headings=()))
        return code

    # --- what makes a table -----------------------------------------------------------------------

    def _missing(self, columns: Mapping[str, int]) -> list[str]:
        headings = [one for code in columns if (one := self.heading_of(code)) is not None]
        counted = [one for one in headings if not one.is_sum]
        lacking = []
        if not self._is_said(FigureColumn.YEAR, columns) and not any(one.span for one in counted):
            lacking.append(FigureColumn.YEAR)
        says_award = any(one.award or one.unknown for one in counted)
        if not self._is_said(FigureColumn.AWARD, columns) and not says_award:
            lacking.append(FigureColumn.AWARD)
        if not counted:
            lacking.append(FigureColumn.COUNT)
        return [*lacking, *super()._missing(columns)]

    def _is_said(self, code: str, columns: Mapping[str, int]) -> bool:
        return code in columns or code in self.for_all

    def is_once(self, code: str) -> bool:
        return code in _TAKEN or self.heading_of(code) is not None

    def is_figure(self, code: str) -> bool:
        return self.heading_of(code) is not None

    def meaning(self, columns: Iterable[str]) -> int:
        headings = (self.heading_of(code) for code in columns)
        return sum(one.says - 2 * bool(one.unknown) for one in headings if one is not None)

    def means_row(self, text: str) -> bool:
        if self._reader is None:
            return False
        found = self._reader.part(text)
        return found is not None and bool(found.award or found.span)

    def full_when(self, columns: Mapping[str, int]) -> list[str]:
        counts = [code for code in columns if self.is_figure(code)]
        return [*(code for code in IDENTIFYING if code in columns), *counts[:1]]


FIGURES = FigureLayout(_COLUMNS)
