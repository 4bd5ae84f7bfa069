"""Shared parts of pages of papers: the preview with its buttons, and the download.

Making a paper changes nothing. Who may see it is decided by the view that composes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.urls import reverse

from nominations.documents.blocks import Paper
from nominations.documents.preview import preview_blocks
from nominations.documents.rendering import PaperFile, PaperFormat, render
from nominations.web.attachments import attachment

FORMAT = "dang"
"""The parameter of an address that names the format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNotes:
    """Notes shown beside a paper but not on it: the form it follows, and unverified sources."""

    form: str = ""
    unverified: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLink:
    """One line of `documents/paper_links.html`: where a paper is shown, and where its file is.

    `has_table` where the file is to be had as an Excel table too.
    """

    label: str
    preview: str
    file: str
    has_table: bool = False

    @classmethod
    def of(cls, name: str, label: str, *args: Any, has_table: bool = False) -> PaperLink:
        """The paper of the address `name`; its file is at `name_file` with the same words."""
        preview, file = reverse(name, args=args), reverse(f"{name}_file", args=args)
        return cls(label=label, preview=preview, file=file, has_table=has_table)


def paper_preview(
    request: HttpRequest,
    paper: Paper,
    *,
    file_path: str,
    above: str,
    notes: PaperNotes | None = None,
    template: str = "documents/preview.html",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The paper on the screen; `above` is where its data stand, `file_path` where its files are.

    `template` extends the preview where a page shows `more` beside the paper.
    """
    context = {
        "paper": preview_blocks(paper),
        "file_path": file_path,
        "above": above,
        "notes": notes or PaperNotes(),
        **(more or {}),
    }
    return render_page(request, template, context)


def paper_download(request: HttpRequest, paper: Paper) -> HttpResponse:
    """The file in the format of the address; refuses (ValidationError) what cannot be printed."""
    try:
        wanted = PaperFormat(request.GET.get(FORMAT, PaperFormat.PDF))
    except ValueError:
        raise Http404 from None
    return file_answer(render(paper, wanted))


def file_answer(made: PaperFile) -> HttpResponse:
    """The file as an answer that the browser keeps under its name."""
    return attachment(made.content, name=made.name, content_type=made.media_type)
