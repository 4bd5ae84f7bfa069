"""Writing what has been done of the registered goals: the form, and the press of its button."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.dossiers.forms import ProgressForm
from nominations.dossiers.models import Nomination, ProgressKind
from nominations.dossiers.panels.progress import expected_note_kind
from nominations.dossiers.permissions import may_write
from nominations.dossiers.services import write_progress
from nominations.dossiers.views.access import visible_or_404
from nominations.states import State
from nominations.web.refusals import Refused, show_in

UNPROCESSABLE = 422
KIND_WORDS = {"tien-do": ProgressKind.PROGRESS, "ket-qua": ProgressKind.RESULT}
"""The word in the address -> the kind of note."""


def _initial(request: HttpRequest, row: Nomination) -> dict[str, Any]:
    """The kind asked for in the address, otherwise the one that is waited for."""
    asked = KIND_WORDS.get(request.GET.get("loai", ""))
    return {"kind": asked or expected_note_kind(row, ()) or ProgressKind.PROGRESS}


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The form; what is refused is shown above it with everything that was typed."""
    row = visible_or_404(request, public_id)
    if request.method == "POST":
        form = ProgressForm(request.POST, request.FILES)
        if form.is_valid() and _save_note(request, row, form):
            return redirect(row)
        return _page(request, row, form, status=UNPROCESSABLE)
    if row.state != State.REGISTERED or not may_write(request.user, row):
        messages.info(
            request, _("Progress is written by the nominee or the unit while it is registered.")
        )
        return redirect(row)
    return _page(request, row, ProgressForm(initial=_initial(request, row)))


def _page(
    request: HttpRequest, row: Nomination, form: ProgressForm, *, status: int = 200
) -> HttpResponse:
    context = {"nomination": row, "form": form}
    return render(request, "dossiers/progress.html", context, status=status)


def _save_note(request: HttpRequest, row: Nomination, form: ProgressForm) -> bool:
    """Whether the note was saved; otherwise the form has the errors."""
    try:
        write_progress(actor=request.user, nomination=row, **form.cleaned_data)
    except Refused as refusal:
        show_in(form, refusal)
        return False
    messages.success(request, _("It has been recorded."))
    return True
