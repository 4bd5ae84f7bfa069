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
from nominations.dossiers.permissions import may_delete, may_write
from nominations.dossiers.services import delete_draft, save_goals
from nominations.dossiers.services.late_nominations import is_late
from nominations.dossiers.views.access import page_or_404, title_in_campaign, visible_or_404
from nominations.states import State
from nominations.web.access import user_of
from nominations.web.refusals import Refused, show_in, show_refusal
from nominations.web.stale_page import ShownValues, mark_of
from workflow.exceptions import StaleVersion

CONFLICT, UNPROCESSABLE = 409, 422


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
    form, refused = _goals_form(row, request.POST or None, as_draft=as_draft), None
    shown = ShownValues.of(request, row, _goals_of)
    if request.method == "POST" and form.is_valid():
        try:
            with shown.unchanged(form):
                saved = save_goals(
                    actor=user_of(request), nomination=row, as_draft=as_draft, **form.typed_values
                )
        except Refused as refusal:
            refused = refusal
            show_in(form, refusal)
        else:
            if saves_by_itself:
                return JsonResponse({"version": mark_of({"values": _goals_of(saved)})})
            return _goals_saved(request, row)
    elif not may_write(user_of(request), row) or row.state != State.DRAFT:
        messages.info(request, _("The goals can no longer be changed."))
        return redirect(row)
    if saves_by_itself:
        return not_saved(form, CONFLICT if isinstance(refused, StaleVersion) else UNPROCESSABLE)
    context = {"nomination": row, "form": form, "seen_version": shown.mark}
    return render(request, "dossiers/goals.html", context)


def _goals_of(row: Nomination) -> dict[str, Any]:
    return {name: getattr(row, name, "") for name in GoalsForm.base_fields}


def _goals_form(row: Nomination, data: Any, *, as_draft: bool) -> GoalsForm:
    title = title_in_campaign(row)
    needed = bool(title and title.needs_registration)
    return GoalsForm(
        data,
        required=needed,
        late=is_late(row.campaign) and not needed,
        as_draft=as_draft,
        initial=_goals_of(row),
    )


def _goals_saved(request: HttpRequest, row: Nomination) -> HttpResponse:
    messages.success(request, _("The goals have been saved."))
    if request.POST.get("then") == "register":
        return redirect("dossiers:transition", row.public_id, "register")
    return redirect(row)


@login_required
@require_http_methods(["GET", "POST"])
def draft_delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET asks, POST deletes the draft; what is none is shown as it is."""
    row = visible_or_404(request, public_id)
    shown = ShownValues.of(request, row, _content_of)
    if request.method == "GET":
        if not may_delete(user_of(request), row):
            messages.info(request, _("Only a draft is deleted, by whoever started it."))
            return redirect(row)
        context = {"nomination": row, "seen_version": shown.mark}
        return render(request, "dossiers/draft_delete.html", context)
    try:
        with shown.unchanged():
            delete_draft(actor=user_of(request), nomination=row)
    except Refused as refusal:
        show_refusal(request, refusal)
        return redirect(row)
    messages.success(request, _("The draft has been deleted."))
    return redirect("dossiers:list")


def _content_of(row: Nomination) -> dict[str, Any]:
    """What goes with a draft that is deleted."""
    files = row.evidence.filter(removed_at__isnull=True).order_by("pk")
    return {**_goals_of(row), "files": list(files.values_list("pk", flat=True))}


def not_saved(form: GoalsForm, status: int = UNPROCESSABLE) -> JsonResponse:
    """What the page that saves by itself is told: the first sentence of what is wrong."""
    sentence = next(iter(form.errors.values()), [_("Not saved yet")])[0]
    return JsonResponse({"message": str(sentence)}, status=status)
