"""Certificates as one PDF file, a page each: the full page, or what is printed onto blanks."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from nominations.documents.certificate import Certificate, Overprint
from nominations.documents.paper_words import paper_words
from nominations.documents.pdf import typeset
from nominations.documents.style_sheet import style_sheet
from nominations.documents.text_check import check_printable

_FILE = Path(__file__).resolve().parent / "data" / "certificate.toml"


@cache
def _look() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _number(length: float) -> str:
    """ "2,5" and "-3": a length as people type it."""
    return f"{length:g}".replace(".", ",")


def certificates_pdf(
    certificates: Sequence[Certificate],
    *,
    title: str,
    made_at: datetime,
    overprint: Overprint | None = None,
) -> bytes:
    """The certificates as one file; refuses (ValidationError) a letter that cannot be printed."""
    for one in certificates:
        check_printable(one)
    words, look = paper_words(), _look()
    moved = overprint or Overprint()
    note = look["test_note"].format(right=_number(moved.right), down=_number(moved.down))
    return typeset(
        "certificate.typ",
        {
            "title": title,
            "look": {name: value for name, value in look.items() if name != "schema"},
            "font": style_sheet().printed_font,
            "words": {name: words.say(name) for name in ("state_name", "motto")},
            "overprint": overprint is not None,
            "offset": {"x": moved.right, "y": moved.down},
            "test_note": note if moved.is_test else "",
            "certificates": [asdict(one) for one in certificates[: 1 if moved.is_test else None]],
        },
        made_at=made_at,
    )
