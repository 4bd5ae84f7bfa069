"""Papers as PDF/A-2b files, set by typst.

The layout is the file `typesetting/paper.typ`; a paper reaches it as JSON data only.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import typst

from nominations.documents.blocks import (
    Addressees,
    Appendix,
    Article,
    Closing,
    LegalBases,
    Paper,
    Paragraph,
    QrCode,
    Recipients,
    Table,
    Title,
)
from nominations.documents.font_letters import FOLDER
from nominations.documents.layout import (
    is_tall,
    issuer_rule,
    leads_on,
    motto_rule,
    subject_rule,
    table_layout,
)
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


def typeset_pdf(layout: str, data: dict[str, Any], *, made_at: datetime) -> bytes:
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
    return typeset_pdf(
        "paper.typ",
        {
            "style": asdict(style),
            "words": {name: words.say(name) for name in ("state_name", "motto")},
            "rules": {
                "issuer": issuer_rule(paper.letterhead, style),
                "motto": motto_rule(style),
            },
            "paper": _data(paper, 0),
        },
        made_at=made_at,
    )


def _data(value: Any, width: float) -> Any:
    """A block as data with the name of its type, and what the layout would have to compute; `width`
    is that of the text of its pages."""
    if isinstance(value, tuple):
        return _listed(value, width)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    style = style_sheet()
    if isinstance(value, Paper | Appendix):
        width = style.width_of_text(landscape=value.landscape)
    found = {field.name: _data(getattr(value, field.name), width) for field in fields(value)}
    found["type"] = type(value).__name__
    match value:
        case Title():
            found["rule"] = subject_rule(value, style)
        case LegalBases():
            found["lines"] = base_lines(value.lines)
        case Recipients():
            found["lines"] = recipient_lines(value.lines)
        case Addressees():
            found["lines"] = addressee_lines(value.names)
        case QrCode():
            found["modules"] = qr_modules(value.text)
        case Table():
            layout = table_layout(value, width, style)
            found |= asdict(layout)
            for shown, row in zip(found["rows"], value.rows, strict=True):
                shown["breaks"] = is_tall(row, layout, style)
    return found


def _listed(values: tuple[Any, ...], width: float) -> list[Any]:
    """The values as data; a text and a signature say whether they stay with what follows."""
    found = [_data(one, width) for one in values]
    for shown, one, follows in zip_longest(found, values, values[1:]):
        if isinstance(one, Paragraph | Article | Closing):
            shown["leads"] = leads_on(one, follows)
    return found
