"""The notice and the minutes of a consultation: on the screen, as Word and as PDF."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from nominations.consultation.models import Posting
from nominations.consultation.papers import closing_minutes, notice_paper
from nominations.consultation.queries import visible_to
from nominations.documents.blocks import Paper
from nominations.documents.paper_pages import paper_download, paper_preview
from nominations.web.access import get_or_404
from nominations.web.refusals import refusals_to

PAPERS: dict[str, Callable[[Posting], Paper]] = {"notice": notice_paper, "minutes": closing_minutes}


def _posting(request: HttpRequest, public_id: UUID) -> Posting:
    rows = visible_to(request.user).select_related("organization__parent")
    return get_or_404(rows, public_id=public_id)


@require_GET
@login_required
@refusals_to("consultation:posting", "public_id")
def preview(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The paper as it would be printed."""
    found = _posting(request, public_id)
    return paper_preview(
        request,
        PAPERS[kind](found),
        file_path=reverse(f"consultation:{kind}_paper_file", args=[public_id]),
        above=found.get_absolute_url(),
    )


@require_GET
@login_required
@refusals_to("consultation:posting", "public_id")
def download(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The paper as Word or PDF."""
    return paper_download(request, PAPERS[kind](_posting(request, public_id)))
