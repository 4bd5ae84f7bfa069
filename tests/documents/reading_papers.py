"""What is in a paper's file, read back by libraries that did not write it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from nominations.documents.pdf import pdf_bytes
from nominations.documents.word import word_bytes
from tests.documents.sample_papers import MADE_AT

POINT = 25.4 / 72
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Fragment:
    """A piece of text on a page: millimetres from the left and from the top, size in points."""

    text: str
    left: float
    top: float
    size: float
    font: str


def bare(text: str) -> str:
    """The text without its blanks, which every program sets in its own way."""
    return _BLANKS.sub("", text.replace("\u00a0", " "))


def word_text(content: bytes) -> str:
    """Paragraphs and cells of a Word file in the order of reading."""
    body = Document(io.BytesIO(content)).element.body
    return "\n".join(_words(body))


def _words(body: Any) -> Iterator[str]:
    for paragraph in body.iter(qn("w:p")):
        yield "".join(
            {qn("w:t"): node.text or "", qn("w:br"): "\n", qn("w:tab"): "\t"}[node.tag]
            for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
        )


@cache
def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def pdf_text(content: bytes) -> str:
    """The text of a PDF file as copying gives it, without the numbers of the pages."""
    pages = []
    for page in reader(content).pages:
        first, _line, rest = page.extract_text().partition("\n")
        pages.append(rest if re.fullmatch(r"\d{1,3}", first.strip()) else f"{first}\n{rest}")
    return "\n".join(pages)


@cache
def fragments(content: bytes, page: int = 0) -> tuple[Fragment, ...]:
    """The pieces of text of a page in the order in which they were set."""
    found: list[Fragment] = []
    sheet = reader(content).pages[page]
    high = float(sheet.mediabox.height)

    def visit(text: str, user: Any, matrix: Any, font: Any, size: float) -> None:
        if not text.strip():
            return
        x = matrix[0] * user[0] + matrix[4] * user[0] + user[4] - matrix[0] * user[0]
        y = matrix[5] * user[3] + user[5]
        found.append(
            Fragment(
                text=text.strip(),
                left=round(x * POINT, 1),
                top=round((high - y) * POINT, 1),
                size=round(abs(size * matrix[3] * user[3]), 1),
                font=str(font["/BaseFont"]).rpartition("+")[2] if font else "",
            )
        )

    sheet.extract_text(visitor_text=visit)
    return tuple(found)


@cache
def both(paper: Any) -> tuple[bytes, bytes]:
    """The paper as Word and as PDF."""
    return word_bytes(paper, made_at=MADE_AT), pdf_bytes(paper, made_at=MADE_AT)


def headings(paper: Any) -> list[str]:
    """The heading of each table of the paper, as copying gives it."""
    parts = [paper.blocks, *(part.blocks for part in paper.appendices)]
    return [
        bare("".join(column.heading for column in block.columns))
        for blocks in parts
        for block in blocks
        if type(block).__name__ == "Table"
    ]


def body_text(text: str, paper: Any) -> str:
    """The text without blanks and without headings of tables, which come again on every page."""
    found = bare(text)
    for heading in headings(paper):
        found = found.replace(heading, "")
    return found
