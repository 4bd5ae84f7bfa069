"""The page of a nomination, and its goals while it is a draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.dossiers.forms import GoalsForm
from nominations.dossiers.models import Nomination
from nominations.dossiers.nomination_page import page_context
from nominations.dossiers.permissions import may_write
from nominations.dossiers.services import save_goals
from nominations.dossiers.services.late import is_late
from nominations.dossiers.views.access import page_or_404, title_in_campaign, visible_or_404
from nominations.states import State
from nominations.web.access import user_of
from nominations.web.refusals import Refused, show_in

UNPROCESSABLE = 422


@login_required
@require_GET
def nomination(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Where it stands, what happens next, what the reader can do, and everything it is made of."""
    row = page_or_404(request, public_id)
    return render(request, "dossiers/nomination.html", page_context(user_of(request), row))


@login_required
@require_http_methods(["GET", "POST"])
def goals(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change the goals of a draft; the page saves them by itself while they are written."""
    row = visible_or_404(request, public_id)
    saves_by_itself = bool(request.headers.get("X-Autosave"))
    as_draft = saves_by_itself or request.POST.get("then") == "draft"
    form = _goals_form(row, request.POST or None, as_draft=as_draft)
    if request.method == "POST" and form.is_valid():
        try:
            save_goals(actor=user_of(request), nomination=row, as_draft=as_draft, **form.written)
        except Refused as refusal:
            show_in(form, refusal)
        else:
            return JsonResponse({}) if saves_by_itself else _goals_saved(request, row)
    elif not may_write(user_of(request), row) or row.state != State.DRAFT:
        messages.info(request, _("The goals can no longer be changed."))
        return redirect(row)
    if saves_by_itself:
        return not_saved(form)
    return render(request, "dossiers/goals.html", {"nomination": row, "form": form})


def _goals_form(row: Nomination, data: Any, *, as_draft: bool) -> GoalsForm:
    title = title_in_campaign(row)
    needed = bool(title and title.needs_registration)
    return GoalsForm(
        data,
        required=needed,
        late=is_late(row.campaign) and not needed,
        as_draft=as_draft,
        initial={name: getattr(row, name, "") for name in GoalsForm.base_fields},
    )


def _goals_saved(request: HttpRequest, row: Nomination) -> HttpResponse:
    messages.success(request, _("The goals have been saved."))
    if request.POST.get("then") == "register":
        return redirect("dossiers:transition", row.public_id, "register")
    return redirect(row)


def not_saved(form: GoalsForm) -> JsonResponse:
    """What the page that saves by itself is told: the first sentence of what is wrong."""
    sentence = next(iter(form.errors.values()), [_("Not saved yet")])[0]
    return JsonResponse({"message": str(sentence)}, status=UNPROCESSABLE)
