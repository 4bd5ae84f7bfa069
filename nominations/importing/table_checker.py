"""Makes the plan of an import: reads every row, collects problems and open questions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from nominations.importing.name_questions import NameQuestions
from nominations.importing.plan import ImportPlan, Progress, no_progress
from nominations.importing.row_doubts import RowDoubts
from nominations.importing.row_reader import RowReader
from nominations.importing.spreadsheet import Spreadsheet, SpreadsheetRow

ROWS_PER_PROGRESS = 200
"""Progress is reported after so many rows."""


class TableChecker(ABC):
    """Plans the import of one table for one agency; a subclass says what a row stands for.

    It writes nothing and refuses nothing: problems are in `plan.problems`, by cell. Without answers
    an open question is a problem too.
    """

    def __init__(
        self, sheet: Spreadsheet, organization: Any, name_questions: NameQuestions
    ) -> None:
        self.plan = ImportPlan(sheet=sheet, organization=organization)
        self.name_questions = name_questions

    @classmethod
    def make_plan(
        cls,
        sheet: Spreadsheet,
        organization: Any,
        answers: Mapping[str, str] | None = None,
        progress: Progress = no_progress,
        **options: Any,
    ) -> ImportPlan:
        """What importing the sheet would do; `options` are those of the subclass."""
        return cls(sheet, organization, NameQuestions(answers), **options).run(progress)

    def run(self, progress: Progress = no_progress) -> ImportPlan:
        """Call `check_row` for every row, then `check_together`."""
        plan = self.plan
        above: dict[str, SpreadsheetRow] = {}
        lines: list[RowReader] = []
        doubts = RowDoubts(plan.sheet, self.name_questions)
        total = len(plan.sheet.rows)
        for done, row in enumerate(plan.sheet.rows):
            if done % ROWS_PER_PROGRESS == 0:
                progress(done, total)
            line = RowReader(row, plan.sheet, above, self.name_questions)
            lines.append(line)
            if row.concealed is None or doubts.is_meant(line):
                self.check_row(line)
        self.check_together()
        for line in lines:
            line.settle(plan)
        plan.left_out |= doubts.left_out
        plan.notices[:0] = plan.sheet.notices
        plan.questions = self.name_questions.questions
        plan.account()
        progress(total, total)
        return plan

    @abstractmethod
    def check_row(self, line: RowReader) -> None:
        """Plan what the row stands for, or note what is wrong with it."""

    def check_together(self) -> None:  # noqa: B027 -- most tables have nothing to add
        """Check the rows together, before their problems are collected."""
