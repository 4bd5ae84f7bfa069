"""The text of a Word file, read without Django: rows of its tables, and its paragraphs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, iterparse

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def table_rows(word: bytes) -> Iterator[tuple[str, ...]]:
    """The cells of every table row of a Word file, as text."""
    with zipfile.ZipFile(io.BytesIO(word)) as package, package.open("word/document.xml") as part:
        for _event, row in iterparse(part):  # noqa: S314 -- made here, or read in a child process
            if row.tag == f"{_W}tr":
                yield tuple(_text(cell) for cell in row.iterfind(f"{_W}tc"))
                row.clear()


def paragraphs(word: bytes) -> Iterator[str]:
    """The paragraphs of a Word file outside its tables, as text."""
    with zipfile.ZipFile(io.BytesIO(word)) as package, package.open("word/document.xml") as part:
        depth = 0
        for event, one in iterparse(part, events=("start", "end")):  # noqa: S314 -- made here
            if one.tag == f"{_W}tbl":
                depth += 1 if event == "start" else -1
            elif one.tag == f"{_W}p" and event == "end" and not depth:
                yield "".join(_pieces(one)).strip()
                one.clear()


def _text(cell: Element) -> str:
    lines = ("".join(_pieces(one)) for one in cell.iterfind(f"{_W}p"))
    return "\n".join(lines).strip()


def _pieces(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter():
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag in (f"{_W}br", f"{_W}tab"):
            yield " "


def read_rows(payload: bytes) -> dict[str, Any]:
    """The table rows of a file from outside, for a child process: {"rows": [[cell, ...], ...]}."""
    return {"rows": [list(row) for row in table_rows(payload)]}
