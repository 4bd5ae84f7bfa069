"""The paper of a period report in every format, and the pages that ask before a step."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.documents.annex_sheet import MEDIA_TYPE, annexes_workbook
from nominations.documents.html_file import html_bytes
from nominations.documents.paper_pages import FORMAT, paper_download, paper_preview
from nominations.issued_papers.edition_source import shown_paper
from nominations.period_reports.findings import findings_of
from nominations.period_reports.forms import PlainReportForm, ReportReasonForm
from nominations.period_reports.issued_sources import PeriodReportSource
from nominations.period_reports.models import AgencyReport
from nominations.period_reports.report_workflow import PERIOD_REPORTS
from nominations.period_reports.views.reports import report_or_404
from nominations.web.attachments import attachment
from nominations.web.refusals import refusals_to
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow.table import Transition

HTML_TYPE = "text/html; charset=utf-8"


@login_required
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it was issued, or as it would be printed."""
    row = report_or_404(request, pk)
    return paper_preview(
        request,
        shown_paper(PeriodReportSource(), row),
        file_path=reverse("period_reports:paper_file", args=[pk]),
        above=row.get_absolute_url(),
    )


@login_required
@require_GET
@refusals_to("period_reports:report", "pk")
def paper_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as Word, PDF, HTML, or Excel (text and table); all from the same blocks."""
    found = shown_paper(PeriodReportSource(), report_or_404(request, pk))
    wanted = request.GET.get(FORMAT, "")
    if wanted == "html":
        return attachment(html_bytes(found), name=f"{found.file_name}.html", content_type=HTML_TYPE)
    if wanted == "xlsx":
        sheets = annexes_workbook(found, text_sheet=_("Text of the report"))
        if sheets is None:
            raise Http404
        return attachment(sheets, name=f"{found.file_name}.xlsx", content_type=MEDIA_TYPE)
    return paper_download(request, found)


class ReportStepPage(TransitionPage[AgencyReport]):
    """Complete, open again, discard."""

    workflow = PERIOD_REPORTS
    template = "period_reports/step.html"
    plain_form, reason_form = PlainReportForm, ReportReasonForm

    def find(self, request: HttpRequest, pk: int) -> AgencyReport:
        return report_or_404(request, pk)

    def name_of(self, subject: AgencyReport) -> str:
        return subject.title

    def context(
        self, subject: AgencyReport, row: Transition, form: TransitionForm
    ) -> dict[str, Any]:
        found = findings_of(subject) if "findings" in row.shows else []
        return {
            "report": subject,
            "errors": [one for one in found if one.is_error],
            "warnings": [one for one in found if not one.is_error],
        }


STEP_PAGE = ReportStepPage()


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """GET asks, POST does."""
    return STEP_PAGE.answer(request, pk, name)
