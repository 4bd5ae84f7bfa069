"""A movement: its page, entered, corrected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.law.movements import MovementLauncher
from nominations.movements import services
from nominations.movements.forms import MovementForm
from nominations.movements.movement_page import movement_page
from nominations.movements.views.access import (
    accepted_upload,
    history_of,
    keeper_agencies_or_404,
    keeper_movement_or_404,
    keeps_movements,
    movement_or_404,
)
from nominations.people.queries import agency_shown_first
from nominations.web.access import user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues

COLUMNS = (
    "name",
    "launched_by",
    "launcher",
    "launch_number",
    "launch_date",
    "starts_on",
    "ends_on",
    "registration_until",
    "for_units",
    "for_persons",
    "content",
)


@login_required
@require_GET
def movement(request: HttpRequest, pk: int) -> HttpResponse:
    """One movement with who registered, what came of it and what it led to."""
    row = movement_or_404(request, pk)
    is_keeper = keeps_movements(request, row.organization_id)
    context = movement_page(row, user_of(request), is_keeper=is_keeper)
    context["history"] = history_of(row) if is_keeper else []
    return render(request, "movements/movement.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a movement; staff see it once it is launched."""
    agencies = keeper_agencies_or_404(request)
    own = agency_shown_first(user_of(request), list(agencies))
    initial: dict[str, Any] = {"organization": own, "for_units": True, "for_persons": True}
    initial["launched_by"] = MovementLauncher.PROVINCE
    form = MovementForm(
        request.POST or None, request.FILES or None, agencies=agencies, asks_reason=False,
        initial=initial,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            given = {"organization": own, **form.cleaned_data}
            made = services.draft_movement(actor=user_of(request), **given)
            messages.success(request, _("The movement is entered. Write its indicators next."))
            return redirect("movements:indicators", made.pk)
    return render(request, "movements/movement_form.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a movement; with a reason while it is under way."""
    row = keeper_movement_or_404(request, pk)
    if not row.is_correctable and request.method == "GET":
        messages.info(request, _("The movement is over; open it again before you correct it."))
        return redirect(row)
    form = MovementForm(
        request.POST or None, request.FILES or None, agencies=None, asks_reason=row.is_running,
        initial={name: getattr(row, name) for name in COLUMNS},
    )  # fmt: skip
    shown = ShownValues.of_row(request, row, *COLUMNS)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            given: dict[str, Any] = form.cleaned_data
            given |= {"upload": accepted_upload(given["upload"])}
            with shown.unchanged(form):
                services.revise_movement(actor=user_of(request), movement=row, **given)
            messages.success(request, _("The movement is corrected."))
            return redirect(row)
    context = {"form": form, "movement": row, "seen_version": shown.mark}
    return render(request, "movements/movement_form.html", context)
