"""The voting page for phones: answer, review, send. Works without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.council import services
from nominations.council.forms.sessions import RecusalForm
from nominations.council.models import VotingMode, VotingSession
from nominations.council.paper_counts import BALLOT_BOXES
from nominations.council.queries import BallotCard, SessionRights, ballot_of, visible_to
from nominations.council.session_page import by_award, takes_votes
from nominations.council.views.access import on_session
from nominations.people.authorization import person_id_of
from nominations.web.access import get_or_404, require_allowed
from nominations.web.refusals import refusals_to

_ANSWER = re.compile(r"item-(\d{1,18})\Z")


def answers_in(data: Mapping[str, Any]) -> dict[int, str]:
    """item id -> choice of a submitted ballot; the service refuses invalid choices."""
    found = {}
    for key in data:
        match = _ANSWER.match(key)
        if match and data[key]:
            found[int(match[1])] = str(data[key])
    return found


@require_http_methods(["GET", "POST"])
@login_required
@refusals_to("council:session", "public_id")
def ballot(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET: the ballot with the answers so far. POST: review, go back, or send."""
    session = _own_session(request, public_id)
    if not takes_votes(session):
        messages.info(request, _("There is no voting on screen in this session now."))
        return redirect(session)
    step, answers = request.POST.get("step", ""), answers_in(request.POST)
    if step == "cast":
        services.cast_named_votes(actor=request.user, session=session, choices=answers)
        messages.success(
            request, _("Your ballot is recorded. You may change it until the voting closes.")
        )
        return redirect(session)
    cards = ballot_of(session, person_id_of(request.user) or 0)
    for card in cards:
        choice = answers.get(card.item.pk, card.choice)
        card.choice = choice if choice in BALLOT_BOXES else ""
    if step == "review" and answers:
        return render(request, "council/ballot_review.html", _review(session, cards))
    if step == "review":
        messages.warning(request, _("Please answer at least one item."))
    return render(request, "council/ballot.html", _ballot(session, cards))


def _own_session(request: HttpRequest, public_id: UUID) -> VotingSession:
    """The session in which the reader votes; 403 where it is seen without a vote, else 404."""
    rows = VotingSession.objects.filter(
        public_id=public_id,
        roster__person_id=person_id_of(request.user) or 0,
    )
    session = rows.first()
    if session is None:
        get_or_404(visible_to(request.user), public_id=public_id)
        raise PermissionDenied
    return session


def _ballot(session: VotingSession, cards: list[BallotCard]) -> dict[str, Any]:
    by_item = {card.item.pk: card for card in cards}
    groups = [
        (head, [by_item[item.pk] for item in items])
        for head, items in by_award([card.item for card in cards])
    ]
    open_cards = [card for card in cards if card.recusal is None]
    return {
        "session": session,
        "groups": groups,
        "choices": [(box.value, box.label) for box in BALLOT_BOXES],
        "size": len(cards),
        "total": len(open_cards),
        "unanswered": sum(not card.choice for card in open_cards),
    }


def _review(session: VotingSession, cards: list[BallotCard]) -> dict[str, Any]:
    answered = [card for card in cards if card.choice and card.recusal is None]
    return {
        "session": session,
        "answered": answered,
        "unanswered": [card for card in cards if not card.choice and card.recusal is None],
        "groups": [
            (box.label, [card for card in answered if card.choice == box]) for box in BALLOT_BOXES
        ],
    }


@require_http_methods(["GET", "POST"])
@on_session
def recusal(
    request: HttpRequest, *, session: VotingSession, rights: SessionRights, item_id: int
) -> HttpResponse:
    """A member declares not to vote on an item, or takes such a declaration back."""
    require_allowed(rights.votes)
    item = get_object_or_404(session.items.select_related("nomination"), pk=item_id)
    existing = item.recusals.filter(person_id=rights.person_id or 0).first()
    after = "council:ballot" if session.mode == VotingMode.NAMED else "council:session"
    form = RecusalForm(request.POST if "declare" in request.POST else None)
    if request.method == "POST" and "lift" in request.POST and existing:
        services.lift_recusal(actor=request.user, recusal=existing)
        messages.success(request, _("You vote on this item again."))
        return redirect(after, public_id=session.public_id)
    if request.method == "POST" and form.is_valid():
        item.session = session
        services.declare_recusal(actor=request.user, item=item, reason=form.cleaned_data["reason"])
        messages.success(request, _("You do not vote on this item; the minutes will say so."))
        return redirect(after, public_id=session.public_id)
    context = {"session": session, "item": item, "existing": existing, "form": form}
    return render(request, "council/recusal.html", context)
