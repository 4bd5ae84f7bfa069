"""Presence, counts of paper ballots, and their comparison."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.council import services
from nominations.council.forms.sessions import PresenceForm, counts_forms
from nominations.council.models import Scrutineer, VotingMode, VotingSession
from nominations.council.paper_counts import agreement
from nominations.council.queries import SessionRights, agenda
from nominations.council.services.sessions import VOTING
from nominations.council.session_page import by_award
from nominations.council.views.access import on_session
from nominations.web.access import get_or_404, require_allowed
from nominations.web.refusals import sentences
from nominations.web.stale_page import ShownValues
from workflow.exceptions import StaleVersion


@require_http_methods(["GET", "POST"])
@on_session
def presence(
    request: HttpRequest, *, session: VotingSession, rights: SessionRights
) -> HttpResponse:
    """Who is at the meeting, who is absent and why."""
    require_allowed(rights.conducts)
    if session.state not in VOTING:
        messages.info(request, _("Presence is recorded from opening until counting."))
        return redirect(session)
    data = request.POST if request.method == "POST" else None
    rows = [PresenceForm(data, entry=entry) for entry in session.roster.select_related("person")]
    shown, problem = ShownValues.of(request, session, _presence_of), ""
    if data is not None and sum(row.is_valid() for row in rows) == len(rows):
        marked = {row.entry.person_id: row.presence for row in rows if row.presence}
        try:
            with shown.unchanged():
                services.mark_presence(actor=request.user, session=session, presence=marked)
        except StaleVersion as refusal:
            problem = refusal.message
        else:
            messages.success(request, _("Presence is recorded."))
            return redirect(session)
    context = {"session": session, "rows": rows, "problem": problem, "seen_version": shown.mark}
    return render(request, "council/presence.html", context)


def _presence_of(session: VotingSession) -> dict[str, Any]:
    columns = ("pk", "present", "absence_reason", "written_opinion")
    return {"roster": list(session.roster.order_by("pk").values(*columns))}


@require_http_methods(["GET", "POST"])
@on_session
def counts(request: HttpRequest, *, session: VotingSession, rights: SessionRights) -> HttpResponse:
    """One scrutineer's own counts of the paper ballots."""
    require_allowed(rights.scrutinises)
    if session.mode != VotingMode.PAPER or session.state not in VOTING:
        messages.info(request, _("There are no paper ballots to count in this session now."))
        return redirect(session)
    scrutineer = get_or_404(session.scrutineers.all(), person_id=rights.person_id)
    data = request.POST if request.method == "POST" else None
    rows = counts_forms(scrutineer, agenda(session), data)
    shown, problem = ShownValues.of(request, scrutineer, _counts_of), ""
    if data is not None and sum(row.is_valid() for row in rows) == len(rows):
        entered = {row.item.pk: row.counts for row in rows if row.counts}
        try:
            with shown.unchanged():
                services.enter_paper_counts(actor=request.user, session=session, counts=entered)
        except (ValidationError, StaleVersion) as refusal:
            problem = sentences(refusal)[0]
        else:
            messages.success(request, _("Your counts are saved."))
            return redirect("council:compare", public_id=session.public_id)
    context = {"session": session, "groups": _lines(rows), "rows": rows, "problem": problem}
    context["seen_version"] = shown.mark
    return render(request, "council/counts.html", context)


def _counts_of(scrutineer: Scrutineer) -> dict[str, Any]:
    columns = ("item", "yes", "no", "abstain", "invalid")
    return {"counts": list(scrutineer.counts.order_by("item").values(*columns))}


def _lines(rows: list[Any]) -> list[tuple[Any, list[Any]]]:
    by_item = {row.item.pk: row for row in rows}
    return [
        (head, [by_item[item.pk] for item in items])
        for head, items in by_award([row.item for row in rows])
    ]


@require_GET
@on_session
def compare(request: HttpRequest, *, session: VotingSession, rights: SessionRights) -> HttpResponse:
    """How far the scrutineers are and where their counts differ, never what the other counted."""
    require_allowed(rights.conducts or rights.scrutinises)
    if session.mode != VotingMode.PAPER or session.state not in VOTING:
        return redirect(session)
    state = agreement(session)
    size = session.items.count()
    return render(
        request,
        "council/compare.html",
        {
            "session": session,
            "rights": rights,
            "agreement": state,
            "size": size,
            "people": [
                (one.person, size - state.missing[one.pk])
                for one in session.scrutineers.select_related("person")
            ],
            "differing": [
                (item, state.differing[item.pk])
                for item in agenda(session)
                if item.pk in state.differing
            ],
        },
    )
