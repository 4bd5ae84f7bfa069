"""Period reports as they are written: the list, one report, one section a page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.panel import panel_of
from nominations.people.models import Organization
from nominations.people.queries import agency_shown_first
from nominations.period_reports import queries, services
from nominations.period_reports.findings import findings_in
from nominations.period_reports.forms import ReportEditionForm, ReportPeriodForm, SectionTextForm
from nominations.period_reports.models import AgencyReport, ReportVariant, SectionText
from nominations.period_reports.papers import heading_of, lines_of
from nominations.period_reports.record_blocks import ReportRecord, report_record
from nominations.period_reports.report_structure import TEXT, ReportSection, section_of, structure
from nominations.period_reports.report_workflow import PERIOD_REPORTS, ReportState
from nominations.web.access import get_or_404, require_any_or_404, user_of
from nominations.web.refusals import Refused, refusals_in, show_in
from nominations.web.stale_page import ShownValues, mark_of
from workflow import audit, clock, engine
from workflow.exceptions import StaleVersion

REPORTS_PER_PAGE = 30
PERIOD_COLUMNS = ("variant", "first_year", "last_year", "months", "title")


def report_or_404(request: HttpRequest, pk: int) -> AgencyReport:
    """The report for who writes the agency's reports."""
    return get_or_404(queries.visible_to(user_of(request)), pk=pk)


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The reports of the agencies for which the reader writes them."""
    require_any_or_404(queries.writing_agency_ids(user_of(request)))
    rows = queries.visible_to(user_of(request))
    page = Paginator(rows, REPORTS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "period_reports/index.html", {"page": page})


def _agencies(request: HttpRequest) -> Any:
    ids = require_any_or_404(queries.writing_agency_ids(user_of(request)))
    return Organization.objects.filter(pk__in=sorted(ids))


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose kind and period; the texts of an earlier report are taken over in one step."""
    agencies = _agencies(request)
    own = agency_shown_first(user_of(request), list(agencies))
    earlier = queries.reports_to_copy(user_of(request))
    latest = earlier.filter(organization=own).first()
    year = clock.today().year
    initial: dict[str, Any] = {"organization": own, "variant": ReportVariant.ANNUAL}
    initial |= {"copy_from": latest, "first_year": year, "last_year": year}
    form = ReportPeriodForm(
        request.POST or None, organizations=agencies, earlier=earlier, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        given = {"organization": own, **form.cleaned_data}
        with refusals_in(form):
            made = services.begin_report(actor=user_of(request), **given)
            messages.success(request, _("The report is begun. Write its sections one by one."))
            return redirect(made)
    return render(request, "period_reports/period_form.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct kind, period or title while the report is being written."""
    row = report_or_404(request, pk)
    if not row.is_open and request.method == "GET":
        messages.info(request, _("The report is locked; its period can no longer be changed."))
        return redirect(row)
    form = ReportPeriodForm(
        request.POST or None,
        organizations=_agencies(request),
        earlier=None,
        initial={name: getattr(row, name) for name in PERIOD_COLUMNS},
    )
    shown = ShownValues.of_row(request, row, *PERIOD_COLUMNS)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            services.revise_report(actor=user_of(request), report=row, **form.cleaned_data)
            messages.success(request, _("The period of the report is changed."))
            return redirect(row)
    context = {"form": form, "report": row, "seen_version": shown.mark}
    return render(request, "period_reports/period_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a later edition of an issued report, with the reason."""
    row = report_or_404(request, pk)
    form = ReportEditionForm(request.POST or None)
    shown = ShownValues.of_row(request, row, "state")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            made = services.begin_edition(actor=user_of(request), report=row, **form.cleaned_data)
            messages.success(
                request,
                _("The later edition is begun with the texts of the issued report."),
            )
            return redirect(made)
    context = {"form": form, "report": row, "seen_version": shown.mark}
    return render(request, "period_reports/edition.html", context)


# --- one report -----------------------------------------------------------------------------------


@login_required
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The sections in their order with what stands in each, and what has to be looked at."""
    row = report_or_404(request, pk)
    texts = queries.texts_of(row)
    record = report_record(row.organization, row.period)
    found = findings_in(row, texts, record) if row.is_open else []
    papers = (
        panel_of(user_of(request), row, [IssuedKind.PERIOD_REPORT])
        if row.state == ReportState.COMPLETED
        else []
    )
    context = {
        "report": row,
        "sections": [_shown(row, one, texts, record) for one in structure(row.structure_version)],
        "errors": [one for one in found if one.is_error],
        "warnings": [one for one in found if not one.is_error],
        "offers": engine.offers(PERIOD_REPORTS, row.pk, actor=user_of(request)),
        "papers": papers,
        "issued": next((one.issued for one in papers if one.issued), None),
        "later": row.later_editions.exclude(state=ReportState.DISCARDED).first(),
        "files": reverse("period_reports:paper_file", args=[row.pk]),
        "history": _history(row),
    }
    return render(request, "period_reports/report.html", context)


def _history(row: AgencyReport) -> list[dict[str, Any]]:
    """What happened to the report, the latest first."""
    return [
        {
            "at": event.at,
            "who": event.actor_name if event.actor_id is not None else _("The system"),
            "sentence": audit.label_of(event.action),
            "comment": str(event.content.get("comment") or event.content.get("reason") or ""),
        }
        for event in reversed(audit.history(row.stream))
    ]


def _shown(
    row: AgencyReport, section: ReportSection, texts: dict[str, str], record: ReportRecord
) -> dict[str, Any]:
    """A section of the outline: its heading, its first lines, what is put in from the record."""
    lines = lines_of(texts.get(section.key, ""))
    return {
        "section": section,
        "heading": heading_of(section, row.variant, row.period),
        "first": lines[0] if lines else "",
        "more": len(lines) - 1,
        "generated": _generated(section, record) if row.is_open else [],
    }


def _generated(section: ReportSection, record: ReportRecord) -> list[str]:
    return [
        paragraph.text
        for name in section.blocks
        if name != TEXT
        for paragraph in record.paragraphs[name]
    ]


@login_required
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Write the text of a section; the page saves it by itself while it is written."""
    row = report_or_404(request, pk)
    of_structure = section_of(row.structure_version, key)
    if of_structure is None:
        raise Http404
    stored = get_or_404(SectionText.objects.select_related("report"), report=row, key=key)
    form = SectionTextForm(request.POST or None, section=stored)
    shown = ShownValues.of_row(request, stored, "text")
    if request.method == "POST":
        return _write(request, row, of_structure, stored, form, shown)
    if not row.is_open:
        messages.info(request, _("The report is completed and locked."))
        return redirect(row)
    return _section_page(request, row, of_structure, form, shown)


def _write(
    request: HttpRequest,
    row: AgencyReport,
    section: ReportSection,
    stored: SectionText,
    form: SectionTextForm,
    shown: ShownValues,
) -> HttpResponse:
    """Save what was typed; an autosave is answered in JSON, a press of the button with a page."""
    saves_by_itself, is_stale = bool(request.headers.get("X-Autosave")), False
    if form.is_valid():
        try:
            with shown.unchanged(form):
                text = form.cleaned_data["text"]
                saved = services.save_text(actor=user_of(request), section=stored, text=text)
        except Refused as refusal:
            is_stale = isinstance(refusal, StaleVersion)
            show_in(form, refusal)
        else:
            if saves_by_itself:
                return JsonResponse({"version": mark_of({"row": [{"text": saved.text}]})})
            return _saved(request, row, section)
    if saves_by_itself:
        return _not_saved(form, stale=is_stale)
    return _section_page(request, row, section, form, shown)


def _not_saved(form: SectionTextForm, *, stale: bool) -> JsonResponse:
    sentence = next(iter(form.errors.values()), [_("Not saved yet")])[0]
    status = HTTPStatus.CONFLICT if stale else HTTPStatus.UNPROCESSABLE_ENTITY
    return JsonResponse({"message": str(sentence)}, status=status)


def _saved(request: HttpRequest, row: AgencyReport, section: ReportSection) -> HttpResponse:
    heading = heading_of(section, row.variant, row.period)
    messages.success(request, _("“%(heading)s” is saved.") % {"heading": heading})
    after = _neighbours(row, section)[1]
    if request.POST.get("then") == "next" and after is not None:
        return redirect("period_reports:section", row.pk, after.key)
    return redirect(row)


def _neighbours(
    row: AgencyReport, section: ReportSection
) -> tuple[ReportSection | None, ReportSection | None]:
    """The sections with a text before and after this one."""
    written = [one for one in structure(row.structure_version) if one.has_text]
    place = written.index(section)
    before = written[place - 1] if place else None
    return before, written[place + 1] if place + 1 < len(written) else None


def _section_page(
    request: HttpRequest,
    row: AgencyReport,
    section: ReportSection,
    form: SectionTextForm,
    shown: ShownValues,
) -> HttpResponse:
    record = report_record(row.organization, row.period)
    found = findings_in(row, queries.texts_of(row), record)
    before, after = _neighbours(row, section)
    place = section.blocks.index(TEXT)
    context = {
        "report": row,
        "section": section,
        "heading": heading_of(section, row.variant, row.period),
        "form": form,
        "seen_version": shown.mark,
        "findings": [one for one in found if one.section == section.key and one.sentence],
        "generated": _generated(section, record),
        "is_generated_first": place > 0,
        "before": before,
        "after": after,
    }
    return render(request, "period_reports/section.html", context)
