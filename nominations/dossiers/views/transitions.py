"""The confirmation page of a nomination's transition."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from nominations.dossiers.forms.transitions import ConfirmForm, NominationReasonForm
from nominations.dossiers.models import Nomination
from nominations.dossiers.panels.next_step import what_happens_next
from nominations.dossiers.views.access import title_in_campaign, visible_or_404
from nominations.dossiers.views.nomination import report_context
from nominations.pipeline import PIPELINE
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow.table import Transition

READS_REPORT = frozenset({"endorse", "decline", "return_for_correction", "submit"})


class NominationTransitionPage(TransitionPage[Nomination]):
    """Transitions of a nomination, with the report where the transition judges it."""

    workflow = PIPELINE
    template = "dossiers/transition.html"
    plain_form, reason_form = ConfirmForm, NominationReasonForm

    def find(self, request: HttpRequest, public_id: UUID) -> Nomination:
        return visible_or_404(request, public_id)

    def name_of(self, subject: Nomination) -> str:
        return subject.title

    def form(
        self,
        request: HttpRequest,
        subject: Nomination,
        row: Transition,
        posted: QueryDict | None = None,
    ) -> TransitionForm:
        form: TransitionForm = self.form_class(row)(posted, nomination=subject, user=request.user)
        return form

    def context(self, subject: Nomination, row: Transition, form: TransitionForm) -> dict[str, Any]:
        writer = row.name == "submit"
        return {
            "nomination": subject,
            "next_step": _what_follows(subject, row),
            "reads_report": row.name in READS_REPORT,
            "evidence": subject.evidence.filter(removed_at__isnull=True),
            "writer": writer,
            **report_context(list(subject.reports.order_by("number")), writer=writer),
        }


def _what_follows(nomination: Nomination, row: Transition) -> str:
    """What happens after the act, for the line above its button."""
    return what_happens_next(
        nomination,
        title_in_campaign(nomination),
        state=row.target if isinstance(row.target, str) else nomination.previous_state,
        returned=row.name == "return_for_correction",
    )


ACTS = NominationTransitionPage()


@login_required
@require_http_methods(["GET", "POST"])
def transition(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """GET asks, POST does."""
    return ACTS.answer(request, public_id, name)
