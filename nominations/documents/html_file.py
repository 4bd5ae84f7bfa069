"""A paper as one HTML file that needs no other: what the preview shows, with its style inside."""

from __future__ import annotations

from pathlib import Path

from django.template.loader import render_to_string
from django.utils.html import escape

from nominations.documents.blocks import Paper
from nominations.documents.preview import preview_blocks

_STYLE = Path(__file__).resolve().parent / "static" / "documents" / "paper.css"


def html_bytes(paper: Paper) -> bytes:
    """The paper as a file; every text in it is escaped."""
    style = "\n".join(
        line
        for line in _STYLE.read_text(encoding="utf-8").splitlines()
        if not line.startswith("@font-face")  # its files are not beside this one
    )
    body = render_to_string("documents/sheets.html", {"paper": preview_blocks(paper)})
    page = (
        '<!doctype html>\n<html lang="vi">\n<head><meta charset="utf-8">'
        f"<title>{escape(paper.title)}</title>\n<style>\n{style}\n</style></head>\n"
        f"<body>\n{body}</body>\n</html>\n"
    )
    return page.encode("utf-8")
