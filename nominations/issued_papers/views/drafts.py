"""The draft of a paper that has no page of its own: to be read, downloaded and signed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_GET

from nominations.documents.blocks import Paper
from nominations.documents.paper_pages import paper_download, paper_preview
from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.paper_sources import PaperSource, source_of
from nominations.web.access import user_of
from nominations.web.refusals import show_refusal

KINDS = (IssuedKind.CORRECTION, IssuedKind.REVOCATION)
"""Kinds whose drafts stand here; the others have pages in their rooms."""


def _found(request: HttpRequest, kind: str, key: str) -> tuple[PaperSource, Any]:
    if kind not in KINDS:
        raise Http404
    source = source_of(kind)
    return source, source.find(user_of(request), key)


def _paper(source: PaperSource, record: Any) -> Paper:
    with override("vi"):
        return source.compose(record, source.recorded_details(record))


@login_required
@require_GET
def preview(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The paper as it would be printed; number, day and signature are left blank."""
    source, record = _found(request, kind, key)
    path = reverse("issued_papers:draft_file", args=[kind, key])
    return paper_preview(
        request, _paper(source, record), file_path=path, above=source.above(record)
    )


@login_required
@require_GET
def download(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The draft as Word or PDF, to be signed."""
    source, record = _found(request, kind, key)
    try:
        return paper_download(request, _paper(source, record))
    except ValidationError as refusal:
        show_refusal(request, refusal)
        return redirect(source.above(record))
