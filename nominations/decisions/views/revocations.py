"""Revocations: what was revoked, why, and what still has to come back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.decisions import queries, services, standing
from nominations.decisions.forms import ReturnedForm
from nominations.decisions.views.doors import found, succeeds
from nominations.people.authorization import organization_ids

PER_PAGE = 25


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Revoked awards, the latest first."""
    found(organization_ids(request.user, "view_nominations"))
    rows = queries.revocations_for(request.user).order_by("-paper_date", "-id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.fill_due_dates(page.object_list)
    return render(request, "decisions/revocations.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """One revocation, and when money and certificate came back."""
    row = get_object_or_404(queries.revocations_for(request.user), pk=pk)
    may_change = standing.holds(request.user, row.nomination.organization, standing.DRAFTERS)
    form = ReturnedForm(request.POST or None, revocation=row) if may_change else None
    if request.method == "POST":
        found(may_change)
        if form is not None and form.is_valid():
            given = form.cleaned_data
            if succeeds(
                request,
                lambda: services.record_return(actor=request.user, revocation=row, **given),
                form,
            ):
                messages.success(request, _("The return was recorded."))
                return redirect("decisions:revocation", pk=row.pk)
    queries.fill_due_dates([row])
    context = {"row": row, "form": form, "due_on": row.due_on}
    return render(request, "decisions/revocation.html", context)
