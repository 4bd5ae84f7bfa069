"""Which initiatives back a nomination."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.dossiers import services
from nominations.dossiers.duplicates.campaign_rules import rules_of
from nominations.dossiers.duplicates.findings import DuplicateKind
from nominations.dossiers.forms import InitiativesForm
from nominations.dossiers.models import Nomination
from nominations.dossiers.permissions import EDITABLE, may_allow_duplicate, may_write
from nominations.dossiers.views.access import visible_or_404
from nominations.web.access import user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose among the recognised initiatives of the nominee."""
    row = visible_or_404(request, public_id)
    form = _form(row, request.POST if request.method == "POST" else None)
    shown = ShownValues.of(request, row, lambda now: _form(now).initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged():
            services.choose_initiatives(
                actor=user_of(request),
                nomination=row,
                initiatives=form.cleaned_data["initiatives"],
            )
            messages.success(request, _("The initiatives have been saved."))
            return redirect(row)
    return _page(request, row, form, shown.mark)


def _form(row: Nomination, data: Any = None) -> InitiativesForm:
    chosen = row.initiative_uses.order_by("initiative_id").values_list("initiative_id", flat=True)
    return InitiativesForm(data, choosable=services.choosable_initiatives(row), chosen=chosen)


def _page(request: HttpRequest, row: Nomination, form: InitiativesForm, seen: str) -> HttpResponse:
    options = list(services.choosable_initiatives(row))
    used: dict[int, list[str]] = {}
    for use in services.uses_elsewhere(row, options):
        used.setdefault(use.initiative_id, []).append(use.nomination.title)
    ticked = {str(getattr(one, "pk", one)) for one in form["initiatives"].value() or ()}
    context = {
        "nomination": row,
        "form": form,
        "seen_version": seen,
        "rows": [
            {"initiative": one, "chosen": str(one.pk) in ticked, "uses": used.get(one.pk, [])}
            for one in options
        ],
        "writer": may_write(user_of(request), row),
        "rule": rules_of(row.campaign).get(DuplicateKind.INITIATIVE_REUSE),
        "waived": row.overrides.filter(rule=DuplicateKind.INITIATIVE_REUSE)
        .select_related("granted_by__person")
        .first(),
        "may_allow": may_allow_duplicate(user_of(request), row) and row.state in EDITABLE,
    }
    return render(request, "dossiers/initiatives.html", context)
