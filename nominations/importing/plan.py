"""The plan of an import: rows to write, existing rows, problems and open questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst

from nominations.importing.spreadsheet import SHEET_LINES, Spreadsheet

Progress = Callable[[int, int], None]
"""A progress callback: (done, total) rows."""


def no_progress(_done: int, _total: int) -> None:
    """A progress callback that does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """A problem of one cell; `index` is the line in the file, counted from 0.

    `cell` is its address on the sheet as Excel writes it (B3), "" for a column that the table does
    not have; `place` says the line in words, with its sheet where there are several.
    """

    index: int
    column: str
    label: str
    message: str
    text: str = ""
    cell: str = ""
    place: str = ""

    @property
    def line(self) -> int:
        """The line as Excel numbers it on its sheet."""
        return self.index % SHEET_LINES + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """A row that is right: `new` is what will be written for it.

    `name` is whom it concerns as recorded, `written` how the file spells it, `details` the rest of
    the row for the preview. `changes` says what changes of something that is there already.
    `warning` is a sentence on something that is right and still not what one may expect.
    """

    index: int
    written: str
    name: str
    new: Any
    details: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    warning: str = ""

    @property
    def line(self) -> int:
        """The line as Excel numbers it on its sheet."""
        return self.index % SHEET_LINES + 1

    @property
    def matched_differently(self) -> bool:
        """Whether the name in the file is spelled in another way than the recorded one."""
        return bool(self.written) and self.written != self.name


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One possible answer to a question; `score` in percent, None for "somebody new"."""

    value: str
    label: str
    score: int | None = None


@dataclass(slots=True, kw_only=True)
class NameQuestion:
    """What people have to say of a cell, line after line: whom a name that is not recorded like
    this means, or, where `why` says so, whether the cell means what it seems to.

    Or of rows that may not be meant (hidden, struck through): whether to import them. `place` says
    the first of the lines in words.
    """

    key: str
    label: str
    text: str
    choices: list[AnswerOption]
    lines: list[int] = field(default_factory=list)
    place: str = ""
    answer: str = ""
    why: str = ""


@dataclass(slots=True, kw_only=True)
class ImportPlan:
    """What an import of the sheet would do; it may be carried out when nothing is wrong or open.

    `waiting` are rows for which a question is open, `left_out` those that an answer leaves out,
    `split` those that stand for several things, as people said.
    """

    sheet: Spreadsheet
    organization: Any
    entries: list[PlannedRow] = field(default_factory=list)
    already: list[PlannedRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    questions: dict[str, NameQuestion] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    waiting: set[int] = field(default_factory=set)
    left_out: set[int] = field(default_factory=set)
    split: set[int] = field(default_factory=set)

    def account(self) -> None:
        """Check that every row is planned, existing, a problem or left out by an answer;
        RuntimeError if a row is lost.
        """
        planned = [entry.index for entry in (*self.entries, *self.already)]
        listed = {problem.index for problem in self.problems} | self.waiting | self.left_out
        listed -= {row.index for row in self.sheet.totals}
        rows = {row.index for row in self.sheet.rows}
        once = [index for index in planned if index not in self.split]
        if len(once) != len(set(once)) or set(planned) | listed != rows:
            raise RuntimeError("rows of the file are neither planned nor listed")

    @property
    def warnings(self) -> list[str]:
        """The sentence of each row that has one, after its line."""
        rows = sorted((*self.entries, *self.already), key=lambda row: row.index)
        return [
            f"{capfirst(self.sheet.place(row.index))}: {row.warning}" for row in rows if row.warning
        ]

    @property
    def open_questions(self) -> list[NameQuestion]:
        """The questions nobody has answered."""
        return [question for question in self.questions.values() if not question.answer]

    @property
    def ok(self) -> bool:
        """Whether every row is right and every name is confirmed."""
        return not self.problems and not self.open_questions

    @property
    def bad_lines(self) -> int:
        """Number of rows with a problem."""
        return len({problem.index for problem in self.problems})

    @property
    def added(self) -> int:
        """Number of rows that stand for something new."""
        return sum(not entry.changes for entry in self.entries)

    @property
    def changed(self) -> int:
        """Number of rows that change something that is there."""
        return len(self.entries) - self.added
