"""Beginning a later edition of an issued paper of a movement, with the reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.movements import services
from nominations.movements.forms import TextEditionForm
from nominations.movements.models import Movement
from nominations.movements.views.access import keeper_movement_or_404, keeper_or_403, review_or_404
from nominations.web.access import user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues


@login_required
@require_http_methods(["GET", "POST"])
def response(request: HttpRequest, pk: int) -> HttpResponse:
    """A later edition of the plan of the movement."""
    row = keeper_movement_or_404(request, pk)
    form = TextEditionForm(request.POST or None)
    shown = ShownValues.of_row(request, row, "response_edition")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            services.begin_response_edition(
                actor=user_of(request), movement=row, **form.cleaned_data
            )
            messages.success(request, _("Correct the plan of the movement now, then issue it."))
            return redirect("movements:response", pk)
    name = _("Plan of the movement") if row.is_own else _("Response plan")
    return _page(request, row, form, shown, name)


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """A later edition of the report on a review."""
    report = review_or_404(request, pk)
    row = report.movement
    keeper_or_403(request, row.organization_id)
    form = TextEditionForm(request.POST or None)
    shown = ShownValues.of_row(request, report, "edition")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            services.begin_review_edition(
                actor=user_of(request), report=report, **form.cleaned_data
            )
            messages.success(request, _("Correct the review now, then issue its report."))
            return redirect("movements:review", pk)
    return _page(request, row, form, shown, str(report))


def _page(
    request: HttpRequest, row: Movement, form: TextEditionForm, shown: ShownValues, name: str
) -> HttpResponse:
    context: dict[str, Any] = {"movement": row, "name": name, "form": form}
    context["seen_version"] = shown.mark
    return render(request, "movements/later_edition.html", context)
