"""The confirmation page of a transition: one address per transition."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from nominations.web.access import user_of
from nominations.web.refusals import sentences, show_in, show_refusal
from nominations.web.templatetags.bangvang import vn_datetime
from nominations.web.transition_form import TransitionForm
from workflow import audit, engine
from workflow.available import Offer
from workflow.evaluate import not_allowed, stale_version, wrong_state
from workflow.exceptions import BulkRefused, ConditionUnmet, StaleVersion, TransitionRefused
from workflow.models import AuditEvent, WorkflowSubject
from workflow.table import Transition, Workflow
from workflow.verdict import Verdict

S = TypeVar("S", bound=WorkflowSubject)

MAX_VERSION_DIGITS = 10


class TransitionPage(ABC, Generic[S]):
    """GET asks for confirmation, POST performs. A refusal shows its reasons and keeps the input.

    A room defines how its subject is found, which forms are used, and further context. Subjects
    have `get_absolute_url`.
    """

    workflow: Workflow
    template: str
    plain_form: type[TransitionForm]
    reason_form: type[TransitionForm]

    @abstractmethod
    def find(self, request: HttpRequest, key: Any) -> S:
        """The subject by the key in the path; 404 for readers who may not see it."""

    @abstractmethod
    def name_of(self, subject: S) -> str:
        """The subject in the message that follows the transition."""

    def form(
        self, request: HttpRequest, subject: S, row: Transition, posted: QueryDict | None = None
    ) -> TransitionForm:
        """The form of the transition, bound if something was posted; overridden where forms need
        the subject."""
        form: TransitionForm = self.form_class(row)(posted)
        return form

    @abstractmethod
    def context(self, subject: S, row: Transition, form: TransitionForm) -> Mapping[str, Any]:
        """Further context of the room's template."""

    def check_access(self, request: HttpRequest, subject: S, row: Transition) -> None:
        """Raise PermissionDenied for a reader who may see the subject but not this page."""

    def form_class(self, row: Transition) -> type[Any]:
        """The form named in the table, else one for the reason, else one without fields."""
        if row.form:
            return cast("type[Any]", import_string(row.form))
        return self.reason_form if row.needs_comment else self.plain_form

    def perform(
        self,
        request: HttpRequest,
        subject: S,
        row: Transition,
        form: TransitionForm,
        seen: int,
    ) -> None:
        """Perform the transition and announce it; overridden where a service does more.

        Refusals of the engine or the service propagate.
        """
        engine.perform(
            self.workflow,
            subject.pk,
            row.name,
            actor=user_of(request),
            seen_version=seen,
            comment=form.cleaned_data.get("comment", ""),
            data=form.payload(),
        )
        self.announce(request, subject, row)

    def ask_last(
        self,
        request: HttpRequest,
        subject: S,
        row: Transition,
        form: TransitionForm,
        seen: int,
    ) -> HttpResponse | None:
        """A last page to confirm before the act, if needed; None by default.

        Its refusals are shown on the page of the form, with the typed values.
        """
        return None

    def announce(self, request: HttpRequest, subject: S, row: Transition) -> None:
        """Say that the transition is recorded."""
        words = {"act": capfirst(str(row.done_label or row.label)), "title": self.name_of(subject)}
        messages.success(request, _("%(act)s: %(title)s.") % words)

    def leave(self, subject: S, row: Transition) -> HttpResponse:
        """The response after the transition: the subject's own page."""
        return _to(subject)

    def answer(self, request: HttpRequest, key: UUID | int, name: str) -> HttpResponse:
        """The page, or the response after the transition."""
        subject = self.find(request, key)
        row = self.workflow.by_name.get(name)
        if row is None or not row.offered:
            messages.warning(request, _("This step does not exist or is taken on another page."))
            return _to(subject)
        self.check_access(request, subject, row)
        if request.method == "POST":
            return self._carry_out(request, key, subject, row)
        offer = self._offer(request, subject, row)
        if offer is None:
            messages.warning(request, self.why_not(subject, row))
            return _to(subject)
        form = self.form(request, subject, row)
        return self._page(request, subject, row, form, closed=offer.reasons)

    def why_not(self, subject: S, row: Transition) -> str:
        """Why the transition is not offered: the last act and its date, or who may perform it."""
        if subject.state in row.sources:
            return str(not_allowed(row).reason)
        last = audit.last_step(subject.stream, self.workflow)
        if last is None:
            return str(wrong_state(self.workflow, row, subject.state).reason)
        return _("%(who)s %(did)s at %(moment)s. It is now: %(state)s.") % {
            "who": last.actor_name or _("The system"),
            "did": audit.label_of(last.action),
            "moment": vn_datetime(last.at),
            "state": subject.state_label,
        }

    def _offer(self, request: HttpRequest, subject: S, row: Transition) -> Offer | None:
        offered = engine.offers(self.workflow, subject.pk, actor=user_of(request))
        return next((one for one in offered if one.transition is row), None)

    def _carry_out(
        self, request: HttpRequest, key: UUID | int, subject: S, row: Transition
    ) -> HttpResponse:
        form = self.form(request, subject, row, request.POST)
        try:
            seen = seen_version(request)
        except StaleVersion as refusal:
            return self._ask_again(request, key, row, form, refusal)
        if not form.is_valid():
            if entry := self._own_entry(request, subject, row, seen):
                return self._already(request, subject, entry)
            return self._page(request, subject, row, form, seen=seen)
        try:
            if last := self.ask_last(request, subject, row, form, seen):
                return last
            row.prepare_subject(subject, user_of(request))
            self.perform(request, subject, row, form, seen)
        except TransitionRefused as refusal:
            if not isinstance(refusal, ConditionUnmet) and (
                entry := self._own_entry(request, subject, row, seen)
            ):
                return self._already(request, subject, entry)
            if isinstance(refusal, StaleVersion | ConditionUnmet | BulkRefused):
                return self._ask_again(request, key, row, form, refusal)
            show_refusal(request, refusal, messages.WARNING)
            return _to(subject)
        except ValidationError as refusal:
            show_in(form, refusal)
            return self._page(request, subject, row, form, seen=seen)
        return self.leave(subject, row)

    def _ask_again(
        self,
        request: HttpRequest,
        key: UUID | int,
        row: Transition,
        form: TransitionForm,
        refusal: StaleVersion | ConditionUnmet | BulkRefused,
    ) -> HttpResponse:
        """The page for the present subject, with the typed values and the refusal."""
        stale = isinstance(refusal, StaleVersion)
        if isinstance(refusal, ConditionUnmet):
            _show_reasons(form, refusal)
        elif not stale:
            show_in(form, refusal)
        fresh = self.find(request, key)
        form.renew()
        changed = sentences(refusal) if stale else []
        return self._page(request, fresh, row, form, changed=changed)

    def _own_entry(
        self, request: HttpRequest, subject: S, row: Transition, seen: int
    ) -> AuditEvent | None:
        """The reader's own entry that a second press of the same button would repeat."""
        entry = audit.last_event_of(
            subject.stream, self.workflow.topic_of(row), actor=user_of(request)
        )
        return entry if entry and entry.content.get("version") == seen + 1 else None

    def _already(self, request: HttpRequest, subject: S, entry: AuditEvent) -> HttpResponse:
        said = {"moment": vn_datetime(entry.at)}
        sentence = _("Your act was already recorded at %(moment)s; it has not been done twice.")
        messages.info(request, sentence % said)
        return _to(subject)

    def _page(
        self,
        request: HttpRequest,
        subject: S,
        row: Transition,
        form: TransitionForm,
        *,
        closed: Sequence[Verdict] | None = (),
        changed: Sequence[str] = (),
        seen: int | None = None,
    ) -> HttpResponse:
        """Render the page; `changed`: who changed the subject meanwhile, `closed`: why it is not
        possible now."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        if changed:
            status = HTTPStatus.CONFLICT
            offer = self._offer(request, subject, row)
            closed = None if offer is None else offer.reasons
        form.show_help()
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


def _show_reasons(form: TransitionForm, refusal: ConditionUnmet) -> None:
    """Show each reason at its field, others above the form."""
    for verdict in refusal.reasons:
        field = form.at_fields.get(verdict.key)
        form.add_error(field if field in form.fields else None, str(verdict.reason))


def _to(subject: WorkflowSubject) -> HttpResponse:
    """The subject's own page; every subject with pages has an address."""
    return redirect(cast("Any", subject))


def seen_version(request: HttpRequest) -> int:
    """The version of the subject that the submitted page showed.

    A missing or invalid one is refused as an outdated page, so that leaving the field out does not
    disable the comparison.
    """
    given = request.POST.get("seen_version", "")
    if given.isascii() and given.isdecimal() and len(given) < MAX_VERSION_DIGITS:
        return int(given)
    raise StaleVersion([stale_version(None)])
