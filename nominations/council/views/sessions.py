"""The list of sessions, the page of one, and its preparation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.council import services
from nominations.council.agenda import agenda_choices, initial_values
from nominations.council.forms.sessions import SessionForm
from nominations.council.models import VotingSession
from nominations.council.queries import (
    SessionRights,
    eligible_nominations,
    preparable_councils,
    visible_to,
)
from nominations.council.session_page import is_counted, session_page_context
from nominations.council.session_papers import links_of_session, session_reports_run_path
from nominations.council.session_workflow import SESSIONS, SessionState
from nominations.council.views.access import on_session
from nominations.dossiers.models import Campaign, Nomination
from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.panel import panel_of
from nominations.web.access import require_allowed, user_of
from nominations.web.refusals import refusals_in
from nominations.web.transition_page import seen_version
from workflow import clock, engine

PER_PAGE = 25


@require_GET
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Sessions the reader has a part in, newest first."""
    found = visible_to(user_of(request)).annotate(size=Count("items")).order_by("-created_at")
    councils = preparable_councils(user_of(request))
    return render(
        request,
        "council/sessions.html",
        {
            "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "may_prepare": councils.exists(),
        },
    )


@require_GET
@on_session
def session(request: HttpRequest, *, session: VotingSession, rights: SessionRights) -> HttpResponse:
    """Where the session stands, who has voted, and what the reader can do next."""
    offers = engine.offers(SESSIONS, session.pk, actor=user_of(request))
    kinds = [IssuedKind.MEETING_MINUTES, IssuedKind.COUNT_MINUTES] if is_counted(session) else []
    papers = panel_of(user_of(request), session, kinds) if kinds else []
    context = {**session_page_context(session, rights, offers), "papers": papers}
    context["paper_links"] = links_of_session(session, rights)
    context["print_path"] = session_reports_run_path(session, rights)
    return render(request, "council/session.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def prepare(request: HttpRequest) -> HttpResponse:
    """A new session: choose council and campaign, filter, tick, name the scrutineers."""
    councils = list(preparable_councils(user_of(request)))
    if not councils:
        raise PermissionDenied
    council = _chosen(councils, request.GET.get("hoi-dong")) or councils[0]
    waiting = eligible_nominations(council)
    campaigns = list(Campaign.objects.filter(pk__in=waiting.values("campaign_id")))
    campaign = _chosen(campaigns, request.GET.get("dot")) or (campaigns[0] if campaigns else None)
    waiting = waiting.filter(campaign=campaign) if campaign else waiting
    name = _("Voting session: %(campaign)s") % {"campaign": campaign.name} if campaign else ""
    initial = {"name": name[:250], "held_on": clock.today()}
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        council=council,
        choosable=waiting,
        initial=initial,
    )
    place = {"council": council, "campaign": campaign}
    made = _prepared(request, form, **place)
    if made:
        messages.success(request, _("The session is prepared. Look at it once more, then open it."))
        return redirect(made)
    context = {"form": form, **place, "councils": councils, "campaigns": campaigns}
    context |= agenda_choices(request.GET.dict(), form, waiting)
    return render(request, "council/session_form.html", context)


@require_http_methods(["GET", "POST"])
@on_session
def revise(request: HttpRequest, *, session: VotingSession, rights: SessionRights) -> HttpResponse:
    """Change agenda, way of voting or scrutineers of a session that is not open yet."""
    require_allowed(rights.conducts)
    if session.state != SessionState.DRAFT:
        messages.error(request, _("A session that has been opened cannot be changed."))
        return redirect(session)
    own = Nomination.objects.filter(pk__in=session.items.values("nomination_id"))
    choosable = (own | eligible_nominations(session.council, session.campaign)).distinct()
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        council=session.council,
        choosable=choosable,
        initial=initial_values(session),
    )
    if request.method == "POST" and form.is_valid() and _revised(request, session, form):
        return redirect(session)
    shown_again = request.method == "POST" and not form.is_valid()
    seen = request.POST.get("seen_version", "") if shown_again else session.version
    context = {"form": form, "session": session, "seen_version": seen}
    context |= agenda_choices(request.GET.dict(), form, choosable)
    return render(request, "council/session_form.html", context)


def _revised(request: HttpRequest, session: VotingSession, form: SessionForm) -> bool:
    """Whether the session was changed; a refusal goes into the form."""
    with refusals_in(form):
        engine.perform(
            SESSIONS,
            session.pk,
            "revise",
            actor=user_of(request),
            seen_version=seen_version(request),
            data=form.keys(),
        )
        messages.success(request, _("The session is changed."))
        return True
    return False


def _prepared(request: HttpRequest, form: SessionForm, **place: Any) -> VotingSession | None:
    """What the service makes of a valid POST; a refusal goes into the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    with refusals_in(form):
        return services.prepare_session(actor=user_of(request), **place, **form.payload())
    return None


def _chosen(options: list[Any], wanted: str | None) -> Any:
    return next((option for option in options if str(option.pk) == wanted), None)
