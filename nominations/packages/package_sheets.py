"""The Excel lists of a package: proposed subjects with their grounds, and outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from nominations.documents.recipient_lists import post_of
from nominations.documents.recipient_words import recipient_heading
from nominations.eligibility.answers import Answer
from nominations.files.spreadsheet_writer import put_value, xlsx_bytes
from nominations.packages.report_dossiers import ReportDossiers
from nominations.packages.wording import words

_WIDTHS = (6, 34, 38, 34, 16, 18, 30, 18, 40, 40)


def dossier_workbook(dossiers: ReportDossiers) -> bytes:
    """One row per dossier in the order of the list."""
    kinds = {one.kind for one in dossiers.nominations}
    return _sheet("sheet.title", "sheet.columns", _dossier_rows(dossiers), kinds)


def outcome_workbook(outcomes: Sequence[Mapping[str, Any]], kinds: Iterable[str]) -> bytes:
    """One row per outcome of a reply, about recipients of these kinds."""
    rows = (
        (
            place,
            one["subject"],
            one["award_name"],
            words().say("sheet.other" if one.get("given") else f"sheet.{one['outcome']}"),
            one.get("given_name", ""),
            one["number"],
            one["date"],
            one["issuer"],
            one["reason"],
            one["id"],
        )
        for place, one in enumerate(outcomes, 1)
    )
    return _sheet("sheet.outcome_title", "sheet.outcome_columns", rows, kinds)


def _dossier_rows(dossiers: ReportDossiers) -> Iterable[Sequence[Any]]:
    for place, one in enumerate(dossiers.nominations, 1):
        sealed = dossiers.sealed[one.pk]
        votes = sealed.get("votes") or {}
        consultation, decision = sealed.get("consultation") or {}, sealed.get("decision") or {}
        answer = one.eligibility.get("answer", "")
        yield (
            place,
            one.subject_name,
            post_of(one.position_name, one.unit_name, one.subject_name),
            one.award_type.name,
            words().say("sheet.votes", yes=votes["yes"], base=votes["base"]) if votes else "",
            consultation.get("posted_on", ""),
            ", ".join(filter(None, (decision.get("number", ""), decision.get("date", "")))),
            str(Answer(answer).label) if answer in Answer.values else "",
            str(one.public_id),
        )


def _sheet(title: str, columns: str, rows: Iterable[Sequence[Any]], kinds: Iterable[str]) -> bytes:
    among = set(kinds)
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = words().say(title)
    for column, heading in enumerate(words().lines(columns), 1):
        cell = put_value(sheet.cell(1, column), recipient_heading(heading, among))
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            put_value(sheet.cell(number, column), value).alignment = Alignment(
                wrap_text=True, vertical="top"
            )
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    sheet.freeze_panes = "A2"
    return xlsx_bytes(workbook)
