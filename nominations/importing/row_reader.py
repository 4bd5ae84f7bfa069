"""One row being read: collects the problems of its cells and goes on to the next cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.importing.cells import CellError, UnlikelyValue
from nominations.importing.name_questions import NameQuestions, OpenQuestion
from nominations.importing.plan import AnswerOption, ImportPlan, RowProblem
from nominations.importing.spoilt_text import converted_by_excel, wrong_encoding
from nominations.importing.spreadsheet import CellProblem, Spreadsheet, SpreadsheetRow
from nominations.vietnamese import fold

_T = TypeVar("_T")
_DITTO = frozenset({"nt", "nhu tren", "-nt-", '"', "''", "”", "“", "〃"})
_NO_ROW = SpreadsheetRow(index=0, cells=[])
_UNREADABLE = {
    CellProblem.FORMULA: gettext_lazy(
        "The result of this formula is not stored in the file: open it in Excel, save it, or paste"
        " the values."
    ),
    CellProblem.ERROR: gettext_lazy(
        "This cell holds an error of the spreadsheet: write the value itself."
    ),
}
AS_WRITTEN = "keep"
"""The answer that a text is correct as written."""
LONGEST_NAME = 1000
"""Longer texts are prose, which may contain question marks."""


class RowReader:
    """The cells of one row by their columns; `above` carries "như trên" from row to row."""

    def __init__(
        self,
        row: SpreadsheetRow,
        sheet: Spreadsheet,
        above: dict[str, SpreadsheetRow],
        name_questions: NameQuestions | None = None,
    ) -> None:
        self.row, self.sheet, self.above = row, sheet, above
        self.name_questions = name_questions or NameQuestions(None)
        self.problems: list[RowProblem] = []
        self.is_open = False
        self._unread: frozenset[str] = frozenset()
        self._texts: dict[str, str] = {}
        self._unread = self._unreadable_cells()

    def _unreadable_cells(self) -> frozenset[str]:
        """The columns whose cell could not be read; each is a problem of the row."""
        if not self.row.problems:
            return frozenset()
        columns = self.sheet.columns.items()
        found = {code: why for code, at in columns if (why := self.row.problem(at)) is not None}
        for code, why in found.items():
            self.fail(code, str(_UNREADABLE[why]))
        return frozenset(found)

    @property
    def index(self) -> int:
        """Where the row stands in the file, counted from 0."""
        return self.row.index

    def has(self, column: str) -> bool:
        """Whether the table has the column."""
        return column in self.sheet.columns

    def raw(self, column: str) -> Any:
        """The cell, or the one above where the clerk wrote "như trên"."""
        row, position = self._source(column)
        value = row.value(position)
        return self._for_all(column) if not row.text(position) else value

    def _for_all(self, column: str) -> str | None:
        """What people said of all rows, for a cell that is empty or not there."""
        return self.sheet.table.for_all.get(column)

    def text(self, column: str) -> str:
        """The cell, or the one above it, as people see it."""
        if column not in self._texts:
            row, position = self._source(column)
            self._texts[column] = row.text(position) or self._for_all(column) or ""
        return self._texts[column]

    def _source(self, column: str) -> tuple[SpreadsheetRow, int | None]:
        """The row that says what the cell says: this one, or one above it."""
        position = self.sheet.columns.get(column)
        if column in self.sheet.table.ditto:
            if self._is_ditto(column):
                return self.above.get(column, _NO_ROW), position
            self.above[column] = self.row
        return self.row, position

    def _is_ditto(self, column: str) -> bool:
        """Whether the clerk wrote "như trên"."""
        position = self.sheet.columns.get(column)
        return column in self.sheet.table.ditto and fold(self.row.text(position)) in _DITTO

    def fail(self, column: str, message: str) -> None:
        """Note what is wrong with a cell; one that could not be read is noted once."""
        if column in self._unread:
            return
        if any(one.column == column and one.message == message for one in self.problems):
            return
        position = self.sheet.columns.get(column)
        unread = self.row.problem(position) is not None
        text = self.row.shown.get(position or 0, "") if unread else self.row.text(position)
        label = self.sheet.table.label(column)
        self.problems.append(
            RowProblem(
                index=self.row.index,
                column=column,
                label=label,
                message=message,
                text=text,
                cell=self.sheet.address(self.row.index, column),
                place=self.sheet.place(self.row.index),
            )
        )

    def needed(self, column: str) -> str:
        """The text of a cell that may not be empty."""
        if not self.text(column):
            self.fail(column, self._empty(column))
        return self.short(column)

    def _empty(self, column: str) -> str:
        if self._is_ditto(column):
            return _("The cell means the one above it, and that one is empty.")
        return _("This cell may not be empty.")

    def short(self, column: str) -> str:
        """The text of a cell, which may be empty but neither too long nor spoilt by a program."""
        text, limit = self.text(column), self.sheet.table.limit(column)
        if not text:
            if self._is_ditto(column):
                self.fail(column, self._empty(column))
            return text
        value = self.raw(column)
        written = value if isinstance(value, str) else text
        spoilt = limit <= LONGEST_NAME and (
            wrong_encoding(written) or converted_by_excel(value, text)
        )
        if spoilt:
            self.fail(column, spoilt)
        elif len(text) > limit:
            self.fail(column, _("This text is too long."))
        return text

    def read(self, column: str, reader: Callable[[Any], Any]) -> Any:
        """The meaning of a cell that may not be empty, None when there is a problem."""
        if not self.text(column):
            self.fail(column, self._empty(column))
            return None
        return self.attempt(column, lambda: reader(self.seen(column)))

    def seen(self, column: str) -> Any:
        """What people see in the cell where it is not what is stored: 1980 of a day, 045 of 45."""
        row, position = self._source(column)
        return self.text(column) if position in row.shown else self.raw(column)

    def read_if_any(self, column: str, reader: Callable[[Any], Any]) -> Any:
        """The meaning of a cell, None when it is empty or there is a problem."""
        if self.text(column) or self._is_ditto(column):
            return self.read(column, reader)
        return None

    def attempt(self, column: str, act: Callable[[], _T]) -> _T | None:
        """The result of `act`, None when it refuses; one that is unlikely is asked about."""
        try:
            try:
                return act()
            except UnlikelyValue as doubt:
                self.confirm(column, str(doubt), doubt.label)
                found: _T = doubt.value
                return found
        except CellError as error:
            self.fail(column, str(error))
        except OpenQuestion:
            self.is_open = True
        return None

    def ask(
        self, column: str, subject: str, text: str, choices: list[AnswerOption], why: str = ""
    ) -> str:
        """What people answered to "who is meant by this text?"; see `NameQuestions.answer`."""
        label = self.sheet.table.label(column)
        return self.name_questions.answer(
            self.row.index, column, label, subject, text, choices, why
        )

    def confirm(self, column: str, why: str, label: str) -> None:
        """Ask whether the cell is meant as it is read; returns once people have said so."""
        text = self.text(column)
        self.ask(column, f"{text}|{why}", text, [AnswerOption(AS_WRITTEN, label)], why)

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with the row and nothing open."""
        return not self.problems and not self.is_open

    def _position(self, problem: RowProblem) -> int:
        return self.sheet.columns.get(problem.column, 0)

    def settle(self, plan: ImportPlan) -> None:
        """Add the problems to the plan, in the order of the columns."""
        plan.problems.extend(sorted(self.problems, key=self._position))
        if self.is_open:
            plan.waiting.add(self.row.index)
