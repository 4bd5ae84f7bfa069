"""A paper in the format somebody asked for.

The renderers load libraries that no other page needs, so each is loaded with its first paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib import import_module

from nominations.documents.blocks import Paper
from nominations.documents.certificate import Certificate, Overprint
from workflow import clock


class PaperFormat(StrEnum):
    WORD = "docx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    name: str
    media_type: str
    content: bytes


_RENDERERS = {
    PaperFormat.WORD: ("nominations.documents.word", "word_bytes"),
    PaperFormat.PDF: ("nominations.documents.pdf", "pdf_bytes"),
}


def render(paper: Paper, wanted: PaperFormat, *, made_at: datetime | None = None) -> PaperFile:
    """The paper as a file that says it was made at that moment, or now; refuses (ValidationError) a
    letter that cannot be printed."""
    place, function = _RENDERERS[wanted]
    renderer = import_module(place)
    content: bytes = getattr(renderer, function)(paper, made_at=made_at or clock.now())
    return PaperFile(
        name=f"{paper.file_name}.{wanted}", media_type=renderer.MEDIA_TYPE, content=content
    )


def render_certificates(
    pages: Sequence[Certificate], *, title: str, overprint: Overprint | None = None
) -> PaperFile:
    """Certificates as one PDF file; refuses (ValidationError) a letter that cannot be printed."""
    maker = import_module("nominations.documents.certificate_pages")
    content: bytes = maker.certificates_pdf(
        pages, title=title, made_at=clock.now(), overprint=overprint
    )
    return PaperFile(name="giay_khen.pdf", media_type="application/pdf", content=content)


def render_certificates_word(pages: Sequence[Certificate], *, title: str) -> PaperFile:
    """Full pages of certificates as one Word file; refuses (ValidationError) a letter that cannot
    be printed."""
    maker = import_module("nominations.documents.certificate_word")
    content: bytes = maker.certificates_docx(pages, title=title, made_at=clock.now())
    return PaperFile(name="giay_khen.docx", media_type=maker.MEDIA_TYPE, content=content)


def render_example_certificate(emblem: bytes) -> PaperFile:
    """A certificate for nobody with this picture as its emblem, as PDF."""
    maker = import_module("nominations.documents.certificate_pages")
    content: bytes = maker.example_pdf(emblem, made_at=clock.now())
    return PaperFile(name="giay_khen_mau.pdf", media_type="application/pdf", content=content)
