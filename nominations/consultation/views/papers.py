"""The notice and the minutes of a consultation: on the screen, as Word and as PDF."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.consultation import services
from nominations.consultation.forms import MinutesNoteForm
from nominations.consultation.models import Posting
from nominations.consultation.papers import closing_minutes, notice_paper
from nominations.consultation.queries import conducts, is_taking_opinions, visible_to
from nominations.documents.blocks import Paper
from nominations.documents.paper_pages import paper_download, paper_preview
from nominations.web.access import get_or_404
from nominations.web.refusals import refusals_in, refusals_to
from nominations.web.stale_page import ShownValues

PAPERS: dict[str, Callable[[Posting], Paper]] = {"notice": notice_paper, "minutes": closing_minutes}


def _posting(request: HttpRequest, public_id: UUID) -> Posting:
    rows = visible_to(request.user).select_related("organization__parent")
    return get_or_404(rows, public_id=public_id)


@require_GET
@login_required
@refusals_to("consultation:posting", "public_id")
def notice(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The notice as it would be printed."""
    found = _posting(request, public_id)
    path = reverse("consultation:notice_paper_file", args=[public_id])
    return paper_preview(
        request, notice_paper(found), file_path=path, above=found.get_absolute_url()
    )


@require_http_methods(["GET", "POST"])
@login_required
@refusals_to("consultation:posting", "public_id")
def minutes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The minutes of the consultation, and below them the secretary's note in them."""
    row = _posting(request, public_id)
    form = MinutesNoteForm(
        request.POST if request.method == "POST" else None, initial={"note": row.minutes_note}
    )
    shown = ShownValues.of_row(request, row, "minutes_note")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            services.write_minutes_note(actor=request.user, posting=row, **form.cleaned_data)
            messages.success(request, _("The minutes are completed."))
            return redirect("consultation:minutes", public_id=row.public_id)
    return paper_preview(
        request,
        closing_minutes(row),
        file_path=reverse("consultation:minutes_paper_file", args=[public_id]),
        above=row.get_absolute_url(),
        template="consultation/minutes.html",
        more={
            "form": form if conducts(request.user, row) else None,
            "takes_opinions": is_taking_opinions(row),
            "seen_version": shown.mark,
        },
    )


@require_GET
@login_required
@refusals_to("consultation:posting", "public_id")
def download(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The paper as Word or PDF."""
    return paper_download(request, PAPERS[kind](_posting(request, public_id)))
