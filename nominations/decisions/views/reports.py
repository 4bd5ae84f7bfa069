"""Reports upward: list, issue, the paper with its sealed package, the outcomes that come back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.awards.authority import issuer_of
from nominations.awards.models import Authority, CommendationType
from nominations.decisions import package, queries, services, standing
from nominations.decisions.forms import CONFERRED, REFUSED, OutcomesForm, ReportForm
from nominations.decisions.models import UpwardReport
from nominations.decisions.views.doors import found, succeeds
from nominations.people.authorization import organization_ids
from nominations.people.names import fold
from nominations.states import State
from workflow import clock

PER_PAGE = 25


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Papers sent upward, the latest first, and what waits for one."""
    found(organization_ids(request.user, "view_nominations"))
    waits = Q(lines__nomination__state=State.REPORTED, kind=UpwardReport.Kind.SUBMISSION)
    reports = (
        queries.reports_for(request.user)
        .filter(organization_id__in=organization_ids(request.user, "view_nominations"))
        .annotate(number_of_lines=Count("lines"), open_lines=Count("lines", filter=waits))
        .order_by("-issued_on", "-created_at")
    )
    agencies = queries.working_agencies(request.user, "manage_campaigns")
    return render(
        request,
        "decisions/reports.html",
        {
            "page": Paginator(reports, PER_PAGE).get_page(request.GET.get("page")),
            "waiting": [_worded(one) for one in queries.waiting_for_report(agencies)],
            "no_parent": [one for one in agencies if one.parent_id is None],
        },
    )


def _worded(group: queries.ReportGroup) -> dict[str, Any]:
    """A group in words: what kind of paper, for whose decision, for which commendation."""
    if group.kind == UpwardReport.Kind.ANNUAL_REPORT:
        words = _("Annual report of own awards")
    else:
        words = _("Submission to: %(authority)s (%(type)s)") % {
            "authority": Authority(group.authority).label,
            "type": str(CommendationType(group.commendation_type).label).lower(),
        }
    return {"group": group, "words": words}


def _chosen(request: HttpRequest, groups: list[Any]) -> dict[str, Any] | None:
    asked = request.GET.get("nhom", "")
    by_key = {one["group"].key: one for one in groups}
    return by_key.get(asked) or (groups[0] if groups else None)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Issue the paper of one group: sealed, moved and delivered at once."""
    agencies = found(queries.working_agencies(request.user, "manage_campaigns"))
    groups = [_worded(one) for one in queries.waiting_for_report(agencies)]
    chosen = _chosen(request, groups)
    form = None
    if chosen is not None:
        group = chosen["group"]
        rows = services.reportable(group.organization, group.kind)
        if group.authority:
            rows = rows.filter(
                award_type__authority=group.authority,
                campaign__commendation_type=group.commendation_type,
            )
        initial = {
            "name": chosen["words"],
            "issued_on": clock.today(),
            "nominations": [row.pk for row in rows],
        }
        form = ReportForm(request.POST or None, nominations=rows, initial=initial)
        if request.method == "POST" and form.is_valid():
            made: list[UpwardReport] = []
            if succeeds(request, lambda: made.append(_issued(request.user, group, form)), form):
                messages.success(request, _("The paper is issued and its package sealed."))
                return redirect("decisions:report", public_id=made[0].public_id)
    context = {"form": form, "chosen": chosen, "groups": groups}
    return render(request, "decisions/report_new.html", context)


def _issued(user: Any, group: queries.ReportGroup, form: ReportForm) -> UpwardReport:
    given = form.cleaned_data
    return services.issue_report(
        actor=user,
        organization=group.organization,
        kind=group.kind,
        nominations=given["nominations"],
        name=given["name"],
        number=given["number"],
        issued_on=given["issued_on"],
    )


def _lines(paper: UpwardReport) -> list[Any]:
    return list(
        paper.lines.select_related(
            "nomination__award_type", "nomination__unit", "nomination__outcome"
        ).order_by("id")
    )


@login_required
@require_GET
def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The paper with its list, its seal, and what became of each nomination."""
    paper = get_object_or_404(queries.reports_for(request.user), public_id=public_id)
    lines = _lines(paper)
    waiting = paper.kind == UpwardReport.Kind.SUBMISSION and any(
        line.nomination.state == State.REPORTED for line in lines
    )
    context = {
        "report": paper,
        "groups": queries.grouped(lines),
        "total": len(lines),
        "problems": package.problems(paper),
        "may_record": waiting and _may_record(request.user, paper),
        "is_submission": paper.kind == UpwardReport.Kind.SUBMISSION,
    }
    return render(request, "decisions/report.html", context)


def _may_record(user: Any, paper: UpwardReport) -> bool:
    return standing.holds(user, paper.organization, standing.REPORTERS) or (
        paper.recipient is not None and standing.holds(user, paper.recipient, standing.RECEIVERS)
    )


@login_required
@require_GET
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The sealed package as a file."""
    paper = get_object_or_404(queries.reports_for(request.user), public_id=public_id)
    name = slugify(fold(paper.number)) or "package"
    response = HttpResponse(package.envelope(paper), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def outcomes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the superior authority answered, for many nominations by one paper."""
    paper = get_object_or_404(queries.reports_for(request.user), public_id=public_id)
    found(_may_record(request.user, paper))
    rows = queries.awaiting_outcome(paper)
    issuer = issuer_of(paper.recipient) if paper.recipient else ""
    form = OutcomesForm(request.POST or None, nominations=rows, initial={"issuer": issuer})
    sent = request.method == "POST" and form.is_valid()
    if sent and succeeds(request, lambda: _record(request.user, form), form):
        messages.success(request, _("The outcomes are recorded."))
        return redirect("decisions:report", public_id=paper.public_id)
    return render(request, "decisions/outcomes.html", {"report": paper, "form": form, "rows": rows})


@transaction.atomic
def _record(user: Any, form: OutcomesForm) -> None:
    """Both kinds of outcome of one paper, together or not at all."""
    given = form.cleaned_data
    for outcome, reason in ((CONFERRED, ""), (REFUSED, given["reason"])):
        if nominations := form.chosen(outcome):
            services.record_outcomes(
                actor=user,
                nominations=nominations,
                conferred=outcome == CONFERRED,
                paper_number=given["paper_number"],
                paper_date=given["paper_date"],
                issuer=given["issuer"],
                reason=reason,
            )
