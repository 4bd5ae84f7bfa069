"""Reads the rows of a table about one agency, with the agency's people and units at hand."""

from __future__ import annotations

from abc import ABC, abstractmethod

from nominations.importing.name_questions import NameQuestions
from nominations.importing.plan import ImportPlan, Progress
from nominations.importing.row_reader import RowReader, read_rows
from nominations.importing.spreadsheet import Spreadsheet
from nominations.people.importing.directory import Directory
from nominations.people.models import Organization


class TableChecker(ABC):
    """Makes the plan of an import; a table says how a row is read and what else it looks up."""

    def __init__(
        self,
        sheet: Spreadsheet,
        organization: Organization,
        name_questions: NameQuestions,
        *,
        with_unplaced: bool = False,
    ) -> None:
        """`with_unplaced`: find also people who have never worked anywhere."""
        self.plan = ImportPlan(sheet=sheet, organization=organization)
        self.name_questions = name_questions
        self.directory = Directory(organization, with_unplaced=with_unplaced)

    def run(self, progress: Progress) -> ImportPlan:
        """The plan of every row; writes nothing."""
        return read_rows(self.plan, self._row, self.name_questions, progress)

    @abstractmethod
    def _row(self, line: RowReader) -> None:
        """Plan what the row stands for, or note what is wrong with it."""
