"""The transition pages of a posting and of an objection case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from nominations.consultation import services
from nominations.consultation.forms import CaseForm
from nominations.consultation.models import Objection, Posting
from nominations.consultation.objection_workflow import OBJECTIONS
from nominations.consultation.posting_workflow import POSTINGS
from nominations.consultation.queries import conducts, handles, objections_visible_to, visible_to
from nominations.states import State
from nominations.web.access import get_or_404, require_allowed
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow import engine
from workflow.actors import Actor
from workflow.engine import BulkResult
from workflow.table import Transition


class PostingTransitionPage(TransitionPage[Posting]):
    """Transitions of a posting, for readers who conduct the consultation."""

    workflow = POSTINGS
    template = "consultation/posting_transition.html"
    plain_form = reason_form = TransitionForm

    def find(self, request: HttpRequest, public_id: UUID) -> Posting:
        posting = get_or_404(visible_to(request.user), public_id=public_id)
        require_allowed(conducts(request.user, posting))
        return posting

    def name_of(self, subject: Posting) -> str:
        return subject.name

    def context(self, subject: Posting, row: Transition, form: TransitionForm) -> dict[str, Any]:
        return {"posting": subject}


class ClosingPage(PostingTransitionPage):
    """Closing a posting, which also moves its nominations and reports those that stay."""

    def perform(
        self,
        request: HttpRequest,
        subject: Posting,
        row: Transition,
        form: TransitionForm,
        seen: int,
    ) -> None:
        result = services.close_posting(actor=request.user, posting=subject, seen_version=seen)
        _say(request, subject, result)


def _say(request: HttpRequest, posting: Posting, result: BulkResult) -> None:
    messages.success(request, _("%(number)s nominations went on.") % {"number": len(result.moved)})
    refused = posting.items.filter(nomination_id__in=[one.pk for one in result.refused])
    titles = dict(refused.values_list("nomination_id", "nomination__title"))
    for one in result.refused:
        messages.warning(request, f"{titles.get(one.pk, '')}: {one.reasons[0].reason}")


class ObjectionTransitionPage(TransitionPage[Objection]):
    """Transitions of an objection case, whose forms are on the page of the case."""

    workflow = OBJECTIONS
    template = "consultation/objection.html"
    plain_form = reason_form = CaseForm

    def __init__(self, reader: Actor) -> None:
        self.reader = reader

    def find(self, request: HttpRequest, public_id: UUID) -> Objection:
        return get_or_404(objections_visible_to(self.reader), public_id=public_id)

    def name_of(self, subject: Objection) -> str:
        return str(subject.item.nomination.title)

    def form(
        self,
        request: HttpRequest,
        subject: Objection,
        row: Transition,
        posted: QueryDict | None = None,
    ) -> TransitionForm:
        form: TransitionForm = self.form_class(row)(posted, case=subject)
        return form

    def context(
        self,
        subject: Objection,
        row: Transition | None = None,
        form: TransitionForm | None = None,
    ) -> dict[str, Any]:
        """The case with a form for each transition the reader may perform."""
        offered = engine.offers(OBJECTIONS, subject.pk, actor=self.reader)
        forms = {
            f"{one.transition.name}_form": self.form_class(one.transition)(case=subject)
            for one in offered
        }
        if row is not None and form is not None:
            # Typed values are shown again, even after a concurrent change.
            forms[f"{row.name}_form"] = form
        return {
            "case": subject,
            "is_conductor": conducts(self.reader, subject.item.posting),
            "may_read_sender": handles(self.reader, subject.item),
            "may_send_back": handles(self.reader, subject.item) and _may_send_back(subject),
            **forms,
        }


class ConcludingPage(ObjectionTransitionPage):
    """Stores the finding with the transition."""

    def perform(
        self,
        request: HttpRequest,
        subject: Objection,
        row: Transition,
        form: TransitionForm,
        seen: int,
    ) -> None:
        services.conclude_objection(
            actor=self.reader, objection=subject, seen_version=seen, **form.cleaned_data
        )
        messages.success(
            request, _("The finding is written; a second person reads it and closes the case.")
        )


PAGES = {"conclude": ConcludingPage}
"""Transitions of a case with a page class of their own."""


def _may_send_back(case: Objection) -> bool:
    return (
        case.effect == Objection.Effect.BACK_TO_COUNCIL
        and case.item.ended_at is None
        and case.item.nomination.state == State.COUNCIL_VOTED
    )


EXTENDING = PostingTransitionPage()
CLOSING = ClosingPage()
