"""Asking for an exception, the request, and the secretary's answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.dossiers.exception_workflow import EXCEPTIONS
from nominations.dossiers.forms import ExceptionAnswerForm, ExceptionForm
from nominations.dossiers.models import ExceptionRequest, Nomination
from nominations.dossiers.permissions import may_write
from nominations.dossiers.services import ask_for_exception
from nominations.dossiers.services.exceptions import secretaries_of
from nominations.dossiers.services.standards import obstacles_of
from nominations.dossiers.views.access import visible_or_404
from nominations.states import State
from nominations.web.access import get_or_404, user_of
from nominations.web.refusals import refusals_in
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow import engine
from workflow.table import Transition


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What bars the nomination, who decides, and the reason for which an exception is asked."""
    row = visible_or_404(request, public_id)
    if row.state == State.REGISTERED and not may_write(user_of(request), row):
        raise PermissionDenied(
            _("Only the nominee, the unit clerk or the head of the collective may write here.")
        )
    form = ExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = ask_for_exception(
                actor=user_of(request), nomination=row, reason=form.cleaned_data["reason"]
            )
            messages.success(request, _("The request has been sent to the council secretary."))
            return redirect(made)
    obstacles = obstacles_of(row) if row.state == State.REGISTERED else {}
    if not obstacles and request.method == "GET":
        messages.info(request, _("No standard bars the submission, so no exception is needed."))
        return redirect(row)
    context = {
        "nomination": row,
        "form": form,
        "obstacles": list(obstacles.values()),
        "secretaries": secretaries_of(row),
    }
    return render(request, "dossiers/exception_ask.html", context)


def _requests_of(request: HttpRequest) -> Any:
    seen = Nomination.objects.visible_to(user_of(request)).order_by().values("pk")
    return ExceptionRequest.objects.filter(nomination__in=seen).select_related(
        "nomination", "asked_by__person", "answered_by__person"
    )


@login_required
@require_GET
def request_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The request with its answer, or with the two answers that can be given."""
    row = get_or_404(_requests_of(request), public_id=public_id)
    offers = engine.offers(EXCEPTIONS, row.pk, actor=user_of(request))
    return render(request, "dossiers/exception.html", {"asked": row, "offers": offers})


class ExceptionAnswerPage(TransitionPage[ExceptionRequest]):
    """Granting or refusing, with the reason."""

    workflow = EXCEPTIONS
    template = "dossiers/exception_answer.html"
    plain_form, reason_form = ExceptionAnswerForm, ExceptionAnswerForm

    def find(self, request: HttpRequest, public_id: UUID) -> ExceptionRequest:
        row: ExceptionRequest = get_or_404(_requests_of(request), public_id=public_id)
        return row

    def name_of(self, subject: ExceptionRequest) -> str:
        return subject.title

    def context(
        self, subject: ExceptionRequest, row: Transition, form: TransitionForm
    ) -> Mapping[str, Any]:
        return {"asked": subject}


ANSWERS = ExceptionAnswerPage()


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """GET asks for the reason, POST answers."""
    return ANSWERS.answer(request, public_id, name)
