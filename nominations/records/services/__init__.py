"""Services on records and initiatives.

Each writes a history entry. A refusal is a ValidationError or NotAllowed with one sentence, and
nothing is written.
"""

from __future__ import annotations

from nominations.records.services.cancellation import cancel_record
from nominations.records.services.conduct import (
    close_examination,
    enter_discipline,
    open_examination,
)
from nominations.records.services.entry import RecordPaper
from nominations.records.services.grade_replacement import replace_grade
from nominations.records.services.grades import enter_grade, enter_grades, record_attestation
from nominations.records.services.initiative_import import RecognisedRow, import_recognised
from nominations.records.services.initiatives import (
    AuthorShare,
    change_initiative,
    draft_initiative,
    record_wider_scope,
)
from nominations.records.services.service import enter_absence, enter_headcount, enter_service

__all__ = [
    "AuthorShare",
    "RecognisedRow",
    "RecordPaper",
    "cancel_record",
    "change_initiative",
    "close_examination",
    "draft_initiative",
    "enter_absence",
    "enter_discipline",
    "enter_grade",
    "enter_grades",
    "enter_headcount",
    "enter_service",
    "import_recognised",
    "open_examination",
    "record_attestation",
    "record_wider_scope",
    "replace_grade",
]
