"""The year at a glance; the plan of a year, drafted, corrected, in a later edition."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.documents.paper_pages import PaperLink
from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.panel import panel_of
from nominations.issued_papers.queries import issued_paper_of
from nominations.movements import queries, services
from nominations.movements.forms import EditionForm, EmulationPlanForm
from nominations.movements.models import EmulationPlan
from nominations.movements.plan_workflow import PLANS
from nominations.movements.services.plans import TEXTS
from nominations.movements.views.access import (
    accepted_upload,
    history_of,
    keeper_agencies_or_404,
    keeper_plan_or_404,
    keeps_movements,
    plan_or_404,
)
from nominations.movements.year_page import year_page
from nominations.people.queries import agency_shown_first
from nominations.web.access import user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues
from workflow import clock, engine

COLUMNS = (*TEXTS, "paper_number", "paper_date")


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The plan of a year and the movements that run in it."""
    page = year_page(user_of(request), request.GET)
    return render(request, "movements/index.html", page)


@login_required
@require_GET
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan with its paper and what happened to it."""
    row = plan_or_404(request, pk)
    keeper = keeps_movements(request, row.organization_id)
    editions = queries.plans_visible_to(user_of(request)).filter(
        organization=row.organization, year=row.year
    )
    papers = panel_of(user_of(request), row, [IssuedKind.EMULATION_PLAN]) if keeper else []
    context = {
        "plan": row,
        "is_keeper": keeper,
        "offers": engine.offers(PLANS, row.pk, actor=user_of(request)) if keeper else [],
        "paper_links": [] if keeper else [PaperLink.of("movements:plan_paper", _("Plan"), row.pk)],
        "papers": papers,
        "is_issued": any(one.issued for one in papers),
        "editions": [one for one in editions if one.pk != row.pk],
        "history": history_of(row) if keeper else [],
    }
    return render(request, "movements/plan.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draft the plan of a year."""
    agencies = keeper_agencies_or_404(request)
    own = agency_shown_first(user_of(request), list(agencies))
    initial = {"organization": own, "year": request.GET.get("nam") or clock.today().year}
    form = EmulationPlanForm(
        request.POST or None, request.FILES or None, agencies=agencies, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            given = {"organization": own, **form.cleaned_data}
            made = services.draft_plan(actor=user_of(request), **given)
            messages.success(request, _("The draft of the plan is saved."))
            return redirect(made)
    return render(request, "movements/plan_form.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write over a draft."""
    row = keeper_plan_or_404(request, pk)
    if not row.is_draft and request.method == "GET":
        messages.info(request, _("The plan is no draft any more. Make a later edition."))
        return redirect(row)
    if (
        request.method == "GET"
        and issued_paper_of(IssuedKind.EMULATION_PLAN, row.stream) is not None
    ):
        messages.info(request, _("The plan was issued and is not written over any more."))
        return redirect(row)
    initial = {name: getattr(row, name) for name in COLUMNS}
    form = EmulationPlanForm(
        request.POST or None, request.FILES or None, agencies=None, initial=initial
    )
    shown = ShownValues.of_row(request, row, *COLUMNS)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            given: dict[str, Any] = form.cleaned_data
            given |= {"upload": accepted_upload(given["upload"])}
            with shown.unchanged(form):
                services.save_plan(actor=user_of(request), plan=row, **given)
            messages.success(request, _("The draft of the plan is saved."))
            return redirect(row)
    context = {"form": form, "plan": row, "seen_version": shown.mark}
    return render(request, "movements/plan_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a later edition of the plan in force, with the reason."""
    row: EmulationPlan = keeper_plan_or_404(request, pk)
    form = EditionForm(request.POST or None)
    shown = ShownValues.of_row(request, row, "state")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            made = services.begin_edition(actor=user_of(request), plan=row, **form.cleaned_data)
            messages.success(
                request, _("The later edition is a draft. The plan in force stands until then.")
            )
            return redirect("movements:plan_edit", made.pk)
    context = {"form": form, "plan": row, "seen_version": shown.mark}
    return render(request, "movements/edition.html", context)
