"""The page that asks before an act of a workflow and carries it out: one address per transition."""

from __future__ import annotations

from abc import ABC, abstractmethod
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from nominations.web.refusals import sentences, show_in
from nominations.web.templatetags.bangvang import vn_datetime
from workflow import audit, engine
from workflow.exceptions import ConditionUnmet, StaleVersion, TransitionRefused
from workflow.models import AuditEvent
from workflow.table import Transition, Workflow


class TransitionPage(ABC):
    """GET asks, POST does. A refusal gives the reason, and nothing that was typed is lost.

    A room says how its subject is found, which forms ask, and what else its page shows. Subjects
    have `stream`, `version`, `public_id` and an address of their own.
    """

    workflow: Workflow
    template: str
    plain_form: Any
    reason_form: Any

    @abstractmethod
    def find(self, request: HttpRequest, public_id: UUID) -> Any:
        """The subject, or 404 for whoever may not see it."""

    @abstractmethod
    def name_of(self, subject: Any) -> str:
        """The subject in the message that follows the act."""

    @abstractmethod
    def form(self, request: HttpRequest, subject: Any, row: Transition, posted: Any = None) -> Any:
        """The form of the act, bound where something was posted."""

    @abstractmethod
    def context(self, subject: Any, row: Transition, form: Any) -> dict[str, Any]:
        """What the room's template shows besides the question."""

    def before(self, subject: Any, row: Transition) -> None:  # noqa: B027 -- most need nothing
        """What is brought up to date before the act is tried."""

    def take_up(self, form: Any) -> None:  # noqa: B027 -- most need nothing
        """What a form kept after a refusal takes over from the page shown anew."""

    def form_class(self, row: Transition) -> Any:
        """The form the table names; otherwise one that asks for the reason, or for nothing."""
        if row.form:
            return import_string(row.form)
        return self.reason_form if row.needs_comment else self.plain_form

    def answer(self, request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
        """The page, or what follows the act."""
        subject = self.find(request, public_id)
        row = self.workflow.by_name.get(name)
        if row is None or not row.offered:
            messages.warning(request, _("This step does not exist or is taken on another page."))
            return redirect(subject)
        if request.method == "POST":
            return self._carry_out(request, subject, row)
        offer = self._offer(request, subject, row)
        if offer is None:
            said = {"act": row.label}
            messages.warning(request, _("“%(act)s” is not open to you at this moment.") % said)
            return redirect(subject)
        form = self.form(request, subject, row)
        return self._page(request, subject, row, form, closed=offer.reasons)

    def _offer(self, request: HttpRequest, subject: Any, row: Transition) -> Any:
        offered = engine.offers(self.workflow, subject.pk, actor=request.user)
        return next((one for one in offered if one.transition is row), None)

    def _carry_out(self, request: HttpRequest, subject: Any, row: Transition) -> HttpResponse:
        form = self.form(request, subject, row, request.POST)
        seen = _seen_version(request)
        if not form.is_valid():
            if entry := self._own_entry(subject, row, request.user, seen):
                return self._already(request, subject, entry)
            return self._page(request, subject, row, form, seen=seen)
        try:
            self.before(subject, row)
            self.perform(request, subject, row, form, seen)
        except TransitionRefused as refusal:
            return self._refused(request, subject, row, form, refusal, seen)
        except ValidationError as refusal:
            show_in(form, refusal)
            return self._page(request, subject, row, form, seen=seen)
        return redirect(subject)

    def perform(
        self, request: HttpRequest, subject: Any, row: Transition, form: Any, seen: int | None
    ) -> None:
        """Carry the act out and say so; a room overrides it where a service does more than that.

        Lets the refusal of the engine or the service through.
        """
        engine.perform(
            self.workflow,
            subject.pk,
            row.name,
            actor=request.user,
            seen_version=seen,
            comment=form.cleaned_data.get("comment", ""),
            data=form.payload(),
        )
        words = {"act": row.label, "title": self.name_of(subject)}
        messages.success(request, _("Recorded: %(act)s. %(title)s.") % words)

    def _refused(
        self,
        request: HttpRequest,
        subject: Any,
        row: Transition,
        form: Any,
        refusal: TransitionRefused,
        seen: int | None,
    ) -> HttpResponse:
        if not isinstance(refusal, ConditionUnmet) and (
            entry := self._own_entry(subject, row, request.user, seen)
        ):
            return self._already(request, subject, entry)
        if isinstance(refusal, StaleVersion | ConditionUnmet):
            stale = isinstance(refusal, StaleVersion)
            if not stale:
                show_in(form, refusal)
            fresh = self.find(request, subject.public_id)
            self.take_up(form)
            changed = sentences(refusal) if stale else []
            return self._page(request, fresh, row, form, changed=changed)
        for sentence in sentences(refusal):
            messages.warning(request, sentence)
        return redirect(subject)

    def _own_entry(
        self, subject: Any, row: Transition, user: Any, seen: int | None
    ) -> AuditEvent | None:
        """The reader's own entry that a second press of the same button would repeat."""
        if seen is None:
            return None
        topic = self.workflow.topic_of(row)
        for event in reversed(audit.history(subject.stream)):
            if event.action == topic and event.actor_id == user.pk:
                return event if event.content.get("version") == seen + 1 else None
        return None

    def _already(self, request: HttpRequest, subject: Any, entry: AuditEvent) -> HttpResponse:
        said = {"moment": vn_datetime(entry.at)}
        sentence = _("Your act was already recorded at %(moment)s; it has not been done twice.")
        messages.info(request, sentence % said)
        return redirect(subject)

    def _page(
        self,
        request: HttpRequest,
        subject: Any,
        row: Transition,
        form: Any,
        *,
        closed: Any = (),
        changed: Any = (),
        seen: int | None = None,
    ) -> HttpResponse:
        """The question; `changed` says who was faster."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        if changed:
            status = HTTPStatus.CONFLICT
            offer = self._offer(request, subject, row)
            closed = None if offer is None else offer.reasons
        context = {
            "transition": row,
            "form": form,
            "closed": closed,
            "changed": changed,
            "still_possible": closed is not None,
            "seen_version": subject.version if seen is None else seen,
            **self.context(subject, row, form),
        }
        return render(request, self.template, context, status=status)


def _seen_version(request: HttpRequest) -> int | None:
    given = request.POST.get("seen_version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None
