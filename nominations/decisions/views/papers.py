"""Decisions, papers sent upward and certificates: on the screen, as Word and as PDF."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from nominations.decisions import queries
from nominations.decisions.certificates import certificates_of, certificates_title
from nominations.decisions.forms import OverprintForm
from nominations.decisions.models import Decision, UpwardReport
from nominations.decisions.papers import citing_day, decision_paper
from nominations.decisions.report_papers import has_paper, report_paper
from nominations.documents.certificate import Overprint
from nominations.documents.paper_pages import file_answer, paper_download, paper_preview
from nominations.documents.rendering import render_certificates
from nominations.documents.standard_parts import notes_of
from nominations.web.access import get_or_404, user_of
from nominations.web.refusals import refusals_to

TEST_SHEET = "thu"
"""What the address says for the sheet with the grid."""


def _decision(request: HttpRequest, public_id: UUID) -> Decision:
    rows = queries.visible_to(user_of(request)).select_related("organization__parent")
    return get_or_404(rows, public_id=public_id)


def _report(request: HttpRequest, public_id: UUID) -> UpwardReport:
    rows = queries.reports_visible_to(user_of(request)).select_related("organization__parent")
    found = get_or_404(rows, public_id=public_id)
    if not has_paper(found):
        raise Http404
    return found


@require_GET
@login_required
@refusals_to("decisions:decision", "public_id")
def decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The decision with its annexes as it would be printed."""
    found = _decision(request, public_id)
    return paper_preview(
        request,
        decision_paper(found),
        file_path=reverse("decisions:paper_file", args=[public_id]),
        above=found.get_absolute_url(),
        notes=notes_of(citing_day(found)),
    )


@require_GET
@login_required
@refusals_to("decisions:decision", "public_id")
def decision_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The decision as Word or PDF."""
    return paper_download(request, decision_paper(_decision(request, public_id)))


@require_GET
@login_required
@refusals_to("decisions:decision", "public_id")
def certificates(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The certificates of the decision as one PDF; with `phoi`, what is printed onto blanks, or the
    sheet for trying these where it says `thu`."""
    found = _decision(request, public_id)
    pages, title = certificates_of(found), certificates_title(found)
    return file_answer(render_certificates(pages, title=title, overprint=_overprint(request)))


def _overprint(request: HttpRequest) -> Overprint | None:
    """The offsets of the address; refuses (ValidationError) what is no length on a sheet."""
    if "phoi" not in request.GET:
        return None
    form = OverprintForm(request.GET)
    if not form.is_valid():
        raise ValidationError([message for errors in form.errors.values() for message in errors])
    given = form.cleaned_data
    return Overprint(
        right=float(given["right"] or 0),
        down=float(given["down"] or 0),
        is_test=request.GET["phoi"] == TEST_SHEET,
    )


@require_GET
@login_required
@refusals_to("decisions:report", "public_id")
def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The submission or the annual report as it would be printed."""
    found = _report(request, public_id)
    return paper_preview(
        request,
        report_paper(found),
        file_path=reverse("decisions:report_paper_file", args=[public_id]),
        above=found.get_absolute_url(),
        notes=notes_of(found.issued_on, found.kind),
    )


@require_GET
@login_required
@refusals_to("decisions:report", "public_id")
def report_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The submission or the annual report as Word or PDF."""
    return paper_download(request, report_paper(_report(request, public_id)))
