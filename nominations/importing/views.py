"""The pages of imports: upload, check, questions, confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nominations.files.spreadsheet_writer import XLSX_TYPE
from nominations.importing import run_files, run_progress, runs
from nominations.importing.annotated_file import marked_copy
from nominations.importing.forms import UploadForm
from nominations.importing.models import ImportRun
from nominations.importing.registry import Importer, importer_at, importer_of, importers_for
from nominations.importing.run_workflow import RunStatus
from nominations.web.access import user_of
from nominations.web.attachments import attachment
from nominations.web.refusals import refusals_shown
from nominations.web.transition_page import seen_version

PER_PAGE = 50
RECENT = 10
ANSWER = "ten_"


def _refuse_strangers(request: HttpRequest) -> list[Importer]:
    found = importers_for(user_of(request))
    if not found:
        raise PermissionDenied(
            _("Only the council secretary and the administrator of an agency import tables.")
        )
    return found


def _importer(request: HttpRequest, slug: str) -> Importer:
    _refuse_strangers(request)
    importer = importer_at(slug)
    if importer is None:
        raise Http404
    if not importer.agencies(user_of(request)):
        raise PermissionDenied(
            _("You may not import this table: %(kind)s.") % {"kind": importer.label}
        )
    return importer


def _run(request: HttpRequest, public_id: Any) -> tuple[ImportRun, Importer]:
    """The account's own run; Http404 for others."""
    _refuse_strangers(request)
    run = ImportRun.objects.select_related("organization").filter(public_id=public_id).first()
    if run is None or run.state == RunStatus.EXPIRED:
        raise Http404
    importer = importer_of(run.kind)
    agencies = importer.agencies(user_of(request))
    if not agencies:
        raise PermissionDenied(
            _("You may not import this table: %(kind)s.") % {"kind": importer.label}
        )
    if run.created_by_id != user_of(request).pk or run.organization_id not in agencies:
        raise Http404
    return run, importer


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The kinds of tables, and the last imports of the account."""
    found = _refuse_strangers(request)
    uploads = ImportRun.objects.filter(created_by_id=user_of(request).pk).exclude(
        state=RunStatus.EXPIRED
    )
    recent = uploads.select_related("organization")
    kinds = {importer.kind: importer for importer in found}
    rows = [(run, kinds[run.kind]) for run in recent[:RECENT] if run.kind in kinds]
    return render(request, "importing/index.html", {"importers": found, "recent": rows})


@login_required
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file; what is wrong with it as a whole is said here."""
    importer = _importer(request, slug)
    agencies = importer.agencies(user_of(request))
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        owner=user_of(request),
        importer=importer,
        agencies=agencies,
    )
    if request.method == "POST" and form.is_valid():
        run = runs.start(
            actor=user_of(request),
            kind=importer.kind,
            organization=form.cleaned_data["organization"],
            sheet=form.cleaned_data["file"],
            settings=form.settings,
        )
        return redirect("importing:run", public_id=run.public_id)
    return render(request, "importing/start.html", {"form": form, "importer": importer})


@login_required
@require_GET
def template(request: HttpRequest, slug: str) -> HttpResponse:
    """The blank table, or the one that is begun for the account."""
    importer = _importer(request, slug)
    content = importer.table_for(user_of(request))
    return attachment(content, name=importer.file_name, content_type=XLSX_TYPE)


def _progress_of(run: ImportRun) -> dict[str, Any]:
    done, total = run_progress.progress_of(run)
    percent = min(100, done * 100 // total) if total else 0
    return {"done": done, "total": total, "percent": percent, "is_stalled": runs.is_stalled(run)}


@login_required
def run(request: HttpRequest, public_id: Any) -> HttpResponse:
    """What the file would do, row by row and cell by cell; POST does it, all rows or none."""
    found, importer = _run(request, public_id)
    if request.method == "POST":
        return _confirm(request, found)
    context = {"run": found, "importer": importer, "progress": _progress_of(found)}
    if found.state == RunStatus.CHECKED:
        context |= _findings(request, found)
    return render(request, "importing/run.html", context)


def _findings(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    """The part of what was found that comes first: what is wrong, what is open, what is new."""
    findings = run_files.findings_of(run)
    waiting = [question for question in findings["questions"] if not question.answer]
    part = "problems" if findings["problems"] else "questions" if waiting else "entries"
    rows = waiting if part == "questions" else findings[part]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "part": part,
        "page": page,
        "questions": waiting[:PER_PAGE] if part == "problems" else [],
        "answered": [one for one in findings["questions"] if one.answer],
        "waiting": len(waiting),
    }


def _confirm(request: HttpRequest, run: ImportRun) -> HttpResponse:
    with refusals_shown(request):
        runs.confirm(actor=user_of(request), run=run, seen_version=seen_version(request))
        run.refresh_from_db()
        if run.state == RunStatus.CHECKED:
            messages.error(request, _("Something changed meanwhile: nothing was imported."))
    return redirect("importing:run", public_id=run.public_id)


@login_required
@require_GET
def progress(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The bar, asked for every second; when the work is over the page is loaded anew."""
    found, importer = _run(request, public_id)
    context = {"run": found, "importer": importer, "progress": _progress_of(found)}
    response = render(request, "importing/progress.html", context)
    if not found.is_working:
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def answers(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Who is meant, name by name; the table is checked anew with it."""
    found, _importer_of_run = _run(request, public_id)
    given = {
        name.removeprefix(ANSWER): str(value)
        for name, value in request.POST.items()
        if name.startswith(ANSWER) and value
    }
    if not given:
        messages.error(request, _("Choose at least one name first."))
        return redirect("importing:run", public_id=found.public_id)
    with refusals_shown(request):
        runs.answer(
            actor=user_of(request), run=found, answers=given, seen_version=seen_version(request)
        )
    return redirect("importing:run", public_id=found.public_id)


@login_required
@require_POST
def restart(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Work on a run that no worker has taken up, here and now."""
    found, _importer_of_run = _run(request, public_id)
    if found.is_working:
        runs.restart(actor=user_of(request), run=found)
    else:
        messages.error(request, _("This import has moved on meanwhile: look at the page again."))
    return redirect("importing:run", public_id=found.public_id)


@login_required
@require_GET
def errors(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The uploaded file with the reasons beside the bad rows."""
    found, _importer_of_run = _run(request, public_id)
    if found.state != RunStatus.CHECKED:
        raise Http404
    try:
        sheet = run_files.sheet_of(found)
    except FileNotFoundError:
        raise Http404 from None
    name, content, kind = marked_copy(sheet, run_files.findings_of(found)["problems"])
    return attachment(content, name=name, content_type=kind)
