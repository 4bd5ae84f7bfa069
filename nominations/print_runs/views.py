"""Print runs: choose the papers, watch them being made, take the files; the log of prints."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nominations.documents.blank_offsets import stored_offsets
from nominations.people.models import Organization, User
from nominations.people.queries import agency_shown_first
from nominations.print_runs import queries, run_execution, run_files, services
from nominations.print_runs.forms import PrintForm
from nominations.print_runs.models import PrintRun
from nominations.print_runs.paper_filter import FilterGroup, filtered_papers
from nominations.print_runs.print_sources import PrintSource, source_at, source_of
from nominations.print_runs.run_workflow import PrintState
from nominations.web.access import get_or_404, require_any_or_404, user_of
from nominations.web.refusals import refusals_in, refusals_shown, show_refusal

PER_PAGE = 50
LAST_RUNS = 5
TYPES = {"zip": "application/zip", "pdf": "application/pdf"}
REPRINTS = "in-lai"


def _run(request: HttpRequest, public_id: UUID) -> PrintRun:
    user = user_of(request)
    found: PrintRun = get_or_404(queries.visible_to(user), public_id=public_id)
    if not queries.may_open(user, found):
        raise Http404
    return found


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The log of an agency: its runs, or every paper that was printed again with the reason."""
    ids = require_any_or_404(queries.agencies_of(user_of(request)))
    agencies = list(Organization.objects.filter(pk__in=ids).order_by("rank", "code"))
    asked = request.GET.get("co_quan", "")
    first = agency_shown_first(user_of(request), agencies) or agencies[0]
    agency = next((one for one in agencies if str(one.pk) == asked), first)
    reprints = request.GET.get("xem") == REPRINTS
    rows: Any = (
        queries.reprints_of(agency.pk)
        if reprints
        else queries.logged_for(user_of(request)).filter(organization=agency)
    )
    context = {
        "agency": agency,
        "agencies": agencies if len(agencies) > 1 else [],
        "reprints": reprints,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "print_runs/index.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """GET shows what can be printed and what was, POST starts a run; the address narrows the list
    of papers by the groups of the source."""
    source = source_at(slug)
    if source is None:
        raise Http404
    user = user_of(request)
    record = source.find(user, key)
    with refusals_shown(request):
        source.require(user, record)
        with override("vi"):
            papers = source.papers(record, user)
        papers, groups = filtered_papers(papers, source.group_labels, request.GET)
        form = PrintForm(
            request.POST if request.method == "POST" else None,
            papers=papers,
            on_blanks=source.on_blanks,
            stored=stored_offsets(source.organization(record)) if source.on_blanks else {},
            initial={"numbers": request.GET.get("so", "")[:200]},
        )
        if request.method == "POST" and form.is_valid():
            with refusals_in(form):
                return redirect(
                    services.start(actor=user, source=source, record=record, **form.chosen)
                )
        context = {**_start_context(request, source, record, papers, groups), "form": form}
        return render(request, "print_runs/start.html", context)
    return redirect(source.above(record))


def _start_context(
    request: HttpRequest, source: PrintSource, record: Any, papers: Any, groups: list[FilterGroup]
) -> dict[str, Any]:
    name = source.record_of(record)
    before = queries.printed_keys(source.kind, name)
    page = Paginator(papers, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "label": source.label,
        "title": source.title(record),
        "above": source.above(record),
        "papers": len(papers),
        "printed": [one for one in papers if one.key in before],
        "groups": groups,
        "is_narrowed": any(one.chosen for one in groups),
        "listed": [
            (one, [(group.label, one.groups.get(group.name, "")) for group in groups])
            for one in page
        ],
        "printed_keys": before,
        "page": page,
        "runs": _shown_runs(user_of(request), source.kind, name),
    }


def _shown_runs(user: User, kind: str, name: str) -> list[PrintRun]:
    last = queries.runs_of(user, kind, name)[:LAST_RUNS]
    return [one for one in last if queries.may_open(user, one)]


def _progress_of(run: PrintRun) -> dict[str, Any]:
    ready = run.done + run.failed
    percent = min(100, ready * 100 // run.total) if run.total else 0
    return {
        "ready": ready,
        "percent": percent,
        "tenth": percent // 10,
        "is_stalled": run_execution.is_stalled(run),
    }


@login_required
@require_GET
def run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far the run is, its files, every paper and what is wrong with it."""
    found = _run(request, public_id)
    items = found.items.defer("content").order_by("position")
    source = source_of(found.kind)
    record = source.load(found.record)
    context = {
        "run": found,
        "progress": _progress_of(found),
        "files": list(found.files.all()),
        "has_word": items.exclude(word_sha256="").exists(),
        "problems": list(items.exclude(problem="")[:PER_PAGE]),
        "page": Paginator(items, PER_PAGE).get_page(request.GET.get("page")),
        "source": source,
        "key": source.key_of(record),
        "above": source.above(record),
    }
    return render(request, "print_runs/run.html", context)


@login_required
@require_GET
def progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The bar, asked for every second; when the work is over the page is loaded anew."""
    found = _run(request, public_id)
    context = {
        "run": found,
        "progress": _progress_of(found),
        "announced_tenth": request.GET.get("da", ""),
    }
    response = render(request, "print_runs/progress.html", context)
    if not found.is_working:
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def go_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Work on a run that stopped, or that no worker has taken up."""
    found = _run(request, public_id)
    if found.state not in (PrintState.WORKING, PrintState.STOPPED):
        messages.error(request, _("This print run has ended meanwhile: look at the page again."))
        return redirect(found)
    with refusals_shown(request):
        services.go_on(actor=user_of(request), run=found)
    return redirect(found)


@login_required
@require_GET
def file(request: HttpRequest, public_id: UUID, form: str) -> HttpResponseBase:
    """A file of the run, if it is still the one that was made."""
    found = _run(request, public_id)
    one = get_or_404(found.files.all(), format=form)
    if found.state == PrintState.EXPIRED or not queries.reads_run(user_of(request), found):
        raise Http404
    if not run_files.is_unchanged(one):
        show_refusal(
            request,
            ValidationError(
                _("The file on the server is not the one that was made. Print the papers again.")
            ),
        )
        return redirect(found)
    response = FileResponse(
        run_files.path_of(one).open("rb"),
        as_attachment=True,
        filename=one.name,
        content_type=TYPES[one.format],
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
