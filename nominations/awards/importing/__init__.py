"""Import of award history from a table that a clerk keeps in Excel.

`source` reads a file into a sheet, `checking` turns the sheet into a plan (awards to add, awards
already there, problems per cell), `writing` carries a plan out as a whole or not at all, and
`handback` returns the clerk's own file with the reasons beside the rows.
"""

from __future__ import annotations

from nominations.awards.importing import uploads
from nominations.awards.importing.checking import Entry, Plan, Problem, make_plan
from nominations.awards.importing.handback import marked_copy
from nominations.awards.importing.sheet import Sheet
from nominations.awards.importing.source import MAX_MEGABYTES, MAX_ROWS, read
from nominations.awards.importing.template import blank_workbook
from nominations.awards.importing.writing import Outcome, import_awards

__all__ = [
    "MAX_MEGABYTES",
    "MAX_ROWS",
    "Entry",
    "Outcome",
    "Plan",
    "Problem",
    "Sheet",
    "blank_workbook",
    "import_awards",
    "make_plan",
    "marked_copy",
    "read",
    "uploads",
]
