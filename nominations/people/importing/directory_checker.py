"""Plans the import of a table about one agency, using its directory."""

from __future__ import annotations

from abc import ABC

from nominations.importing.name_questions import NameQuestions
from nominations.importing.spreadsheet import Spreadsheet
from nominations.importing.table_checker import TableChecker
from nominations.people.importing.directory import Directory
from nominations.people.models import Organization


class DirectoryChecker(TableChecker, ABC):
    """A table that names people or units of the agency."""

    def __init__(
        self,
        sheet: Spreadsheet,
        organization: Organization,
        name_questions: NameQuestions,
        *,
        with_unplaced: bool = False,
    ) -> None:
        """`with_unplaced`: find also people who have never worked anywhere."""
        super().__init__(sheet, organization, name_questions)
        self.directory = Directory(organization, with_unplaced=with_unplaced)
