"""Decisions, papers sent upward and certificates: on the screen, as Word and as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nominations.decisions import queries
from nominations.decisions.certificates import certificates_of, certificates_title
from nominations.decisions.models import Decision, UpwardReport
from nominations.decisions.papers import citing_day, decision_paper
from nominations.decisions.report_papers import has_paper, report_paper
from nominations.documents.blank_offsets import store_offsets, stored_offsets
from nominations.documents.certificate import Certificate, Overprint
from nominations.documents.forms import OverprintForm
from nominations.documents.models import BlankOffsets
from nominations.documents.paper_pages import file_answer, paper_download, paper_preview
from nominations.documents.rendering import (
    PaperFormat,
    render_certificates,
    render_certificates_word,
)
from nominations.documents.standard_parts import notes_of
from nominations.people.authorization import require_secretary
from nominations.web.access import get_or_404, user_of
from nominations.web.refusals import refusals_in, refusals_shown, refusals_to
from nominations.web.stale_page import ShownValues

BLANK = "giai"
"""The parameter of an address that names the award on a blank."""
NOT_SECRETARY = gettext_lazy("Only the council secretary of %(agency)s does this.")
OFFSETS = ("right", "down")
TEST_SHEET = "thu"
"""The value of the parameter for the test sheet with the grid."""


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
    """The certificates of the decision as one PDF, or as Word (`dang`); with `phoi` the overprint
    for blanks, or (`thu`) the test sheet. `giai` selects the award on the blank."""
    found = _decision(request, public_id)
    pages, title = certificates_of(found), certificates_title(found)
    if request.GET.get("dang") == PaperFormat.WORD:
        return file_answer(render_certificates_word(pages, title=title))
    overprint = None
    if "phoi" in request.GET:
        blank = _blank(request, pages)
        pages = [one for one in pages if blank in ("", one.award)]
        overprint = _overprint(request, found, blank)
    return file_answer(render_certificates(pages, title=title, overprint=overprint))


def _blank(request: HttpRequest, pages: Sequence[Certificate]) -> str:
    """The selected award on the blank, or the only one; "" for all of several."""
    blanks = list(dict.fromkeys(one.award for one in pages))
    named = request.GET.get(BLANK, "")
    if named and named not in blanks:
        raise Http404
    return named or (blanks[0] if len(blanks) == 1 else "")


def _overprint(request: HttpRequest, found: Decision, blank: str) -> Overprint:
    """The offsets in the query string, else those stored for the blank; refuses (ValidationError)
    invalid lengths."""
    form = OverprintForm(request.GET)
    if not form.is_valid():
        raise ValidationError([message for errors in form.errors.values() for message in errors])
    right, down = form.offsets(stored_offsets(found.organization).get(blank))
    return Overprint(
        right=float(right), down=float(down), is_test=request.GET["phoi"] == TEST_SHEET
    )


@login_required
@require_http_methods(["GET", "POST"])
def offsets(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET shows the offsets of a blank of the decision, filled from the query string; POST stores
    them for all later decisions of the agency."""
    found = _decision(request, public_id)
    with refusals_shown(request):
        require_secretary(user_of(request), found.organization, str(NOT_SECRETARY))
    with refusals_shown(request):
        blank = _blank(request, certificates_of(found))
        if not blank:
            raise Http404
        return _offsets_page(request, found, blank)
    return redirect(found)


def _offsets_page(request: HttpRequest, found: Decision, blank: str) -> HttpResponse:
    agency = found.organization
    rows = BlankOffsets.objects.filter(organization=agency, blank=blank).order_by("-pk")
    form = OverprintForm(
        request.POST if request.method == "POST" else None,
        stored=stored_offsets(agency).get(blank),
        initial={name: request.GET[name] for name in OFFSETS if request.GET.get(name)},
    )
    shown = ShownValues.of(request, agency, lambda _row: {"last": list(rows.values("pk")[:1])})
    if request.method == "POST" and form.is_valid():
        right, down = form.offsets()
        with refusals_in(form), shown.unchanged(form):
            who = user_of(request)
            store_offsets(actor=who, organization=agency, blank=blank, right=right, down=down)
            messages.success(request, _("The offsets of the blank are kept."))
            return redirect(found)
    rows = rows.select_related("recorded_by__person")
    context = {"form": form, "blank": blank, "decision": found, "rows": rows}
    context["seen_version"] = shown.mark
    failed = form.is_bound and not form.is_valid()
    return render(request, "decisions/offsets.html", context, status=422 if failed else 200)


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
