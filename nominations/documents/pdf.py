"""Papers as PDF/A-2b files, set by typst.

The layout is the file `typesetting/paper.typ`; a paper reaches it as JSON data only.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from nominations.documents.blocks import Addressees, LegalBases, Paper, QrCode, Recipients, Title
from nominations.documents.font_letters import FOLDER
from nominations.documents.layout import issuer_rule, motto_rule, subject_rule
from nominations.documents.paper_words import paper_words
from nominations.documents.qr_modules import qr_modules
from nominations.documents.style_sheet import style_sheet
from nominations.documents.text_check import check_printable
from nominations.documents.text_lines import addressee_lines, base_lines, recipient_lines

MEDIA_TYPE = "application/pdf"
_LAYOUTS = Path(__file__).resolve().parent / "typesetting"
_STANDARD: Final = "a-2b"


@cache
def _fonts() -> typst.Fonts:
    """The shipped font and no other; read once, since every paper needs it."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)]
    )


def typeset(layout: str, data: dict[str, Any], *, made_at: datetime) -> bytes:
    """The file that a layout of the folder makes out of the data."""
    made: bytes = typst.compile(
        str(_LAYOUTS / layout),
        root=str(_LAYOUTS),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=_STANDARD,
        format="pdf",
        timestamp=int(made_at.timestamp()),
    )
    return made


def pdf_bytes(paper: Paper, *, made_at: datetime) -> bytes:
    """The paper as a file; refuses (ValidationError) a letter that cannot be printed."""
    check_printable(paper)
    style, words = style_sheet(), paper_words()
    return typeset(
        "paper.typ",
        {
            "style": asdict(style),
            "words": {name: words.say(name) for name in ("state_name", "motto")},
            "rules": {
                "issuer": issuer_rule(paper.letterhead, style),
                "motto": motto_rule(style),
            },
            "paper": _data(paper),
        },
        made_at=made_at,
    )


def _data(value: Any) -> Any:
    """A block as data with the name of its type, and what the layout would have to compute."""
    if isinstance(value, tuple):
        return [_data(one) for one in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    found = {field.name: _data(getattr(value, field.name)) for field in fields(value)}
    found["type"] = type(value).__name__
    match value:
        case Title():
            found["rule"] = subject_rule(value, style_sheet())
        case LegalBases():
            found["lines"] = base_lines(value.lines)
        case Recipients():
            found["lines"] = recipient_lines(value.lines)
        case Addressees():
            found["lines"] = addressee_lines(value.names)
        case QrCode():
            found["modules"] = qr_modules(value.text)
    return found
