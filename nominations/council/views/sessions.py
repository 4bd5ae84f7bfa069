"""The list of sessions, the page of one, and its preparation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.council import services
from nominations.council.agenda import initial_of, listing
from nominations.council.forms import SessionForm
from nominations.council.models import Council, CouncilMember, Seat, SessionState, VotingSession
from nominations.council.page import page_of
from nominations.council.queries import (
    Rights,
    eligible_nominations,
    managed_organization_ids,
    person_of,
    sessions_for,
)
from nominations.council.views.doors import on_session, require, to_session
from nominations.dossiers.models import Campaign, Nomination
from nominations.people.models.dated import holds_on
from workflow import clock
from workflow.exceptions import NotAllowed

PER_PAGE = 25


@require_GET
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Sessions the reader has a part in, newest first."""
    found = sessions_for(request.user).annotate(size=Count("items")).order_by("-created_at")
    councils = preparable(request.user)
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
def session(request: HttpRequest, *, session: VotingSession, rights: Rights) -> HttpResponse:
    """Where the session stands, who has voted, and what the reader can do next."""
    return render(request, "council/session.html", page_of(session, rights))


def preparable(user: Any) -> QuerySet[Council]:
    """Councils of today for which the account prepares sessions."""
    today = clock.today()
    seats = CouncilMember.objects.filter(
        holds_on(today),
        person_id=person_of(user),
        seat__in=[Seat.CHAIR, Seat.VICE_CHAIR, Seat.SECRETARY],
    ).values("council_id")
    current = Council.objects.filter(holds_on(today))
    return (
        current.filter(organization_id__in=managed_organization_ids(user))
        | current.filter(pk__in=seats)
    ).distinct()


@require_http_methods(["GET", "POST"])
@login_required
def prepare(request: HttpRequest) -> HttpResponse:
    """A new session: choose council and campaign, filter, tick, name the scrutineers."""
    councils = list(preparable(request.user))
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
    made = _attempt(request, form, services.prepare_session, **place)
    if made:
        messages.success(request, _("The session is prepared. Look at it once more, then open it."))
        return to_session(made)
    context = {"form": form, **place, "councils": councils, "campaigns": campaigns}
    context |= listing(request.GET.dict(), form, waiting)
    return render(request, "council/session_form.html", context)


@require_http_methods(["GET", "POST"])
@on_session
def revise(request: HttpRequest, *, session: VotingSession, rights: Rights) -> HttpResponse:
    """Change agenda, way of voting or scrutineers of a session that is not open yet."""
    require(rights.conducts)
    if session.state != SessionState.DRAFT:
        messages.error(request, _("A session that has been opened cannot be changed."))
        return to_session(session)
    own = Nomination.objects.filter(pk__in=session.items.values("nomination_id"))
    choosable = (own | eligible_nominations(session.council, session.campaign)).distinct()
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        council=session.council,
        choosable=choosable,
        initial=initial_of(session),
    )
    if _attempt(request, form, services.revise_session, session=session):
        messages.success(request, _("The session is changed."))
        return to_session(session)
    context = {"form": form, "session": session}
    context |= listing(request.GET.dict(), form, choosable)
    return render(request, "council/session_form.html", context)


def _attempt(
    request: HttpRequest, form: SessionForm, service: Any, **fixed: Any
) -> VotingSession | None:
    """What the service makes of a valid POST; a refusal goes into the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return service(actor=request.user, **fixed, **form.payload())
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from None
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def _chosen(options: list[Any], wanted: str | None) -> Any:
    return next((option for option in options if str(option.pk) == wanted), None)
