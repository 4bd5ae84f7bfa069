"""The history of acts: read, exported and verified; nothing here writes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.administration.forms.history import HistoryForm
from nominations.administration.history.entry_wording import entries_of
from nominations.administration.history.export_table import table_of
from nominations.administration.history.history_check import check
from nominations.administration.history.scope import HistoryScope, scope_of
from nominations.files.table_workbook import as_xlsx
from nominations.statistics.exports import as_csv
from nominations.web.access import require_allowed, user_of
from nominations.web.attachments import attachment
from workflow import clock

PER_PAGE = 50
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def _scope(request: HttpRequest) -> HistoryScope:
    scope = scope_of(user_of(request))
    require_allowed(
        bool(scope), _("The history is read by inspectors and administrators of the agency.")
    )
    return scope


@login_required
@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """The entries of the reader's agencies, newest first."""
    scope = _scope(request)
    form = HistoryForm(request.GET or None, scope=scope)
    page = Paginator(form.entries(), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "entries": entries_of(page),
        "query": query.urlencode(),
        "everything": bool(scope.inspects),
    }
    return render(request, "administration/history.html", context)


@login_required
@require_GET
def history_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same entries as an Excel or CSV file."""
    form = HistoryForm(request.GET or None, scope=_scope(request))
    if kind not in TYPES:
        raise Http404
    table = table_of(form.entries())
    content = as_csv(table) if kind == "csv" else as_xlsx([(_("History of acts"), table)])
    name = f"nhat-ky-{clock.today():%Y-%m-%d}.{kind}"
    return attachment(content, name=name, content_type=TYPES[kind])


@login_required
@require_GET
def history_check(request: HttpRequest) -> HttpResponse:
    """Whether anything in the reader's part of the history was changed after it was written."""
    found = check(_scope(request))
    return render(request, "administration/history_check.html", {"found": found})
