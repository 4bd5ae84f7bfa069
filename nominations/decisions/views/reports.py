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
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.awards.issuer_name import issuer_of
from nominations.decisions import queries, sealed_package, services
from nominations.decisions.filing_deadline import STEP, FilingLine, filing_lines
from nominations.decisions.forms.decisions import REFUSED, OutcomesForm
from nominations.decisions.forms.reports import UpwardReportForm
from nominations.decisions.importing.importer import SLUG, table_of
from nominations.decisions.models import UpwardReport
from nominations.decisions.report_papers import has_paper
from nominations.decisions.roles import ANSWERERS, RECEIVERS
from nominations.dossiers.models import Nomination
from nominations.dossiers.models.managers import NominationQuerySet
from nominations.dossiers.opinion_check import awaited_opinions, opinions_not_in_favour
from nominations.files.spreadsheet_writer import XLSX_TYPE
from nominations.issued_papers.panel import panel_of
from nominations.law.models import CommendationType
from nominations.people.authorization import holds, organization_ids, roles_today
from nominations.people.models import Authority, User
from nominations.states import State
from nominations.vietnamese import fold
from nominations.web.access import get_or_404, require_any_or_404, user_of
from nominations.web.attachments import attachment
from nominations.web.refusals import refusals_in
from workflow import clock

PER_PAGE = 25
_WAITS = Q(
    lines__nomination__state=State.REPORTED,
    lines__returned_at=None,
    kind=UpwardReport.Kind.SUBMISSION,
)


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Papers sent upward, the latest first, and groups of nominations waiting for one."""
    require_any_or_404(roles_today(user_of(request)).organizations_with("view_nominations"))
    reports = (
        queries.reports_visible_to(user_of(request))
        .filter(organization_id__in=organization_ids(user_of(request), "view_nominations"))
        .annotate(
            number_of_lines=Count("lines", distinct=True),
            open_lines=Count("lines", filter=_WAITS, distinct=True),
            revoked_lines=queries.REVOKED_LINES,
        )
        .order_by("-issued_on", "-created_at")
    )
    agencies = queries.reporting_agencies(user_of(request))
    ids = [one.pk for one in agencies]
    return render(
        request,
        "decisions/reports.html",
        {
            "page": Paginator(reports, PER_PAGE).get_page(request.GET.get("page")),
            "waiting": [_worded(one) for one in queries.waiting_for_report(ids, user_of(request))],
            "no_parent": [one for one in agencies if one.parent_id is None],
        },
    )


def _worded(group: queries.ReportGroup) -> dict[str, Any]:
    """A group in words: what kind of paper, for whose decision, for which commendation."""
    if group.kind == UpwardReport.Kind.ANNUAL_REPORT:
        words = _("Annual report of own awards")
    elif group.kind == UpwardReport.Kind.SUPPLEMENT:
        words = _("Supplementary report on revocations")
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
    """Issue the paper of one group: sealed, moved and delivered in one step."""
    agencies = {one.pk: one for one in queries.reporting_agencies(user_of(request))}
    require_any_or_404(agencies)
    groups = [_worded(one) for one in queries.waiting_for_report(agencies, user_of(request))]
    chosen = _chosen(request, groups)
    if chosen is not None:
        chosen["organization"] = agencies[chosen["group"].organization_id]
    form = _report_form(request, chosen) if chosen is not None else None
    if request.method == "POST" and chosen and form is not None and form.is_valid():
        group = chosen["group"]
        with refusals_in(form):
            paper = services.issue_report(
                actor=user_of(request),
                organization=chosen["organization"],
                kind=group.kind,
                **form.cleaned_data,
            )
            messages.success(request, _("The paper is issued and its package sealed."))
            return redirect("decisions:report", public_id=paper.public_id)
    context = {"form": form, "chosen": chosen, "groups": groups}
    return render(request, "decisions/report_new.html", context)


def _rows_of(request: HttpRequest, chosen: dict[str, Any]) -> NominationQuerySet:
    """The nominations of the group, the reader's own left out."""
    group = chosen["group"]
    rows = services.reportable_nominations(chosen["organization"], group.kind).exclude(
        person_id=user_of(request).person_id or 0
    )
    if group.authority:
        rows = rows.filter(
            award_type__authority=group.authority,
            campaign__commendation_type=group.commendation_type,
        )
    return rows


def _report_form(request: HttpRequest, chosen: dict[str, Any]) -> UpwardReportForm:
    """The form with every nomination of the group, those that wait for an opinion unticked."""
    group = chosen["group"]
    rows = _rows_of(request, chosen)
    waiting = awaited_opinions(rows, STEP) if group.kind != UpwardReport.Kind.SUPPLEMENT else {}
    chosen["awaited"] = [(row, waiting[row.pk]) for row in rows if row.pk in waiting]
    initial = {
        "name": chosen["words"],
        "issued_on": clock.today(),
        "nominations": [row.pk for row in rows if row.pk not in waiting],
    }
    form = UpwardReportForm(
        request.POST or None,
        nominations=rows,
        initial=initial,
        has_priorities=group.kind == UpwardReport.Kind.SUBMISSION,
        not_in_favour=lambda some: opinions_not_in_favour(some, STEP),
    )
    if group.kind == UpwardReport.Kind.SUBMISSION:
        chosen["filing"] = filing_lines(list(rows), clock.today())
    chosen["not_in_favour"] = opinions_not_in_favour(rows, STEP) if form.asks_about_opinions else []
    return form


