"""Arrived dossiers: reports from agencies below, receiving and returning their dossiers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.decisions import queries, sealed_package, services
from nominations.decisions.arrival_campaign import proposal_of
from nominations.decisions.forms.arrivals import (
    ArrivalCampaignForm,
    ReceiveForm,
    ReturnDossiersForm,
)
from nominations.decisions.issued_sources import issued_report
from nominations.decisions.models import ReportLine, UpwardReport
from nominations.decisions.roles import RECEIVERS
from nominations.documents.paper_pages import file_answer
from nominations.documents.rendering import PaperFile
from nominations.dossiers.models import Nomination
from nominations.issued_papers.queries import files_of
from nominations.people import authorization
from nominations.people.authorization import has_permission, organization_ids
from nominations.people.models import Unit
from nominations.people.queries import units_of
from nominations.states import State
from nominations.web.access import get_or_404, require_any_or_404, user_of
from nominations.web.refusals import refusals_in, refusals_shown
from workflow import clock

PER_PAGE = 25


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Reports from below, those not received yet first."""
    user = user_of(request)
    require_any_or_404(
        has_permission(user, "receive_dossiers") or has_permission(user, "inspect_records")
    )
    listed = organization_ids(user, "receive_dossiers") | organization_ids(user, "inspect_records")
    reports = (
        queries.arrivals_visible_to(user)
        .filter(recipient_id__in=listed)
        .annotate(
            number_of_lines=Count("lines", distinct=True), revoked_lines=queries.REVOKED_LINES
        )
        .order_by("received_at", "-sent_at")
    )
    page = Paginator(reports, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "decisions/arrivals.html", {"page": page})


def _receive_form(request: HttpRequest, paper: UpwardReport) -> ReceiveForm | None:
    """The form to receive a submission; None if no campaign accepts it, so that one has to be
    opened."""
    campaigns = queries.campaigns_accepting(paper)
    form = ReceiveForm(request.POST or None, campaigns=campaigns, units=_units(paper))
    return form if form.campaigns or request.method == "POST" else None


def _units(paper: UpwardReport) -> QuerySet[Unit]:
    return units_of(paper.recipient, clock.today()) if paper.recipient else Unit.objects.none()


def _received(request: HttpRequest, paper: UpwardReport, form: ReceiveForm | None) -> bool:
    """Receive the dossiers; False with the errors in the form or a message."""
    if form is not None and not form.is_valid():
        return False
    given: dict[str, Any] = form.cleaned_data if form is not None else {}
    with refusals_in(form) if form is not None else refusals_shown(request):
        services.receive_report(actor=user_of(request), report=paper, **given)
        return True
    return False


def _readable(request: HttpRequest, paper: UpwardReport) -> frozenset[int]:
    """The dossiers of the report that the reader may open, also before they are received."""
    rows = Nomination.objects.visible_to(user_of(request)).filter(report_lines__report=paper)
    return frozenset(rows.values_list("pk", flat=True))


def _waits_for(
    request: HttpRequest, paper: UpwardReport, lines: Iterable[ReportLine] | None = None
) -> bool:
    """Whether the reader may receive the remaining dossiers of the report; `lines` with their
    nominations, if already read."""
    if paper.received_at is not None:
        return False
    if not authorization.holds(user_of(request), *RECEIVERS, organization=paper.recipient):
        return False
    if paper.kind != UpwardReport.Kind.SUBMISSION:
        return True
    if lines is None:
        lines = paper.lines.select_related("nomination")
    return any(
        line.returned_at is None and line.nomination.state == State.REPORTED for line in lines
    )


