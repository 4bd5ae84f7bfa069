"""Packages from agencies below: their content, and the reply."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.decisions.roles import RECEIVERS
from nominations.files.upload_check import CONTENT_TYPES
from nominations.packages import queries
from nominations.packages.file_labels import papers_of
from nominations.packages.models import UPWARD, PackageKind, ReceivedPackage, SentPackage
from nominations.packages.package_check import DATA_TYPES
from nominations.packages.sealing.package_file import read_entry
from nominations.packages.services.packed_uploads import accepted_file
from nominations.packages.services.reply_package import build_reply, unreported_outcomes
from nominations.people.authorization import has_permission, holds
from nominations.web.access import get_or_404, require_any_or_404, user_of
from nominations.web.attachments import UNKNOWN_TYPE, uploaded_attachment
from nominations.web.refusals import Refused, show_refusal
from workflow.canonical import given_day

PER_PAGE = 25


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Packages of dossiers and reports, the latest first."""
    user = user_of(request)
    require_any_or_404(
        has_permission(user, "receive_dossiers") or has_permission(user, "inspect_records")
    )
    rows = queries.arrived_visible_to(user).order_by("-received_at")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_take_in": holds(user, *RECEIVERS)}
    return render(request, "packages/received_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def package(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The whole package to read, and the reply to it."""
    user = user_of(request)
    row = get_or_404(queries.arrived_visible_to(user), public_id=public_id)
    if request.method == "POST":
        try:
            build_reply(actor=user, received=row)
        except Refused as refusal:
            show_refusal(request, refusal)
        else:
            messages.success(request, _("The reply is sealed: download it and send it back."))
        return redirect("packages:received", public_id=public_id)
    context = {
        "package": row,
        "report": row.report,
        "papers": papers_of(row.manifest),
        "is_report": row.kind == PackageKind.REPORT,
        "dossiers": _dossiers(row),
        "untold": unreported_outcomes(row),
        "replies": _replies(row),
        "may_reply": holds(user, *RECEIVERS, organization=row.report.recipient),
    }
    return render(request, "packages/received.html", context)


def _replies(row: ReceivedPackage) -> Any:
    made = SentPackage.objects.filter(report=row.report)
    return made.exclude(kind__in=UPWARD).select_related("made_by__person")


def _dossiers(row: ReceivedPackage) -> list[dict[str, Any]]:
    """The entries of the manifest with their dossier here and their files."""
    lines = row.report.lines.select_related("nomination")
    here = {str(line.nomination.public_id): line for line in lines}
    return [
        {
            "said": one,
            "line": here.get(one["id"]),
            "papers": papers_of(row.manifest, of=one["id"]),
            "posted_on": given_day((one.get("consultation") or {}).get("posted_on")),
        }
        for one in row.manifest["nominations"]
    ]


@login_required
@require_GET
def file(request: HttpRequest, public_id: UUID, place: int) -> HttpResponseBase:
    """One file of the package as an attachment; never shown in the page. Serves only files that
    pass the upload checks, and data files."""
    row = get_or_404(queries.arrived_visible_to(user_of(request)), public_id=public_id)
    files = row.manifest["files"]
    if place >= len(files):
        raise Http404
    name = files[place]["name"]
    try:
        content = read_entry(Path(row.file.path), name)
    except (OSError, KeyError) as error:
        raise Http404 from error
    if name.rpartition(".")[2] not in DATA_TYPES:
        try:
            accepted_file(content, name)
        except ValidationError as refusal:
            show_refusal(request, refusal)
            return redirect("packages:received", public_id=public_id)
    return uploaded_attachment(
        content,
        name=name.rpartition("/")[2],
        content_type=CONTENT_TYPES.get(name.rpartition(".")[2], UNKNOWN_TYPE),
    )
