"""The stored files of an import: the table, and the findings of the check."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from nominations.importing.file_reader import read_table
from nominations.importing.models import ImportRun
from nominations.importing.plan import ImportPlan, NameQuestion, PlannedRow, RowProblem
from nominations.importing.registry import importer_of
from nominations.importing.spreadsheet import Spreadsheet
from nominations.importing.table_layout import TableLayout
from nominations.importing.table_settings import TableSettings

FOLDER = "imports"
SHOWN_LINES = 8
"""The maximum number of lines named in a question."""
SHOWN_WARNINGS = 200
"""The maximum number of stored warnings."""


def store_upload(run: ImportRun, sheet: Spreadsheet) -> None:
    """Store the table; its name on the disk says nothing of its content."""
    name = f"{FOLDER}/{run.public_id.hex}.{sheet.format}"
    run.stored = default_storage.save(name, ContentFile(sheet.content))


def sheet_of(run: ImportRun) -> Spreadsheet:
    """Read the table anew; FileNotFoundError when it was cleared away."""
    with default_storage.open(run.stored) as file:
        return read_table(run.file_name, file.read(), table_of(run))


def table_of(run: ImportRun) -> TableLayout:
    """The layout of the run's kind, with what people said of this table as a whole."""
    return TableSettings.of(run.answers).applied(importer_of(run.kind).table)


def _found_name(run: ImportRun) -> str:
    return f"{FOLDER}/{run.public_id.hex}.json"


def keep_findings(run: ImportRun, plan: ImportPlan) -> None:
    """Store what the check found, and the figures of it in the row."""
    run.result = {
        "rows": len(plan.sheet.rows),
        "added": plan.added,
        "changed": plan.changed,
        "already": len(plan.already),
        "asked": len(plan.open_questions),
        "left_out": len(plan.left_out),
        "waiting": len(plan.waiting - {problem.index for problem in plan.problems}),
        "bad": plan.bad_lines,
        "ok": plan.ok,
        "unused": plan.sheet.unused,
        "notices": plan.notices,
        "warnings": plan.warnings[:SHOWN_WARNINGS],
        "more_warnings": max(0, len(plan.warnings) - SHOWN_WARNINGS),
        "conversions": [asdict(one) for one in plan.sheet.conversions],
    }
    findings = {
        "entries": [_shown(entry, plan.sheet.place(entry.index)) for entry in plan.entries],
        "problems": [asdict(problem) for problem in plan.problems],
        "questions": [_question_data(question, plan.sheet) for question in plan.questions.values()],
    }
    default_storage.delete(_found_name(run))
    text = json.dumps(findings, ensure_ascii=False)
    default_storage.save(_found_name(run), ContentFile(text.encode()))


def _shown(entry: PlannedRow, place: str) -> dict[str, Any]:
    return {
        "place": place,
        "name": entry.name,
        "written": entry.written if entry.matched_differently else "",
        "details": [detail for detail in entry.details if detail],
        "changes": list(entry.changes),
    }


def _question_data(question: NameQuestion, sheet: Spreadsheet) -> dict[str, Any]:
    place = sheet.places(line - 1 for line in question.lines[:SHOWN_LINES])
    more = "…" if len(question.lines) > SHOWN_LINES else ""
    return asdict(question) | {"place": f"{place}{more}"}


def findings_of(run: ImportRun) -> dict[str, Any]:
    """What the check found: entries as shown, problems, questions; empty when cleared away."""
    try:
        with default_storage.open(_found_name(run)) as file:
            found = json.loads(file.read())
    except (FileNotFoundError, ValueError):
        return {"entries": [], "problems": [], "questions": []}
    return {
        "entries": found["entries"],
        "problems": [RowProblem(**problem) for problem in found["problems"]],
        "questions": [NameQuestion(**question) for question in found["questions"]],
    }


def delete_files(run: ImportRun) -> None:
    """Delete the files."""
    for name in (run.stored, _found_name(run)):
        if name:
            default_storage.delete(name)