@login_required
@require_http_methods(["GET", "POST"])
def arrival(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One arrived report: its seal, its list, and the button to receive it."""
    paper = get_or_404(queries.arrivals_visible_to(user_of(request)), public_id=public_id)
    is_submission = paper.kind == UpwardReport.Kind.SUBMISSION
    rows = paper.lines.select_related("nomination__award_type", "nomination__unit")
    lines = queries.fill_revocations(rows.order_by("position", "id"))
    may_receive = _waits_for(request, paper, lines)
    form = _receive_form(request, paper) if is_submission and may_receive else None
    if request.method == "POST" and _received(request, paper, form):
        messages.success(request, _("The dossiers were received."))
        return redirect("decisions:arrival", public_id=paper.public_id)
    context = {
        "report": paper,
        "returned": [line for line in lines if line.returned_at is not None],
        "form": form,
        "groups": queries.grouped_by_award(lines),
        "total": len(lines),
        "problems": sealed_package.package_problems(paper),
        "may_receive": may_receive,
        "is_submission": is_submission,
        "is_supplement": paper.kind == UpwardReport.Kind.SUPPLEMENT,
        "received": queries.arrived_from(lines),
        "readable": _readable(request, paper),
        **_issued(paper),
    }
    return render(request, "decisions/arrival.html", context)


def _issued(paper: UpwardReport) -> dict[str, Any]:
    """The paper as it was issued below, with its files."""
    issued = issued_report(paper)
    files = files_of(issued) if issued is not None else []
    return {"issued": issued, "issued_files": files}


@login_required
@require_GET
def file(request: HttpRequest, public_id: UUID, form: str) -> HttpResponse:
    """A file of the paper as it was issued below, byte for byte."""
    paper = get_or_404(queries.arrivals_visible_to(user_of(request)), public_id=public_id)
    issued = issued_report(paper)
    if issued is None:
        raise Http404
    one = get_or_404(issued.files.all(), format=form)
    content = bytes(one.content)
    return file_answer(PaperFile(name=one.name, media_type=one.media_type, content=content))


@login_required
@require_http_methods(["GET", "POST"])
def open_campaign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open a campaign for the dossiers of a submission and receive them into it, in one step."""
    paper = get_or_404(queries.arrivals_visible_to(user_of(request)), public_id=public_id)
    is_submission = paper.kind == UpwardReport.Kind.SUBMISSION
    if is_submission and paper.received_at is not None:
        words = {"day": f"{clock.day_of(paper.received_at):%d/%m/%Y}"}
        messages.info(request, _("This report was already received on %(day)s.") % words)
        return redirect("decisions:arrival", public_id=public_id)
    require_any_or_404(is_submission and _waits_for(request, paper))
    if paper.recipient is None:  # an arrived report has a recipient
        raise Http404
    proposal = proposal_of(paper, paper.recipient)
    form = ArrivalCampaignForm(request.POST or None, proposal=proposal, units=_units(paper))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            arguments = form.arguments() | {"commendation_type": proposal.commendation_type}
            services.receive_into_new_campaign(actor=user_of(request), report=paper, **arguments)
            messages.success(request, _("The campaign is open and the dossiers are received."))
            return redirect("decisions:arrival", public_id=public_id)
    context = {"report": paper, "form": form, "proposal": proposal}
    return render(request, "decisions/arrival_campaign.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Return dossiers of a submission for supplement, before they are received."""
    paper = get_or_404(queries.arrivals_visible_to(user_of(request)), public_id=public_id)
    is_submission = paper.kind == UpwardReport.Kind.SUBMISSION
    require_any_or_404(is_submission and _waits_for(request, paper))
    lines = paper.lines.filter(returned_at=None)
    rows = Nomination.objects.filter(pk__in=lines.values("nomination_id"))
    form = ReturnDossiersForm(
        request.POST or None, nominations=rows.select_related("award_type").order_by("pk")
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.return_dossiers(actor=user_of(request), **form.cleaned_data)
            messages.success(request, _("The dossiers were returned for supplement."))
            return redirect("decisions:arrival", public_id=public_id)
    return render(request, "decisions/arrival_return.html", {"report": paper, "form": form})
