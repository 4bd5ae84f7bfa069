"""Certificates as one PDF file, a page each: the full page, or what is printed onto blanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from nominations.documents.certificate import Certificate, Overprint, certificate_layout
from nominations.documents.emblems import emblem_pictures
from nominations.documents.paper_words import paper_words
from nominations.documents.pdf import typeset_pdf
from nominations.documents.style_sheet import style_sheet
from nominations.documents.text_check import check_printable


def _number(length: float) -> str:
    """ "2,5" and "-3": a length as people type it."""
    return f"{length:g}".replace(".", ",")


def example_pdf(emblem: bytes, *, made_at: datetime) -> bytes:
    """A certificate for nobody, with these bytes of a picture as its emblem, or without any."""
    example = Certificate(**certificate_layout()["example"], emblem="example")
    return _typeset([example], {"example": emblem} if emblem else {}, made_at=made_at)


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
    found = emblem_pictures(one.emblem for one in certificates) if overprint is None else {}
    return _typeset(certificates, found, title=title, made_at=made_at, overprint=overprint)


def _typeset(
    certificates: Sequence[Certificate],
    emblems: Mapping[str, bytes],
    *,
    made_at: datetime,
    title: str = "",
    overprint: Overprint | None = None,
) -> bytes:
    """The layout is handed the pictures with the text: it opens no file."""
    words, look = paper_words(), certificate_layout()
    moved = overprint or Overprint()
    note = look["test_note"].format(right=_number(moved.right), down=_number(moved.down))
    return typeset_pdf(
        "certificate.typ",
        {
            "title": title,
            "look": {name: look[name] for name in look.keys() - {"schema", "example"}},
            "font": style_sheet().printed_font,
            "words": {name: words.say(name) for name in ("state_name", "motto")},
            "overprint": overprint is not None,
            "offset": {"x": moved.right, "y": moved.down},
            "emblems": {name: list(content) for name, content in emblems.items()},
            "test_note": note if moved.is_test else "",
            "certificates": [asdict(one) for one in certificates[: 1 if moved.is_test else None]],
        },
        made_at=made_at,
    )