def _lines(paper: UpwardReport) -> list[Any]:
    return queries.fill_revocations(
        paper.lines.select_related(
            "nomination__award_type", "nomination__unit", "nomination__outcome__other_award"
        ).order_by("position", "id")
    )


@login_required
@require_GET
def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The paper with its list, its seal, and the state of each nomination."""
    paper = get_or_404(queries.reports_visible_to(user_of(request)), public_id=public_id)
    lines = _lines(paper)
    waiting = paper.kind == UpwardReport.Kind.SUBMISSION and any(
        line.nomination.state == State.REPORTED for line in lines
    )
    context = {
        "report": paper,
        "returned": [line for line in lines if line.returned_at is not None],
        "groups": queries.grouped_by_award(lines),
        "total": len(lines),
        "in_force": sum(line.revocation is None for line in lines),
        "problems": sealed_package.package_problems(paper),
        "may_import": waiting and _may_import(user_of(request), paper),
        "import_slug": SLUG,
        "may_record": waiting and _may_record(user_of(request), paper),
        "may_correct": _may_record(user_of(request), paper),
        "is_submission": paper.kind == UpwardReport.Kind.SUBMISSION,
        "papers": panel_of(user_of(request), paper, [paper.kind]) if has_paper(paper) else [],
        "filing": _filing(paper),
    }
    return render(request, "decisions/report.html", context)


def _filing(paper: UpwardReport) -> list[FilingLine]:
    """The deadlines to propose the dossiers of a submission upward, and how late it was."""
    if paper.kind != UpwardReport.Kind.SUBMISSION:
        return []
    rows = Nomination.objects.filter(report_lines__report=paper).select_related(
        "campaign", "organization", "collective"
    )
    return filing_lines(list(rows.defer("campaign__rules")), paper.issued_on)


def _may_import(user: User, paper: UpwardReport) -> bool:
    return holds(user, *ANSWERERS, organization=paper.organization)


def _may_record(user: User, paper: UpwardReport) -> bool:
    return holds(user, *ANSWERERS, organization=paper.organization) or (
        paper.recipient is not None and holds(user, *RECEIVERS, organization=paper.recipient)
    )


@login_required
@require_GET
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The sealed package as a file."""
    paper = get_or_404(queries.reports_visible_to(user_of(request)), public_id=public_id)
    name = slugify(fold(paper.number)) or "package"
    return attachment(
        sealed_package.envelope(paper),
        name=f"{name}.json",
        content_type="application/json; charset=utf-8",
    )


@login_required
@require_http_methods(["GET", "POST"])
def outcomes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record the answer of the superior authority for many nominations by one paper."""
    paper = get_or_404(queries.reports_visible_to(user_of(request)), public_id=public_id)
    require_any_or_404(_may_record(user_of(request), paper))
    rows = queries.awaiting_outcome(paper)
    issuer = issuer_of(paper.recipient) if paper.recipient else ""
    form = OutcomesForm(request.POST or None, nominations=rows, initial={"issuer": issuer})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            _record(user_of(request), form)
            messages.success(request, _("The outcomes are recorded."))
            return redirect("decisions:report", public_id=paper.public_id)
    context = {
        "report": paper,
        "form": form,
        "rows": rows,
        "may_import": _may_import(user_of(request), paper),
        "import_slug": SLUG,
    }
    return render(request, "decisions/outcomes.html", context)


@login_required
@require_GET
def outcome_table(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The table to fill in with what the superior authority answers, one row per dossier."""
    paper = get_or_404(queries.reports_visible_to(user_of(request)), public_id=public_id)
    is_submission = paper.kind == UpwardReport.Kind.SUBMISSION
    require_any_or_404(is_submission and _may_import(user_of(request), paper))
    name = f"ket-qua-{slugify(fold(paper.number)) or 'cap-tren'}.xlsx"
    return attachment(table_of(paper), name=name, content_type=XLSX_TYPE)


@transaction.atomic
def _record(user: User, form: OutcomesForm) -> None:
    """Record both kinds of outcome of one paper, together or not at all."""
    given = form.cleaned_data
    paper = {name: given[name] for name in ("paper_number", "paper_date", "issuer")}
    for award, nominations in form.conferred_by_award().items():
        services.record_outcomes(
            actor=user, nominations=nominations, conferred=True, other_award=award, **paper
        )
    if refused := form.chosen(REFUSED):
        services.record_outcomes(
            actor=user, nominations=refused, conferred=False, reason=given["reason"], **paper
        )
