"""Decisions: the list, drafting, the paper, the list of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
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
from nominations.awards.prizes import prize_totals
from nominations.decisions import prizes, queries, services
from nominations.decisions.certificates import blanks_of
from nominations.decisions.decision_workflow import DECISIONS, DecisionState
from nominations.decisions.forms.decisions import DraftForm
from nominations.decisions.models import Decision
from nominations.decisions.roles import DRAFTERS
from nominations.decisions.views.corrections import correction_chain
from nominations.documents.blank_offsets import stored_offsets
from nominations.documents.forms import OverprintForm
from nominations.dossiers.campaign_workflow import HELD
from nominations.dossiers.models import Campaign
from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.panel import panel_of
from nominations.law.models import AwardCategory
from nominations.people import authorization
from nominations.people.authorization import organization_ids, persons_holding, roles_today
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.print_runs import queries as print_queries
from nominations.web.access import get_or_404, require_any_or_404, user_of
from nominations.web.refusals import refusals_in, refusals_shown
from nominations.web.transition_page import seen_version
from workflow import engine

PER_PAGE = 25


def _drafting_agencies(user: User) -> frozenset[int]:
    return queries.agencies_with_permission(user, "manage_campaigns", "decide_nominations")


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Decisions, the latest first, and campaigns with nominations waiting for one."""
    require_any_or_404(roles_today(user_of(request)).organizations_with("view_nominations"))
    decisions = (
        queries.visible_to(user_of(request))
        .filter(organization_id__in=organization_ids(user_of(request), "view_nominations"))
        .annotate(
            number_of_lines=Count("lines", distinct=True), revoked_lines=queries.REVOKED_LINES
        )
        # "draft" sorts before "signed": drafts come first.
        .order_by("state", "-signed_on", "-created_at")
    )
    agencies = _drafting_agencies(user_of(request))
    return render(
        request,
        "decisions/decisions.html",
        {
            "page": Paginator(decisions, PER_PAGE).get_page(request.GET.get("page")),
            "waiting": queries.waiting_for_decision(agencies) if agencies else [],
            "drafts": bool(agencies),
        },
    )


def _campaign(request: HttpRequest, agencies: frozenset[int]) -> Campaign | None:
    """The requested campaign, or the first with pending nominations."""
    asked = request.GET.get("dot", "")
    campaigns = Campaign.objects.filter(organization__in=agencies, state__in=HELD).select_related(
        "organization"
    )
    if asked.isdecimal():
        return get_object_or_404(campaigns, pk=int(asked))
    waiting = queries.waiting_for_decision(agencies)
    return waiting[0] if waiting else None


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draft a decision from the nominations that passed every gate in a campaign."""
    agencies = require_any_or_404(_drafting_agencies(user_of(request)))
    campaign = _campaign(request, agencies)
    form = _draft_form(request, campaign) if campaign is not None else None
    if request.method == "POST" and campaign and form is not None and form.is_valid():
        with refusals_in(form):
            draft = services.draft_decision(
                actor=user_of(request),
                organization=campaign.organization,
                campaign=campaign,
                **form.cleaned_data,
            )
            messages.success(request, _("The draft is ready for the signature."))
            return redirect(draft)
    waiting = queries.waiting_for_decision(agencies)
    context = {
        "form": form,
        "campaign": campaign,
        "waiting": waiting,
        "drafts": queries.drafts_of(agencies, campaign),
    }
    return render(request, "decisions/draft.html", context)


def _draft_form(request: HttpRequest, campaign: Campaign) -> DraftForm:
    """The form with every waiting nomination of the campaign, all ticked."""
    rows = services.undecided_nominations(campaign.organization, campaign)
    name = _("Commendation by the campaign “%(campaign)s”") % {"campaign": campaign.name}
    initial = {"name": name, "nominations": [row.pk for row in rows]}
    return DraftForm(request.POST or None, nominations=rows, initial=initial)


@login_required
@require_GET
def decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The paper with its list; for a draft, what is missing and what to do next."""
    paper = get_or_404(queries.visible_to(user_of(request), discarded=True), public_id=public_id)
    is_draft, lines = paper.state == DecisionState.DRAFT, queries.lines_of(paper)
    corrections = paper.corrections.select_related("line__nomination")
    directors = persons_holding(Role.DIRECTOR, paper.organization) if is_draft else frozenset()
    undecided = services.undecided_nominations(paper.organization, paper.campaign)
    missing = list(undecided) if is_draft else []
    context = {
        "decision": paper,
        **_listed(lines),
        **_money(user_of(request), paper),
        "may_print": paper.organization_id in print_queries.agencies_of(user_of(request)),
        "is_draft": is_draft,
        "blanks": [] if is_draft else _blanks(paper, lines),
        "papers": panel_of(user_of(request), paper, _kinds(paper, lines)),
        "missing": missing,
        "ticked": frozenset(request.GET.getlist("chon")),
        "taken_off": [one for one in missing if str(one.pk) == request.GET.get("bo")],
        "of_directors": [line for line in lines if line.nomination.person_id in directors],
        "may_draft": is_draft
        and authorization.holds(user_of(request), *DRAFTERS, organization=paper.organization_id),
        "offers": engine.offers(DECISIONS, paper.pk, actor=user_of(request)),
        "chain": correction_chain(user_of(request), corrections),
        "may_correct": _may_correct(user_of(request), paper),
    }
    return render(request, "decisions/decision.html", context)


