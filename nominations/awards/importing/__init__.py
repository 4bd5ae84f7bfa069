"""Import of award history from a table that a clerk keeps in Excel.

`import_plan` turns a sheet into a plan (awards to add, awards already there, problems per cell),
`plan_writer` carries a plan out as a whole or not at all; what every kind of table shares is in
`nominations.importing`.
"""

from __future__ import annotations

from nominations.awards.importing.columns import TABLE
from nominations.awards.importing.import_plan import AwardChecker
from nominations.awards.importing.importer import AWARD_IMPORTER
from nominations.awards.importing.plan_writer import AwardImportResult, import_awards
from nominations.importing import annotated_file, file_reader
from nominations.importing.plan import ImportPlan
from nominations.importing.spreadsheet import Spreadsheet

__all__ = [
    "AWARD_IMPORTER",
    "AwardChecker",
    "AwardImportResult",
    "ImportPlan",
    "Spreadsheet",
    "blank_workbook",
    "import_awards",
    "marked_copy",
    "read_award_table",
]


def read_award_table(file_name: str, content: bytes) -> Spreadsheet:
    """The table of a file of award history; refuses what `source.read_award_table` refuses."""
    return file_reader.read_table(file_name, content, TABLE)


def marked_copy(plan: ImportPlan) -> tuple[str, bytes, str]:
    """The file of a plan with the reasons beside the bad rows."""
    return annotated_file.marked_copy(plan.sheet, plan.problems)


def blank_workbook() -> bytes:
    """The blank table of award history."""
    return AWARD_IMPORTER.blank()
