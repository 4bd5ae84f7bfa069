"""The voting page for phones: answer, look again, send. Works without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.council import services
from nominations.council.forms import RecusalForm
from nominations.council.models import Choice, Mode, SessionState, VotingSession
from nominations.council.page import by_award, is_over
from nominations.council.queries import Card, Rights, ballot_of, person_of
from nominations.council.views.doors import on_session, require, to_session

_ANSWER = re.compile(r"item-(\d{1,18})\Z")


def answers_in(data: Mapping[str, Any]) -> dict[int, str]:
    """item id -> choice of a submitted ballot; the service refuses what is no answer."""
    found = {}
    for key in data:
        match = _ANSWER.match(key)
        if match and data[key]:
            found[int(match[1])] = str(data[key])
    return found


@require_http_methods(["GET", "POST"])
@on_session
def ballot(request: HttpRequest, *, session: VotingSession, rights: Rights) -> HttpResponse:
    """GET: the ballot with the answers so far. POST: look again ("review"), go back, or send."""
    require(rights.votes)
    if session.mode != Mode.NAMED or session.state != SessionState.OPEN or is_over(session):
        messages.info(request, _("There is no voting on screen in this session now."))
        return to_session(session)
    step = request.POST.get("step", "")
    answers = answers_in(request.POST)
    if step == "cast":
        services.cast_named_votes(actor=request.user, session=session, choices=answers)
        messages.success(
            request, _("Your ballot is recorded. You may change it until the voting closes.")
        )
        return to_session(session)
    cards = ballot_of(session, person_of(request.user) or 0)
    for card in cards:
        card.choice = answers.get(card.item.pk, card.choice)
    if step == "review" and answers:
        return render(request, "council/ballot_review.html", _review(session, cards))
    if step == "review":
        messages.warning(request, _("Please answer at least one item."))
    return render(request, "council/ballot.html", _ballot(session, cards))


def _ballot(session: VotingSession, cards: list[Card]) -> dict[str, Any]:
    by_item = {card.item.pk: card for card in cards}
    groups = [
        (head, [by_item[item.pk] for item in items])
        for head, items in by_award([card.item for card in cards])
    ]
    open_cards = [card for card in cards if card.recusal is None]
    return {
        "session": session,
        "groups": groups,
        "choices": Choice.choices,
        "size": len(cards),
        "total": len(open_cards),
        "unanswered": sum(not card.choice for card in open_cards),
    }


def _review(session: VotingSession, cards: list[Card]) -> dict[str, Any]:
    answered = [card for card in cards if card.choice and card.recusal is None]
    return {
        "session": session,
        "answered": answered,
        "unanswered": [card for card in cards if not card.choice and card.recusal is None],
        "groups": [
            (label, [card for card in answered if card.choice == value])
            for value, label in Choice.choices
        ],
    }


@require_http_methods(["GET", "POST"])
@on_session
def recusal(
    request: HttpRequest, *, session: VotingSession, rights: Rights, item_id: int
) -> HttpResponse:
    """A member declares not to vote on an item, or takes such a declaration back."""
    require(rights.votes)
    item = get_object_or_404(session.items.select_related("nomination"), pk=item_id)
    existing = item.recusals.filter(person_id=person_of(request.user)).first()
    after = "council:ballot" if session.mode == Mode.NAMED else "council:session"
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
