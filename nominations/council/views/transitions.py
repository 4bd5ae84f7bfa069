"""The page that asks before a session is moved, and the new session after a void one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.council import services
from nominations.council.forms.transitions import SessionTransitionForm, VoidForm
from nominations.council.models import VotingSession
from nominations.council.queries import SessionRights, visible_to
from nominations.council.session_page import transition_context
from nominations.council.session_workflow import SESSIONS
from nominations.council.views.access import on_session
from nominations.web.access import get_or_404, require_allowed, user_of
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow import engine
from workflow.evaluate import not_allowed
from workflow.table import Transition


class SessionTransitionPage(TransitionPage[VotingSession]):
    """Transitions of a session. Whoever sees the session and has no part in the act gets a 403."""

    workflow = SESSIONS
    template = "council/transition.html"
    plain_form, reason_form = SessionTransitionForm, VoidForm

    def find(self, request: HttpRequest, public_id: UUID) -> VotingSession:
        return get_or_404(visible_to(user_of(request)), public_id=public_id)

    def name_of(self, subject: VotingSession) -> str:
        return subject.name

    def check_access(self, request: HttpRequest, subject: VotingSession, row: Transition) -> None:
        offered = engine.offers(SESSIONS, subject.pk, actor=user_of(request))
        if subject.state in row.sources and row not in [offer.transition for offer in offered]:
            raise PermissionDenied(str(not_allowed(row).reason))

    def form(
        self,
        request: HttpRequest,
        subject: VotingSession,
        row: Transition,
        posted: QueryDict | None = None,
    ) -> TransitionForm:
        form: TransitionForm = self.form_class(row)(posted, session=subject)
        return form

    def context(
        self, subject: VotingSession, row: Transition, form: TransitionForm
    ) -> dict[str, Any]:
        return transition_context(subject)

    def announce(self, request: HttpRequest, subject: VotingSession, row: Transition) -> None:
        messages.success(request, str(self.form_class(row).done))

    def leave(self, subject: VotingSession, row: Transition) -> HttpResponse:
        return redirect(self.form_class(row).next_page, public_id=subject.public_id)


PAGE = SessionTransitionPage()


@require_http_methods(["GET", "POST"])
@login_required
def transition(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """Ask, then do."""
    return PAGE.answer(request, public_id, name)


@require_http_methods(["POST"])
@on_session
def again(request: HttpRequest, *, session: VotingSession, rights: SessionRights) -> HttpResponse:
    """A new draft with the agenda of a void session."""
    require_allowed(rights.conducts)
    made = services.prepare_again(actor=user_of(request), session=session)
    messages.success(request, _("A new session is prepared with the same agenda."))
    return redirect(made)
