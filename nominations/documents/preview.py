"""A paper as the template of the preview reads it: each block with the name of its type."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from nominations.documents.blocks import Addressees, LegalBases, Paper, QrCode, Recipients, Table
from nominations.documents.paper_words import paper_words
from nominations.documents.qr_modules import qr_modules
from nominations.documents.text_lines import addressee_lines, base_lines, recipient_lines


def preview_blocks(paper: Paper) -> dict[str, Any]:
    """The blocks as dictionaries; the template writes every text out, marked as text."""
    words = paper_words()
    return {
        **_shown(paper),
        "title": heading(paper.title),
        "state_name": words.say("state_name"),
        "motto": words.say("motto"),
    }


def heading(title: str) -> str:
    """The title of a paper as the heading of a page: its name in capitals is for paper alone."""
    name, colon, rest = title.partition(": ")
    return f"{name.capitalize() if name.isupper() else name}{colon}{rest}"


def _shown(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_shown(one) for one in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    found = {field.name: _shown(getattr(value, field.name)) for field in fields(value)}
    found["type"] = type(value).__name__
    match value:
        case LegalBases():
            found["shown"] = base_lines(value.lines)
        case Recipients():
            found["shown"] = recipient_lines(value.lines)
        case Addressees():
            found["shown"] = addressee_lines(value.names)
        case QrCode():
            found["dark"] = [
                (x, y)
                for y, row in enumerate(qr_modules(value.text))
                for x, is_dark in enumerate(row)
                if is_dark
            ]
            found["side"] = len(qr_modules(value.text))
        case Table():
            _shares(found, value)
    return found


def _shares(found: dict[str, Any], table: Table) -> None:
    """Widths in whole percent, and the cells of a row with their alignment."""
    whole = sum(column.width for column in table.columns)
    for column in found["columns"]:
        column["percent"] = round(100 * column["width"] / whole)
    alignments = [column.alignment.value for column in table.columns]
    for row, shown in zip(table.rows, found["rows"], strict=True):
        shown["aligned"] = list(zip(row.cells, alignments, strict=False))
