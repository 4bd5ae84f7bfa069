"""The pages that ask before a step of a plan or a movement."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from nominations.movements.forms import MovementReasonForm, PlainMovementForm
from nominations.movements.models import EmulationPlan, Movement
from nominations.movements.movement_workflow import MOVEMENTS
from nominations.movements.plan_workflow import PLANS
from nominations.movements.views.access import keeper_movement_or_404, keeper_plan_or_404
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow.table import Transition


class PlanStepPage(TransitionPage[EmulationPlan]):
    """Put in force, discard."""

    workflow = PLANS
    template = "movements/step.html"
    plain_form, reason_form = PlainMovementForm, MovementReasonForm

    def find(self, request: HttpRequest, pk: int) -> EmulationPlan:
        return keeper_plan_or_404(request, pk)

    def name_of(self, subject: EmulationPlan) -> str:
        return subject.describe({"id": subject.pk, "year": subject.year})["title"]

    def context(
        self, subject: EmulationPlan, row: Transition, form: TransitionForm
    ) -> dict[str, Any]:
        return {"subject": subject, "name": self.name_of(subject), "plan": subject}


class MovementStepPage(TransitionPage[Movement]):
    """Launch, conclude, open again, cancel."""

    workflow = MOVEMENTS
    template = "movements/step.html"
    plain_form, reason_form = PlainMovementForm, MovementReasonForm

    def find(self, request: HttpRequest, pk: int) -> Movement:
        return keeper_movement_or_404(request, pk)

    def name_of(self, subject: Movement) -> str:
        return subject.name

    def context(self, subject: Movement, row: Transition, form: TransitionForm) -> dict[str, Any]:
        return {"subject": subject, "name": subject.name}


PLAN_PAGE, MOVEMENT_PAGE = PlanStepPage(), MovementStepPage()


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """GET asks, POST does."""
    return PLAN_PAGE.answer(request, pk, name)


@login_required
@require_http_methods(["GET", "POST"])
def movement(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """GET asks, POST does."""
    return MOVEMENT_PAGE.answer(request, pk, name)
