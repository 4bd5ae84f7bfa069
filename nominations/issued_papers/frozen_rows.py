"""The tables whose rows stay as they were written; the database itself refuses a change."""

from __future__ import annotations

from workflow.append_only import AppendOnlyTable

FROZEN_TABLES = (
    AppendOnlyTable(
        table="issued_papers_issuedpaper",
        name="issued_paper",
        sentence="an issued paper is not changed",
    ),
    AppendOnlyTable(
        table="issued_papers_issuedfile",
        name="issued_file",
        sentence="a file of an issued paper is not changed",
    ),
    AppendOnlyTable(
        table="issued_papers_signedcopy",
        name="signed_copy",
        sentence="a signed copy is not changed",
    ),
)
