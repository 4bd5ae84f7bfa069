"""The pages that ask before a transition of a posting or of an objection case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from nominations.consultation import services
from nominations.consultation.forms import AssignForm, ObjectionFindingForm
from nominations.consultation.models import Objection, PostedItem, Posting
from nominations.consultation.objection_workflow import OBJECTIONS
from nominations.consultation.posting_workflow import POSTINGS
from nominations.consultation.queries import conducts, handles, visible_objections, visible_to
from nominations.states import State
from nominations.web.access import get_or_404, require
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow import engine
from workflow.actors import Actor
from workflow.engine import BulkResult
from workflow.table import Transition


def about(
    item: PostedItem, *, opener_id: int | None, sender_id: int | None = None
) -> dict[str, Any]:
    """What the forms of a case have to know: whose staff examines, and whom the case concerns: the
    nominee, the accounts of who opens it and of who sent the opinion."""
    return {
        "organization": item.posting.organization,
        "nominee_id": item.nomination.person_id,
        "opener_id": opener_id,
        "sender_id": sender_id,
    }


class PostingTransitionPage(TransitionPage[Posting]):
    """Transitions of a posting, for who conducts the consultation."""

    workflow = POSTINGS
    template = "consultation/posting_transition.html"
    plain_form = reason_form = TransitionForm

    def find(self, request: HttpRequest, public_id: UUID) -> Posting:
        posting = get_or_404(visible_to(request.user), public_id=public_id)
        require(conducts(request.user, posting))
        return posting

    def name_of(self, subject: Posting) -> str:
        return subject.name

    def context(self, subject: Posting, row: Transition, form: TransitionForm) -> dict[str, Any]:
        return {"posting": subject}


class ClosingPage(PostingTransitionPage):
    """Closing a posting moves the names on it as well, and says which stay and why."""

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
    """Transitions of an objection case: their forms stand on the page of the case itself."""

    workflow = OBJECTIONS
    template = "consultation/objection.html"
    plain_form = reason_form = TransitionForm

    def __init__(self, reader: Actor) -> None:
        self.reader = reader

    def find(self, request: HttpRequest, public_id: UUID) -> Objection:
        return get_or_404(visible_objections(self.reader), public_id=public_id)

    def name_of(self, subject: Objection) -> str:
        return str(subject.item.nomination.title)

    def form(
        self,
        request: HttpRequest,
        subject: Objection,
        row: Transition,
        posted: QueryDict | None = None,
    ) -> TransitionForm:
        return _case_form(subject, row, posted)

    def context(
        self,
        subject: Objection,
        row: Transition | None = None,
        form: TransitionForm | None = None,
    ) -> dict[str, Any]:
        """The case with a form for each transition the reader may make."""
        offered = engine.offers(OBJECTIONS, subject.pk, actor=self.reader)
        forms = {
            f"{one.transition.name}_form": _case_form(subject, one.transition) for one in offered
        }
        if row is not None and form is not None:
            # What was typed is shown again, even where somebody was faster.
            forms[f"{row.name}_form"] = form
        return {
            "case": subject,
            "is_conductor": conducts(self.reader, subject.item.posting),
            "may_read_sender": handles(self.reader, subject.item),
            "may_send_back": handles(self.reader, subject.item) and _may_send_back(subject),
            **forms,
        }

    def perform(
        self,
        request: HttpRequest,
        subject: Objection,
        row: Transition,
        form: TransitionForm,
        seen: int,
    ) -> None:
        if row.name != "conclude":
            super().perform(request, subject, row, form, seen)
            return
        services.conclude_objection(
            actor=self.reader, objection=subject, seen_version=seen, **form.cleaned_data
        )
        messages.success(
            request, _("The finding is written; a second person reads it and closes the case.")
        )


def _case_form(case: Objection, row: Transition, posted: QueryDict | None = None) -> TransitionForm:
    form_class = import_string(row.form)
    if form_class is ObjectionFindingForm:
        initial = {"finding": case.finding, "effect": case.effect, "answer": case.answer}
        return ObjectionFindingForm(posted, initial=initial)
    if form_class is AssignForm:
        sender = case.comment.author_id if case.comment else None
        return AssignForm(
            posted,
            initial={
                "assigned_to": case.assigned_to.person_id if case.assigned_to else None,
                "due_on": case.due_on,
            },
            **about(case.item, opener_id=case.opened_by_id, sender_id=sender),
        )
    form: TransitionForm = form_class(posted)
    return form


def _may_send_back(case: Objection) -> bool:
    return (
        case.effect == Objection.Effect.BACK_TO_COUNCIL
        and case.item.ended_at is None
        and case.item.nomination.state == State.COUNCIL_VOTED
    )


EXTENDING = PostingTransitionPage()
CLOSING = ClosingPage()
