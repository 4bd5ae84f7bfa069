"""The transition pages of a decision: signing and discarding a draft."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.decisions import queries
from nominations.decisions.decision_rules import OWN_NOMINATION
from nominations.decisions.decision_workflow import DECISIONS
from nominations.decisions.forms.decisions import DecisionSignForm, DecisionTransitionForm
from nominations.decisions.models import Decision, DecisionLine
from nominations.decisions.roles import DRAFTERS, SIGNERS
from nominations.decisions.signing_summary import signing_summary
from nominations.dossiers.models import Nomination
from nominations.dossiers.opinion_check import awaited_sentence, opinions_not_in_favour
from nominations.people import authorization
from nominations.web.access import get_or_404, require_any_or_404, user_of
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow.table import Transition


class _DecisionPage(TransitionPage[Decision]):
    """A transition of a decision; 404 for readers without one of the roles."""

    workflow = DECISIONS
    plain_form = reason_form = DecisionTransitionForm
    roles: Collection[str]

    def find(self, request: HttpRequest, public_id: UUID) -> Decision:
        rows = queries.visible_to(user_of(request), discarded=True)
        decision = get_or_404(rows, public_id=public_id)
        require_any_or_404(
            authorization.holds(
                user_of(request), *self.roles, organization=decision.organization_id
            )
        )
        return decision

    def name_of(self, subject: Decision) -> str:
        return subject.name

    def form(
        self,
        request: HttpRequest,
        subject: Decision,
        row: Transition,
        posted: QueryDict | None = None,
    ) -> TransitionForm:
        form: TransitionForm = self.form_class(row)(posted, user=user_of(request))
        return form


class SignPage(_DecisionPage):
    """Number and date: every nomination on the paper is decided at once."""

    template = "decisions/sign.html"
    roles = SIGNERS

    def context(self, subject: Decision, row: Transition, form: TransitionForm) -> dict[str, Any]:
        lines = queries.lines_of(subject)
        nominations = [line.nomination for line in lines]
        return {
            "decision": subject,
            "total": len(lines),
            "own": _own(lines, form),
            "awaited": awaited_sentence(nominations, "decision"),
            "not_in_favour": opinions_not_in_favour(nominations, "decision"),
        }

    def ask_last(
        self,
        request: HttpRequest,
        subject: Decision,
        row: Transition,
        form: TransitionForm,
        seen: int,
    ) -> HttpResponse | None:
        """The summary (`SigningSummary`) to be confirmed before the paper is signed."""
        offer = self._offer(request, subject, row)
        if offer is None or offer.reasons or seen != subject.version:
            return None  # the engine reports the reason
        given = form.cleaned_data
        if "change" in request.POST:
            fresh = DecisionSignForm(initial=given, user=user_of(request))
            return self._page(request, subject, row, fresh, seen=seen)
        summary = signing_summary(
            subject,
            number=given["number"],
            signed_on=given["signed_on"],
            signer_id=user_of(request).person_id,
        )
        confirmed = request.POST.get("confirmed", "")
        if confirmed == summary.key:
            return None
        context = {
            "transition": row,
            "summary": summary,
            "has_changed": bool(confirmed),
            "seen_version": seen,
            **self.context(subject, row, form),
        }
        return render(request, "decisions/sign_last.html", context)

    def announce(self, request: HttpRequest, subject: Decision, row: Transition) -> None:
        """Report how many were decided, and which of the signer's own lines are on a second
        paper."""
        said = {"count": subject.lines.count()}
        messages.success(request, _("The decision is in force for %(count)s nominations.") % said)
        for own in Nomination.objects.filter(pk__in=queries.own_nominations_set_aside(subject)):
            messages.warning(request, f"{own.title}: {OWN_NOMINATION.reason}")


def _own(lines: list[DecisionLine], form: TransitionForm) -> list[DecisionLine]:
    """The lines about the reader, which signing sets aside."""
    person_id = form.user.person_id if isinstance(form, DecisionTransitionForm) else None
    return [line for line in lines if line.nomination.person_id == person_id]


class DiscardPage(_DecisionPage):
    """Discard a draft after a confirmation."""

    template = "decisions/discard.html"
    roles = DRAFTERS

    def context(self, subject: Decision, row: Transition, form: TransitionForm) -> dict[str, Any]:
        return {"decision": subject, "total": subject.lines.count()}

    def announce(self, request: HttpRequest, subject: Decision, row: Transition) -> None:
        messages.success(request, _("The draft was discarded."))

    def leave(self, subject: Decision, row: Transition) -> HttpResponse:
        """Redirect to the list: the discarded draft has no page."""
        return redirect("decisions:list")


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET asks, POST signs."""
    return SignPage().answer(request, public_id, "sign")


@login_required
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET asks, POST discards."""
    return DiscardPage().answer(request, public_id, "discard")
