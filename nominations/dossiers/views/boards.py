"""The live boards of a campaign: of the agency and of a unit; asking "what if" writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.dossiers.boards import permissions
from nominations.dossiers.boards.board import Board, board_of_agency, board_of_unit
from nominations.dossiers.campaign_workflow import HELD
from nominations.dossiers.forms import WhatIfForm
from nominations.dossiers.models import Campaign, Nomination
from nominations.people.models import Unit
from nominations.people.queries import agency_ids
from nominations.states import State
from nominations.web.access import user_of

MAX_CHOSEN = 300
UNCHANGED = 204
LOGGED_OUT = 401
STOP_ASKING = 286
"""What htmx takes as "swap, and do not ask again"."""


def _stays_in_place(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever was logged out meanwhile gets no login page in the middle of the board."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("HX-Request") and not request.user.is_authenticated:
            return HttpResponse(status=LOGGED_OUT)
        return view(request, *args, **kwargs)

    return guarded


def campaign_or_404(request: HttpRequest, pk: int) -> Campaign:
    """The campaign, if it is one of the reader's agencies."""
    rows = Campaign.objects.filter(organization_id__in=agency_ids(user_of(request)), state__in=HELD)
    return get_object_or_404(rows.select_related("organization"), pk=pk)


def chosen_of(request: HttpRequest, campaign: Campaign) -> list[int]:
    """The nominations ticked on the page that the reader may see and that wait for a unit."""
    given = [v for v in request.GET.getlist("chon") if v.isdecimal() and len(v) < 15][:MAX_CHOSEN]
    if not given:
        return []
    rows = Nomination.objects.visible_to(user_of(request)).filter(
        pk__in=given, campaign=campaign, state=State.SUBMITTED
    )
    return list(rows.order_by().values_list("pk", flat=True))


def what_if(request: HttpRequest, campaign: Campaign) -> WhatIfForm:
    """The form beside the board, with the awards for individuals to choose from."""
    titles = campaign.titles.select_related("award_type").filter(award_type__for_individuals=True)
    awards = [(one.award_type.code, one.award_type.name) for one in titles]
    return WhatIfForm(request.GET if "them" in request.GET else None, awards=awards)


def _supposed(request: HttpRequest, campaign: Campaign, form: WhatIfForm) -> dict[str, Any]:
    added = form.added if form.is_bound and form.is_valid() else {}
    return {"chosen": chosen_of(request, campaign), "added": added}


@_stays_in_place
@login_required
@require_GET
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """The board of the campaign's agency, to be watched while the units endorse."""
    campaign = campaign_or_404(request, pk)
    if not permissions.may_see_board(user_of(request), campaign):
        raise PermissionDenied(_("The board is for those who review, register or decide."))
    form = what_if(request, campaign)
    whole = permissions.sees_whole_agency(user_of(request), campaign.organization_id)
    shown = None if whole else permissions.own_units(user_of(request), campaign.organization_id)
    board = board_of_agency(campaign, shown=shown, **_supposed(request, campaign, form))
    return _answer(request, board, form, None)


@_stays_in_place
@login_required
@require_GET
def unit(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """The board of one unit in a campaign."""
    campaign = campaign_or_404(request, pk)
    found = get_object_or_404(Unit, pk=unit_pk, organization_id=campaign.organization_id)
    if not permissions.may_see_unit(user_of(request), found):
        raise PermissionDenied(_("The board is for those who review, register or decide."))
    form = what_if(request, campaign)
    board = board_of_unit(campaign, found.pk, **_supposed(request, campaign, form))
    return _answer(request, board, form, found)


def _answer(
    request: HttpRequest, board: Board, form: WhatIfForm, unit: Unit | None
) -> HttpResponse:
    """The page; for the page's own asking only the part that changes, or nothing if none did."""
    context = {
        "board": board,
        "campaign": board.campaign,
        "unit": unit,
        "form": form,
        "live": not board.campaign.closed_at,
        "compact": request.GET.get("gon") == "1",
        "with_line": request.GET.get("dong") == "1",
        "is_part": bool(request.headers.get("HX-Request")),
    }
    if not request.headers.get("HX-Request"):
        return render(request, "dossiers/board.html", context)
    if form.is_bound and not form.is_valid():
        return render(request, "dossiers/part_board_trouble.html", context, status=422)
    if request.GET.get("dau") == board.digest:
        return HttpResponse(status=UNCHANGED)
    status = STOP_ASKING if board.campaign.closed_at else 200
    return render(request, "dossiers/part_board.html", context, status=status)