def _blanks(paper: Decision, lines: Sequence[Any]) -> list[tuple[str, OverprintForm]]:
    """The blanks of the decision, each with its stored offsets."""
    found = blanks_of(lines)
    offsets = stored_offsets(paper.organization) if found else {}
    return [
        (blank, OverprintForm(stored=offsets.get(blank), auto_id=f"id_{place}_%s"))
        for place, blank in enumerate(found, 1)
    ]


def _may_correct(user: User, paper: Decision) -> bool:
    return paper.state == DecisionState.SIGNED and services.may_correct(user, paper)


def _kinds(paper: Decision, lines: Sequence[Any]) -> list[str]:
    """The papers of the decision: none for an empty list, certificates if signed."""
    if not lines:
        return []
    is_signed = paper.state == DecisionState.SIGNED
    gives = any(line.nomination.award_type.form == AwardCategory.COMMENDATION for line in lines)
    return [IssuedKind.DECISION, *([IssuedKind.CERTIFICATES] if is_signed and gives else [])]


def _listed(lines: Sequence[Any]) -> dict[str, Any]:
    """The list by award, how many lines it has, and how many of them are still in force."""
    return {
        "groups": queries.grouped_by_award(lines),
        "total": len(lines),
        "in_force": sum(line.revocation is None for line in lines),
    }


def _money(user: User, paper: Decision) -> dict[str, Any]:
    """The prize money of the paper, and whether the reader may see it line by line."""
    money = prize_totals(prizes.lines_of_decision(paper))
    return {
        "money": money,
        "money_words": amount_in_words(money.payable),
        "sees_money": paper.organization_id in prizes.money_ids(user),
    }


def _ids(request: HttpRequest, name: str) -> list[int]:
    """The ids submitted under a name; invalid and oversized values are left out."""
    return [int(pk) for pk in request.POST.getlist(name) if pk.isdecimal() and len(pk) < 19]


@login_required
@require_POST
def lines(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put nominations on a draft, or take one off it; the page then offers to put it back."""
    paper = get_or_404(queries.visible_to(user_of(request)), public_id=public_id)
    wanted = services.undecided_nominations(paper.organization, paper.campaign)
    add = list(wanted.filter(pk__in=_ids(request, "add")).values_list("pk", flat=True))
    kept = urlencode({"chon": add}, doseq=True)  # the ticks stay if it is refused
    with refusals_shown(request):
        engine.perform(
            DECISIONS,
            paper.pk,
            "change_list",
            actor=user_of(request),
            seen_version=seen_version(request),
            data={"add": add, "remove": _ids(request, "remove")},
        )
        kept = "" if add else urlencode({"bo": request.POST.get("remove", "")})
        messages.success(request, _("The list was changed."))
    return redirect(f"{paper.get_absolute_url()}?{kept}" if kept else paper)
