"""The page that asks before a paper is issued, and issues it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.issued_papers import services
from nominations.issued_papers.forms import PaperIssueForm
from nominations.issued_papers.paper_sources import PaperSource, source_of
from nominations.issued_papers.prepared_paper import PreparedPaper, mark_of_draft, prepare_paper
from nominations.issued_papers.queries import issued_paper_of
from nominations.people import authorization
from nominations.web.access import require_allowed, user_of
from nominations.web.refusals import refusals_in, show_refusal
from nominations.web.stale_page import sent_mark


@login_required
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """GET shows what would be issued and what contradicts it, POST issues it."""
    source, record = _found(request, kind, key)
    form = PaperIssueForm(
        request.POST if request.method == "POST" else None, **_form_arguments(source, record)
    )
    try:
        services.check_ready(source, record)
        ready = prepare_paper(source, record, source.recorded_details(record))
    except ValidationError as refusal:
        show_refusal(request, refusal)
        found = issued_paper_of(source.kind, source.record_of(record))
        return redirect(found or source.above(record))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            paper = services.issue_paper(
                actor=user_of(request),
                source=source,
                record=record,
                details=form.details(),
                supplements=form.cleaned_data.get("supplements"),
                seen=sent_mark(request),
            )
            messages.success(request, _("The paper is issued. Its files do not change any more."))
            return redirect(paper)
    return render(request, "issued_papers/issue.html", _shown(source, record, form, ready))


def _found(request: HttpRequest, kind: str, key: str) -> tuple[PaperSource, Any]:
    """The record that the reader sees; 403 for a reader who issues nothing in that agency."""
    try:
        source = source_of(kind)
    except KeyError:
        raise Http404 from None
    record = source.find(user_of(request), key)
    require_allowed(
        authorization.holds(
            user_of(request), *source.roles, organization=source.organization(record)
        ),
        _("Only the council secretary issues papers."),
    )
    return source, record


def _form_arguments(source: PaperSource, record: Any) -> dict[str, Any]:
    return {
        "recorded": source.recorded_details(record),
        "numbers": source.numbers(record),
        "needs_number": source.needs_number,
        "needs_signer": source.needs_signer,
        "supplements": source.may_supplement(record),
        "likely_signer": source.likely_signer(record),
    }


def _shown(
    source: PaperSource, record: Any, form: PaperIssueForm, ready: PreparedPaper
) -> dict[str, Any]:
    replaced = source.follows(record)
    return {
        "form": form,
        "kind": source.kind.label,
        "recorded": source.recorded_details(record),
        "ready": ready,
        "draft": source.draft(record),
        "has_editions": source.has_editions,
        "replaced": replaced[0] if source.has_editions and replaced else None,
        "above": source.above(record),
        "seen_version": mark_of_draft(source, record),
    }
