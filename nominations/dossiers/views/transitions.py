"""The page that asks before an act and carries it out: one address per transition."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.dossiers.forms.transitions import ConfirmForm, ReasonForm
from nominations.dossiers.models import Nomination
from nominations.dossiers.services import standards
from nominations.dossiers.views.doors import (
    sentences,
    show_in,
    title_in_campaign,
    visible_or_404,
)
from nominations.dossiers.views.dossier import report_context
from nominations.dossiers.wording import what_happens_next
from nominations.pipeline import PIPELINE
from workflow import audit, engine
from workflow.exceptions import ConditionUnmet, StaleVersion, TransitionRefused
from workflow.models import AuditEvent
from workflow.table import Transition

READS_REPORT = frozenset({"endorse", "decline", "return_for_correction", "submit"})


@cache
def form_class(transition: Transition) -> Any:
    """The form the table names; otherwise one that asks for the reason, or for nothing."""
    if transition.form:
        return import_string(transition.form)
    return ReasonForm if transition.needs_comment else ConfirmForm


def own_entry(
    nomination: Nomination, transition: Transition, user: Any, seen_version: int | None
) -> AuditEvent | None:
    """The reader's own entry that a second press of the same button would repeat."""
    if seen_version is None:
        return None
    topic = PIPELINE.topic_of(transition)
    for event in reversed(audit.history(nomination.stream)):
        if event.action == topic and event.actor_id == user.pk:
            return event if event.content.get("version") == seen_version + 1 else None
    return None


def _seen_version(request: HttpRequest) -> int | None:
    given = request.POST.get("seen_version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None


@login_required
@require_http_methods(["GET", "POST"])
def transition(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """GET asks, POST does. A refusal gives the reason, and nothing that was typed is lost."""
    nomination = visible_or_404(request, public_id)
    row = PIPELINE.by_name.get(name)
    if row is None or not row.offered:
        messages.warning(request, _("This step does not exist or is taken on another page."))
        return redirect(nomination)
    if request.method == "POST":
        return _carry_out(request, nomination, row)
    offered = engine.offers(PIPELINE, nomination.pk, actor=request.user)
    offer = next((one for one in offered if one.transition is row), None)
    if offer is None:
        messages.warning(
            request,
            _("“%(act)s” is not open to you at this moment.") % {"act": row.label},
        )
        return redirect(nomination)
    form = form_class(row)(nomination=nomination, user=request.user)
    return _page(request, nomination, row, form, closed=offer.reasons)


def _carry_out(request: HttpRequest, nomination: Nomination, row: Transition) -> HttpResponse:
    form = form_class(row)(request.POST, nomination=nomination, user=request.user)
    seen = _seen_version(request)
    if not form.is_valid():
        if entry := own_entry(nomination, row, request.user, seen):
            return _already(request, nomination, entry)
        return _page(request, nomination, row, form, seen=seen)
    try:
        if row.name == "submit":  # what bars it may have been settled a minute ago
            standards.refresh([nomination.pk])
        engine.perform(
            PIPELINE,
            nomination.pk,
            row.name,
            actor=request.user,
            seen_version=seen,
            comment=form.cleaned_data.get("comment", ""),
            data=form.payload(),
        )
    except TransitionRefused as refusal:
        return _refused(request, nomination, row, form, refusal, seen)
    except ValidationError as refusal:
        show_in(form, refusal)
        return _page(request, nomination, row, form, seen=seen)
    return _done(request, nomination, row)


def _done(request: HttpRequest, nomination: Nomination, row: Transition) -> HttpResponse:
    words = {"act": row.label, "title": nomination.title}
    messages.success(request, _("Recorded: %(act)s. %(title)s.") % words)
    return redirect(nomination)


def _refused(
    request: HttpRequest,
    nomination: Nomination,
    row: Transition,
    form: Any,
    refusal: TransitionRefused,
    seen: int | None,
) -> HttpResponse:
    if not isinstance(refusal, ConditionUnmet) and (
        entry := own_entry(nomination, row, request.user, seen)
    ):
        return _already(request, nomination, entry)
    if isinstance(refusal, StaleVersion | ConditionUnmet):
        stale = isinstance(refusal, StaleVersion)
        if not stale:
            show_in(form, refusal)
        fresh = visible_or_404(request, nomination.public_id)
        _take_up(form)
        changed = sentences(refusal) if stale else []
        return _page(request, fresh, row, form, changed=changed)
    for sentence in sentences(refusal):
        messages.warning(request, sentence)
    return redirect(nomination)


def _take_up(form: Any) -> None:
    """The page shows the newest version of the report, so that is what the next press has read."""
    if "report_number" in form.fields:
        form.data = form.data.copy()
        form.data["report_number"] = form.current_number


def _already(request: HttpRequest, nomination: Nomination, entry: AuditEvent) -> HttpResponse:
    from nominations.templatetags.bangvang import vn_datetime

    messages.info(
        request,
        _("Your act was already recorded at %(moment)s; it has not been done twice.")
        % {"moment": vn_datetime(entry.at)},
    )
    return redirect(nomination)


def _page(
    request: HttpRequest,
    nomination: Nomination,
    row: Transition,
    form: Any,
    *,
    closed: Any = (),
    changed: Any = (),
    seen: int | None = None,
) -> HttpResponse:
    """The question, with the report where the act judges it; `changed` says who was faster."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if changed:
        status = HTTPStatus.CONFLICT
        offered = engine.offers(PIPELINE, nomination.pk, actor=request.user)
        closed = next((o.reasons for o in offered if o.transition is row), None)
    context = {
        "nomination": nomination,
        "transition": row,
        "form": form,
        "closed": closed,
        "changed": changed,
        "still_possible": closed is not None,
        "seen_version": nomination.version if seen is None else seen,
        "next_step": _what_follows(nomination, row),
        "reads_report": row.name in READS_REPORT,
        "evidence": nomination.evidence.filter(removed_at__isnull=True),
        "writer": row.name == "submit",
        **report_context(nomination, writer=row.name == "submit"),
    }
    return render(request, "dossiers/transition.html", context, status=status)


def _what_follows(nomination: Nomination, row: Transition) -> str:
    """What happens after the act, for the line above its button."""
    return what_happens_next(
        nomination,
        title_in_campaign(nomination),
        state=row.target if isinstance(row.target, str) else nomination.previous_state,
        returned=row.name == "return_for_correction",
    )
