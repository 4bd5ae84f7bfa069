"""The extract of the awards of a person: for the person, and for whoever keeps the records."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from nominations.documents.blocks import Paper
from nominations.documents.paper_pages import paper_download, paper_preview
from nominations.people import queries
from nominations.statistics.extract_paper import extract_paper
from nominations.web.access import get_or_404, user_of
from nominations.web.refusals import refusals_to


def _paper(request: HttpRequest, pk: int) -> Paper:
    user = user_of(request)
    people = queries.visible_to(user).distinct()
    person = get_or_404(
        people.prefetch_related("memberships__unit__organization__parent", "memberships__position"),
        pk=pk,
    )
    paper = extract_paper(person) if queries.may_see_particulars(user, person) else None
    if paper is None:
        raise Http404
    return paper


@require_GET
@login_required
def extract(request: HttpRequest, pk: int) -> HttpResponse:
    """The extract as it would be printed."""
    return paper_preview(
        request,
        _paper(request, pk),
        file_path=reverse("statistics:extract_file", args=[pk]),
        above=reverse("people:person", args=[pk]),
    )


@require_GET
@login_required
@refusals_to("people:person", "pk")
def extract_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The extract as Word or PDF."""
    return paper_download(request, _paper(request, pk))
