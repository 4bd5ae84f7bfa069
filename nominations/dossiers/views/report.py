"""Writing the achievement report (autosaved; works without scripts), and reading its versions."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.dossiers.deadlines import submission_closes
from nominations.dossiers.forms import AchievementReportForm
from nominations.dossiers.models import Correction, Nomination, Report
from nominations.dossiers.nomination_page import open_correction, report_parts
from nominations.dossiers.panels.report_diff import report_diff
from nominations.dossiers.permissions import may_write
from nominations.dossiers.services import save_report
from nominations.dossiers.services.progress import result_of
from nominations.dossiers.views.access import visible_or_404
from nominations.web.refusals import Refused, key_of, sentences, show_in

CONFLICT = 409
UNPROCESSABLE = 422


def _open_report(nomination: Nomination) -> Report | None:
    return nomination.reports.filter(frozen_at__isnull=True).first()


def _unlocked(nomination: Nomination) -> list[str]:
    """The parts that may be written: all, or those flagged while a correction is open."""
    correction = Correction.objects.filter(nomination=nomination, resolved_at__isnull=True).first()
    if correction is None:
        return list(Report.FIELDS)
    return [name for name in Report.FIELDS if name in correction.items]


def _form(nomination: Nomination, data: Any = None) -> AchievementReportForm:
    report = _open_report(nomination)
    initial = {name: getattr(report, name, "") for name in Report.FIELDS}
    initial["revision"] = report.revision if report else 0
    result = result_of(nomination) if not initial["self_assessment"] else None
    if result is not None:
        initial["self_assessment"] = result.text
    form = AchievementReportForm(data, initial=initial, unlocked=_unlocked(nomination))
    if result is not None and "self_assessment" in form.fields:
        form.fields["self_assessment"].help_text = _(
            "Proposed from the result you have written; change it as needed."
        )
    return form


def _locked_parts(nomination: Nomination, form: AchievementReportForm) -> list[tuple[str, str]]:
    report = _open_report(nomination)
    if report is None:
        return []
    return [
        (Report.label_of(name), getattr(report, name))
        for name in Report.FIELDS
        if name not in form.fields
    ]


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The editor. An autosave is answered in JSON, a press of the button with a page."""
    row = visible_or_404(request, public_id)
    if request.method == "GET" and not may_write(request.user, row):
        messages.info(request, _("The report can be read here but no longer be changed."))
        return redirect(row)
    form = _form(row, request.POST if request.method == "POST" else None)
    if request.headers.get("X-Autosave"):
        return _autosave(request, row, form)
    if request.method == "POST":
        return _pressed(request, row, form)
    return _page(request, row, form)


def _pressed(request: HttpRequest, row: Nomination, form: AchievementReportForm) -> HttpResponse:
    """Save, or show the form again with everything that was typed."""
    if not form.is_valid():
        return _page(request, row, form, status=UNPROCESSABLE)
    try:
        _save(request, row, form)
    except Refused as refusal:
        show_in(form, refusal)
        if key_of(refusal) == "stale":
            return _page(request, row, form, theirs=_show_other_text(row, form), status=CONFLICT)
        return _page(request, row, form, status=UNPROCESSABLE)
    messages.success(request, _("The report has been saved."))
    if request.POST.get("then") == "submit":
        return redirect("dossiers:transition", row.public_id, "submit")
    return redirect(row)


def _page(
    request: HttpRequest,
    row: Nomination,
    form: AchievementReportForm,
    *,
    theirs: Any = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "nomination": row,
        "form": form,
        "theirs": theirs,
        "locked_parts": _locked_parts(row, form),
        "correction": open_correction(row),
        "closes_at": submission_closes(row),
    }
    return render(request, "dossiers/report_edit.html", context, status=status)


def _save(request: HttpRequest, row: Nomination, form: AchievementReportForm) -> Report:
    revision = form.cleaned_data["revision"]
    return save_report(actor=request.user, nomination=row, fields=form.texts, revision=revision)


def _show_other_text(row: Nomination, form: AchievementReportForm) -> list[tuple[str, str]]:
    """After a conflict: show the other text; only a press of the button saves over it.

    Parts the writer left empty take the other's text, so that nothing is wiped out unseen.
    """
    report = _open_report(row)
    data = cast("QueryDict", form.data).copy()
    data["revision"] = str(report.revision if report else 0)
    for name in Report.FIELDS:
        if name in form.fields and not data.get(name):
            data[name] = getattr(report, name, "")
    form.data = data
    return report_parts(report)


def _autosave(request: HttpRequest, row: Nomination, form: AchievementReportForm) -> JsonResponse:
    if not form.is_valid():
        sentence = next(iter(form.errors.values()))[0]
        return JsonResponse({"message": str(sentence)}, status=UNPROCESSABLE)
    try:
        report = _save(request, row, form)
    except Refused as refusal:
        status = CONFLICT if key_of(refusal) == "stale" else UNPROCESSABLE
        return JsonResponse({"message": " ".join(sentences(refusal))}, status=status)
    return JsonResponse({"version": report.revision})


@login_required
@require_GET
def version(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """A submitted version of the report, and what changed from the one before."""
    row = visible_or_404(request, public_id)
    frozen = list(
        row.reports.filter(frozen_at__isnull=False, number__lte=number).order_by("number")
    )
    if not frozen or frozen[-1].number != number:
        raise Http404
    shown = frozen[-1]
    context = {
        "nomination": row,
        "report": shown,
        "report_parts": report_parts(shown),
        "changes": report_diff(frozen[-2], shown) if len(frozen) > 1 else [],
        "before": frozen[-2] if len(frozen) > 1 else None,
    }
    return render(request, "dossiers/report_version.html", context)
