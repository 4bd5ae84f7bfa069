"""Packages of the own submissions and reports: missing papers, building one, its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.decisions.models import UpwardReport
from nominations.decisions.roles import ANSWERERS, REPORTERS
from nominations.packages import queries
from nominations.packages.completeness import (
    missing_of,
    obstacles,
    report_obstacles,
    warnings_of,
)
from nominations.packages.models import PackageKind
from nominations.packages.package_contents import plain_name
from nominations.packages.report_dossiers import report_dossiers
from nominations.packages.services.report_package import build_report_package
from nominations.packages.services.submission_package import build_package
from nominations.people.authorization import holds, roles_today
from nominations.states import State
from nominations.web.access import get_or_404, require_any_or_404, user_of
from nominations.web.attachments import uploaded_attachment
from nominations.web.refusals import refusals_shown

PER_PAGE = 25


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Submissions and reports with their packages, the latest first."""
    user = user_of(request)
    require_any_or_404(roles_today(user).organizations_with("view_nominations"))
    waits = Q(lines__nomination__state=State.REPORTED, lines__returned_at=None)
    rows = (
        queries.reports_visible_to(user)
        .annotate(
            number_of_lines=Count("lines", distinct=True),
            open_lines=Count("lines", filter=waits, distinct=True),
            number_of_packages=Count("sent_packages", distinct=True),
            number_of_replies=Count("received_packages", distinct=True),
        )
        .order_by("-issued_on", "-created_at")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_take_in": holds(user, *ANSWERERS)}
    return render(request, "packages/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The packages of one report upward, what the next one lacks, and the button to build it."""
    user = user_of(request)
    paper = get_or_404(queries.reports_visible_to(user), public_id=public_id)
    is_submission = paper.kind == UpwardReport.Kind.SUBMISSION
    if request.method == "POST":
        with refusals_shown(request):
            build = build_package if is_submission else build_report_package
            build(actor=user, report=paper)
            text = _("The package of %(number)s is sealed: download it and send it upward.")
            messages.success(request, text % {"number": paper.number})
        return redirect("packages:report", public_id=public_id)
    context = {
        "report": paper,
        "is_submission": is_submission,
        **(_of_dossiers(paper) if is_submission else _of_report(paper)),
        "made": paper.sent_packages.select_related("made_by__person"),
        "replies": paper.received_packages.exclude(kind=PackageKind.DOSSIERS),
        "may_make": holds(user, *REPORTERS, organization=paper.organization),
        "may_take_in": holds(user, *ANSWERERS, organization=paper.organization),
    }
    return render(request, "packages/report.html", context)


def _of_dossiers(paper: UpwardReport) -> dict[str, Any]:
    """What the dossiers of a submission lack, and how many they are."""
    dossiers = report_dossiers(paper)
    return {
        "obstacles": obstacles(dossiers),
        "missing": missing_of(dossiers),
        "warnings": warnings_of(dossiers),
        "total": len(dossiers.nominations),
    }


def _of_report(paper: UpwardReport) -> dict[str, Any]:
    """What prevents sealing a report, and the number of its lines."""
    return {"obstacles": report_obstacles(paper), "total": paper.lines.count()}


@login_required
@require_GET
def download(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """A package made here, as a file."""
    row = get_or_404(queries.sent_visible_to(user_of(request)), public_id=public_id)
    try:
        file = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"{plain_name(f'{row.kind} {row.report.number} {row.number}')}.zip"
    return uploaded_attachment(file, name=name, content_type="application/zip")
