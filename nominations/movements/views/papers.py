"""Plans, response plans and reviews as papers: shown, and as Word, PDF and HTML."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from nominations.documents.blocks import Paper
from nominations.documents.html_file import html_bytes
from nominations.documents.paper_pages import FORMAT, paper_download, paper_preview
from nominations.documents.standard_parts import notes_of
from nominations.issued_papers.edition_source import shown_paper
from nominations.movements.issued_sources import PlanSource, ResponseSource, ReviewSource
from nominations.movements.views.access import (
    keeps_movements,
    movement_or_404,
    plan_or_404,
    review_or_404,
)
from nominations.web.attachments import attachment
from nominations.web.refusals import refusals_to
from workflow import clock

HTML_TYPE = "text/html; charset=utf-8"


def _download(request: HttpRequest, paper: Paper) -> HttpResponse:
    if request.GET.get(FORMAT) == "html":
        return attachment(html_bytes(paper), name=f"{paper.file_name}.html", content_type=HTML_TYPE)
    return paper_download(request, paper)


@login_required
@require_GET
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as it would be printed."""
    row = plan_or_404(request, pk)
    files = reverse("movements:plan_paper_file", args=[pk])
    notes = notes_of(row.paper_date or clock.today())
    return paper_preview(
        request,
        shown_paper(PlanSource(), row),
        file_path=files,
        above=row.get_absolute_url(),
        notes=notes,
    )


@login_required
@require_GET
@refusals_to("movements:plan", "pk")
def plan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as a file."""
    return _download(request, shown_paper(PlanSource(), plan_or_404(request, pk)))


@login_required
@require_GET
def response(request: HttpRequest, pk: int) -> HttpResponse:
    """The response plan as it would be printed."""
    row = movement_or_404(request, pk)
    files = reverse("movements:response_paper_file", args=[pk])
    notes = notes_of(row.response_date or clock.today())
    return paper_preview(
        request,
        shown_paper(ResponseSource(), row, to_keeper=keeps_movements(request, row.organization_id)),
        file_path=files,
        above=row.get_absolute_url(),
        notes=notes,
    )


@login_required
@require_GET
@refusals_to("movements:movement", "pk")
def response_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The response plan as a file."""
    row = movement_or_404(request, pk)
    keeper = keeps_movements(request, row.organization_id)
    return _download(request, shown_paper(ResponseSource(), row, to_keeper=keeper))


@login_required
@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The report on a review as it would be printed."""
    row = review_or_404(request, pk)
    files = reverse("movements:review_paper_file", args=[pk])
    keeper = keeps_movements(request, row.movement.organization_id)
    shown = shown_paper(ReviewSource(), row, to_keeper=keeper)
    return paper_preview(request, shown, file_path=files, above=row.movement.get_absolute_url())


@login_required
@require_GET
@refusals_to("movements:list")
def review_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The report on a review as a file."""
    row = review_or_404(request, pk)
    keeper = keeps_movements(request, row.movement.organization_id)
    return _download(request, shown_paper(ReviewSource(), row, to_keeper=keeper))
