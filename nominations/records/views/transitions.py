"""The page that confirms and performs a transition of an initiative."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from nominations.records.forms import InitiativeReasonForm, InitiativeTransitionForm
from nominations.records.initiative_workflow import INITIATIVES
from nominations.records.models import Initiative
from nominations.records.views.access import initiative_or_404
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow.table import Transition


class InitiativeTransitionPage(TransitionPage[Initiative]):
    """Transitions of an initiative."""

    workflow = INITIATIVES
    template = "records/transition.html"
    plain_form, reason_form = InitiativeTransitionForm, InitiativeReasonForm

    def find(self, request: HttpRequest, public_id: UUID) -> Initiative:
        return initiative_or_404(request, public_id)

    def name_of(self, subject: Initiative) -> str:
        return subject.name

    def form(
        self,
        request: HttpRequest,
        subject: Initiative,
        row: Transition,
        posted: QueryDict | None = None,
    ) -> TransitionForm:
        form: TransitionForm = self.form_class(row)(posted, initiative=subject)
        return form

    def context(self, subject: Initiative, row: Transition, form: TransitionForm) -> dict[str, Any]:
        return {"initiative": subject}


PAGE = InitiativeTransitionPage()


@login_required
@require_http_methods(["GET", "POST"])
def transition(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """GET asks, POST does."""
    return PAGE.answer(request, public_id, name)
