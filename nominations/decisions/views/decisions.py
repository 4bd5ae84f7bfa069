"""Decisions: list, draft, list of a draft, signature."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nominations.awards.amounts import amount_in_words
from nominations.awards.prizes import totals
from nominations.decisions import prizes, queries, services, standing
from nominations.decisions.forms import DraftForm, SignForm
from nominations.decisions.models import Decision
from nominations.decisions.views.doors import found, succeeds
from nominations.dossiers.models import Campaign, Nomination
from nominations.people.authorization import organization_ids
from workflow import clock

PER_PAGE = 25


def _drafting_agencies(user: Any) -> list[Any]:
    by_pk = {one.pk: one for one in queries.working_agencies(user, "manage_campaigns")}
    by_pk |= {one.pk: one for one in queries.working_agencies(user, "decide_nominations")}
    return list(by_pk.values())


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Decisions, the latest first, and what waits for one."""
    found(organization_ids(request.user, "view_nominations"))
    decisions = (
        queries.decisions_for(request.user).annotate(number_of_lines=Count("lines"))
    ).order_by("-state", "-signed_on", "-created_at")
    # "signed" sorts after "draft": drafts have to come first.
    decisions = decisions.order_by("state", "-signed_on", "-created_at")
    agencies = _drafting_agencies(request.user)
    return render(
        request,
        "decisions/decisions.html",
        {
            "page": Paginator(decisions, PER_PAGE).get_page(request.GET.get("page")),
            "waiting": queries.waiting_for_decision(agencies) if agencies else [],
            "drafts": bool(agencies),
        },
    )


def _campaign(request: HttpRequest, agencies: list[Any]) -> Campaign | None:
    """The campaign asked for, or the first with nominations that wait."""
    asked = request.GET.get("dot", "")
    campaigns = Campaign.objects.filter(organization__in=agencies).select_related("organization")
    if asked.isdecimal():
        return get_object_or_404(campaigns, pk=int(asked))
    waiting = queries.waiting_for_decision(agencies)
    return waiting[0] if waiting else None


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draft a decision out of what passed every gate in a campaign."""
    agencies = found(_drafting_agencies(request.user))
    campaign = _campaign(request, agencies)
    form = None
    if campaign is not None:
        rows = services.undecided(campaign.organization, campaign)
        ticked = [row.pk for row in rows]
        name = _("Commendation by the campaign “%(campaign)s”") % {"campaign": campaign.name}
        initial = {"name": name, "nominations": ticked}
        form = DraftForm(request.POST or None, nominations=rows, initial=initial)
        if request.method == "POST" and form.is_valid():
            made: list[Decision] = []
            act = _drafting(request.user, campaign, form.cleaned_data, made)
            if succeeds(request, act, form):
                messages.success(request, _("The draft is ready for the signature."))
                return redirect("decisions:decision", public_id=made[0].public_id)
    context = {
        "form": form,
        "campaign": campaign,
        "waiting": queries.waiting_for_decision(agencies),
    }
    return render(request, "decisions/draft.html", context)


def _drafting(user: Any, campaign: Campaign, given: dict[str, Any], made: list[Decision]) -> Any:
    def act() -> None:
        made.append(
            services.draft_decision(
                actor=user,
                organization=campaign.organization,
                campaign=campaign,
                name=given["name"],
                nominations=given["nominations"],
            )
        )

    return act


def _lines(decision: Decision) -> list[Any]:
    return list(
        decision.lines.select_related(
            "nomination__award_type", "nomination__unit", "award"
        ).order_by("position", "id")
    )


@login_required
@require_GET
def decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The paper with its list; for a draft, what is missing on it and what to do next."""
    paper = get_object_or_404(queries.decisions_for(request.user), public_id=public_id)
    is_draft = paper.state == Decision.State.DRAFT
    lines = _lines(paper)
    may_draft = standing.holds(request.user, paper.organization, standing.DRAFTERS)
    directors = queries.directors_of(paper.organization) if is_draft else set()
    money = totals(prizes.lines_of_decision(paper))
    return render(
        request,
        "decisions/decision.html",
        {
            "decision": paper,
            "groups": queries.grouped(lines),
            "total": len(lines),
            "money": money,
            "money_words": amount_in_words(money.payable),
            "sees_money": paper.organization_id in prizes.money_ids(request.user),
            "is_draft": is_draft,
            "missing": services.undecided(paper.organization, paper.campaign) if is_draft else [],
            "of_directors": [line for line in lines if line.nomination.person_id in directors],
            "may_draft": is_draft and may_draft,
            "may_sign": is_draft
            and standing.holds(request.user, paper.organization, standing.SIGNERS),
        },
    )


def _ids(request: HttpRequest, name: str) -> list[int]:
    """The numbers sent under a name; what is none, or too long for one, is left out."""
    return [int(pk) for pk in request.POST.getlist(name) if pk.isdecimal() and len(pk) < 19]


@login_required
@require_POST
def lines(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put nominations on a draft, or take one off it."""
    paper = get_object_or_404(queries.decisions_for(request.user), public_id=public_id)
    add, remove = _ids(request, "add"), _ids(request, "remove")
    wanted = services.undecided(paper.organization, paper.campaign).filter(pk__in=add)
    if succeeds(
        request,
        lambda: services.change_lines(
            actor=request.user, decision=paper, add=wanted if add else [], remove=remove
        ),
    ):
        messages.success(request, _("The list was changed."))
    return redirect("decisions:decision", public_id=paper.public_id)


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the paper number and date: every nomination on it is decided at once."""
    paper = get_object_or_404(queries.decisions_for(request.user), public_id=public_id)
    standing_is_there = standing.holds(request.user, paper.organization, standing.SIGNERS)
    found(standing_is_there)
    form = SignForm(request.POST or None, initial={"signed_on": clock.today()})
    rows = _lines(paper)
    if request.method == "POST" and form.is_valid():
        results: list[Any] = []
        if succeeds(request, lambda: results.append(_signed(request.user, paper, form)), form):
            _tell(request, results[0])
            return redirect("decisions:decision", public_id=paper.public_id)
    own = [line for line in rows if line.nomination.person_id == request.user.person_id]
    context = {"decision": paper, "form": form, "total": len(rows), "own": own}
    return render(request, "decisions/sign.html", context)


def _signed(user: Any, paper: Decision, form: SignForm) -> Any:
    given = form.cleaned_data
    return services.sign_decision(
        actor=user, decision=paper, number=given["number"], signed_on=given["signed_on"]
    )


def _tell(request: HttpRequest, result: Any) -> None:
    count = len(result.moved)
    messages.success(
        request, _("The decision is in force for %(count)s nominations.") % {"count": count}
    )
    titles = Nomination.objects.in_bulk([one.pk for one in result.refused])
    for one in result.refused:
        messages.warning(request, f"{titles[one.pk].title}: {one.reasons[0].reason}")


@login_required
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Throw a draft away after asking."""
    paper = get_object_or_404(queries.decisions_for(request.user), public_id=public_id)
    found(standing.holds(request.user, paper.organization, standing.DRAFTERS))
    if request.method == "POST":
        if succeeds(request, lambda: services.discard_decision(actor=request.user, decision=paper)):
            messages.success(request, _("The draft was discarded."))
            return redirect("decisions:list")
        return redirect("decisions:decision", public_id=paper.public_id)
    context = {"decision": paper, "total": paper.lines.count()}
    return render(request, "decisions/discard.html", context)
