"""The page that asks before an act on an initiative and carries it out: one address per act."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.records.forms import form_class
from nominations.records.initiative_workflow import INITIATIVES
from nominations.records.models import Initiative
from nominations.records.views.doors import initiative_or_404, sentences, show_in
from nominations.templatetags.bangvang import vn_datetime
from workflow import audit, engine
from workflow.exceptions import ConditionUnmet, StaleVersion, TransitionRefused
from workflow.models import AuditEvent
from workflow.table import Transition


def _seen_version(request: HttpRequest) -> int | None:
    given = request.POST.get("seen_version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None


def _own_entry(row: Initiative, act: Transition, user: Any, seen: int | None) -> AuditEvent | None:
    """The reader's own entry that a second press of the same button would repeat."""
    topic = INITIATIVES.topic_of(act)
    for event in reversed(audit.history(row.stream)):
        if event.action == topic and event.actor_id == user.pk:
            is_same = seen is not None and event.content.get("version") == seen + 1
            return event if is_same else None
    return None


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """GET asks, POST does. A refusal gives the reason, and nothing that was typed is lost."""
    row = initiative_or_404(request, public_id)
    wanted = INITIATIVES.by_name.get(name)
    if wanted is None or not wanted.offered:
        messages.warning(request, _("This step does not exist or is taken on another page."))
        return redirect(row)
    if request.method == "POST":
        return _carry_out(request, row, wanted)
    offered = engine.offers(INITIATIVES, row.pk, actor=request.user)
    offer = next((one for one in offered if one.transition is wanted), None)
    if offer is None:
        said = {"act": wanted.label}
        messages.warning(request, _("“%(act)s” is not open to you at this moment.") % said)
        return redirect(row)
    form = form_class(wanted)(initiative=row)
    return _page(request, row, wanted, form, closed=offer.reasons)


def _carry_out(request: HttpRequest, row: Initiative, wanted: Transition) -> HttpResponse:
    form = form_class(wanted)(request.POST, initiative=row)
    seen = _seen_version(request)
    if not form.is_valid():
        if entry := _own_entry(row, wanted, request.user, seen):
            return _already(request, row, entry)
        return _page(request, row, wanted, form, seen=seen)
    try:
        engine.perform(
            INITIATIVES,
            row.pk,
            wanted.name,
            actor=request.user,
            seen_version=seen,
            comment=form.cleaned_data.get("comment", ""),
            data=form.payload(),
        )
    except TransitionRefused as refusal:
        return _refused(request, row, wanted, form, refusal, seen)
    told = {"act": wanted.label, "title": row.name}
    messages.success(request, _("Recorded: %(act)s. %(title)s.") % told)
    return redirect(row)


def _refused(
    request: HttpRequest,
    row: Initiative,
    wanted: Transition,
    form: Any,
    refusal: TransitionRefused,
    seen: int | None,
) -> HttpResponse:
    is_open = isinstance(refusal, ConditionUnmet)
    if not is_open and (entry := _own_entry(row, wanted, request.user, seen)):
        return _already(request, row, entry)
    if isinstance(refusal, StaleVersion):
        fresh = initiative_or_404(request, row.public_id)
        return _page(request, fresh, wanted, form, changed=sentences(refusal))
    if is_open:
        show_in(form, refusal)
        return _page(request, row, wanted, form, seen=seen)
    for sentence in sentences(refusal):
        messages.warning(request, sentence)
    return redirect(row)


def _already(request: HttpRequest, row: Initiative, entry: AuditEvent) -> HttpResponse:
    said = {"moment": vn_datetime(entry.at)}
    sentence = _("Your act was already recorded at %(moment)s; it has not been done twice.")
    messages.info(request, sentence % said)
    return redirect(row)


def _page(
    request: HttpRequest,
    row: Initiative,
    wanted: Transition,
    form: Any,
    *,
    closed: Any = (),
    changed: Any = (),
    seen: int | None = None,
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if changed:
        status = HTTPStatus.CONFLICT
    context = {
        "initiative": row,
        "transition": wanted,
        "form": form,
        "closed": closed,
        "changed": changed,
        "seen_version": row.version if seen is None else seen,
    }
    return render(request, "records/act.html", context, status=status)
