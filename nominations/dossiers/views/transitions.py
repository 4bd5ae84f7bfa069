"""The confirmation page of a nomination's transition."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from nominations.dossiers.exception_workflow import ExceptionState
from nominations.dossiers.forms.transitions import ConfirmForm, NominationReasonForm
from nominations.dossiers.models import CampaignTitle, Nomination
from nominations.dossiers.nomination_page import report_context
from nominations.dossiers.panels.eligibility import lines_of
from nominations.dossiers.panels.next_button import offers_with_todays_standards
from nominations.dossiers.panels.next_step import what_happens_next
from nominations.dossiers.panels.review_basis import ReviewBasis, review_basis
from nominations.dossiers.services.exceptions import secretaries_of
from nominations.dossiers.services.progress import result_of
from nominations.dossiers.services.standards import obstacles_of
from nominations.dossiers.views.access import title_in_campaign, visible_or_404
from nominations.pipeline import PIPELINE
from nominations.states import State
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow.available import Offer
from workflow.table import Transition


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
        writer = "standards" in row.shows
        title = title_in_campaign(subject)
        return {
            "nomination": subject,
            "next_step": _what_follows(subject, title, row),
            "basis": self._basis(subject, title) if "basis" in row.shows else None,
            **self._barred(subject, row),
            "reads_report": "report" in row.shows,
            "evidence": subject.evidence.filter(removed_at__isnull=True),
            "writer": writer,
            **report_context(list(subject.reports.order_by("number")), writer=writer),
        }

    def _offer(self, request: HttpRequest, subject: Nomination, row: Transition) -> Offer | None:
        """What will fail is said before the button is pressed: by the standards of today."""
        offer = super()._offer(request, subject, row)
        if offer is None or "standards" not in row.shows:
            return offer
        obstacle = "; ".join(obstacles_of(subject).values())
        return offers_with_todays_standards([offer], obstacle)[0]

    def _basis(self, subject: Nomination, title: CampaignTitle | None) -> ReviewBasis | None:
        if subject.state != State.SUBMITTED:
            return None
        overrides = {one.rule: one for one in subject.overrides.all()}
        lines = lines_of(subject.eligibility, overrides)
        return review_basis(subject, title, lines, result_of(subject))

    def _barred(self, subject: Nomination, row: Transition) -> dict[str, Any]:
        if "standards" not in row.shows or not obstacles_of(subject):
            return {"barred": False}
        return {
            "barred": True,
            "asked": subject.exception_requests.filter(state=ExceptionState.ASKED).first(),
            "secretaries": secretaries_of(subject),
        }


def _what_follows(nomination: Nomination, title: CampaignTitle | None, row: Transition) -> str:
    """What happens after the act, for the line above its button."""
    return what_happens_next(
        nomination,
        title,
        state=row.target if isinstance(row.target, str) else nomination.previous_state,
        returned="correction" in row.shows,
    )


TRANSITION_PAGE = NominationTransitionPage()


@login_required
@require_http_methods(["GET", "POST"])
def transition(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """GET asks, POST does."""
    return TRANSITION_PAGE.answer(request, public_id, name)
