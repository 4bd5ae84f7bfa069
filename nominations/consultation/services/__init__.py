"""Services of the consultation room, each in one transaction."""

from __future__ import annotations

from nominations.consultation.services.objections import conclude_objection, open_objection
from nominations.consultation.services.opinions import note_comment, submit_comment
from nominations.consultation.services.postings import (
    close_due,
    close_posting,
    default_summaries,
    open_posting,
    write_minutes_note,
    write_summary,
)

__all__ = [
    "close_due",
    "close_posting",
    "conclude_objection",
    "default_summaries",
    "note_comment",
    "open_objection",
    "open_posting",
    "submit_comment",
    "write_minutes_note",
    "write_summary",
]
