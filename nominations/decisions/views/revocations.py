"""Revocations: the awards, the reasons, and what has to be returned."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.awards.models import AwardOrigin
from nominations.decisions import queries, services
from nominations.decisions.forms.decisions import ReturnedForm
from nominations.decisions.models import Revocation
from nominations.decisions.prize_returns import fill_returns
from nominations.decisions.roles import DRAFTERS
from nominations.decisions.views.corrections import correction_chain
from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.panel import PanelLine, panel_of
from nominations.people import authorization
from nominations.web.access import get_or_404, require_any_or_404, user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues

PER_PAGE = 25


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Revoked awards, the latest first."""
    require_any_or_404(
        authorization.roles_today(user_of(request)).organizations_with("view_nominations")
    )
    listed = authorization.organization_ids(user_of(request), "view_nominations")
    rows = queries.revocations_visible_to(user_of(request))
    rows = rows.filter(nomination__organization_id__in=listed).order_by("-paper_date", "-id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = fill_returns(page.object_list)
    return render(request, "decisions/revocations.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """One revocation, and the form to record what was returned."""
    row = get_or_404(queries.revocations_visible_to(user_of(request)), pk=pk)
    fill_returns([row])
    may_change = (row.asks_money or row.asks_object) and authorization.holds(
        user_of(request), *DRAFTERS, organization=row.nomination.organization
    )
    form = ReturnedForm(request.POST or None, revocation=row) if may_change else None
    shown = ShownValues.of_row(request, row, "money_returned_on", "object_returned_on")
    if request.method == "POST":
        require_any_or_404(may_change)
        if form is not None and form.is_valid():
            with refusals_in(form), shown.unchanged(form):
                services.record_return(actor=user_of(request), revocation=row, **form.cleaned_data)
                messages.success(request, _("The return was recorded."))
                return redirect("decisions:revocation", pk=row.pk)
    context = {
        "row": row,
        "form": form,
        "seen_version": shown.mark,
        "due_on": row.due_on,
        "chain": correction_chain(user_of(request), row.corrections.all()),
        "papers": _papers(request, row),
        "may_correct": services.may_correct(user_of(request), row),
    }
    return render(request, "decisions/revocation.html", context)


def _papers(request: HttpRequest, row: Revocation) -> list[PanelLine]:
    """Links to the agency's decision to revoke; empty for awards of another level."""
    if row.award is not None and row.award.origin != AwardOrigin.DECISION:
        return []
    return panel_of(user_of(request), row, [IssuedKind.REVOCATION])
