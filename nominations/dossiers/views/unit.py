"""The unit's review: its list with figures, and endorsing several nominations after one meeting."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from nominations.dossiers.boards.board import board_of_unit
from nominations.dossiers.forms import BulkEndorseForm
from nominations.dossiers.models import Campaign
from nominations.dossiers.panels import unit_review
from nominations.dossiers.panels.paper_links import campaign_reports_run_path, links_of_unit
from nominations.dossiers.views.boards import what_if
from nominations.people.authorization import roles_today
from nominations.people.models import Unit, User
from nominations.pipeline import PIPELINE
from nominations.web.access import user_of
from workflow import engine

MAX_ENDORSED = 300


def _units(user: User) -> list[Unit]:
    held = roles_today(user)
    wanted = held.units_with("review_nominations") | held.units_with("register_nominations")
    return list(Unit.objects.filter(pk__in=wanted).select_related("organization"))


def _chosen(units: list[Unit], wanted: str | None) -> Unit:
    return next((unit for unit in units if str(unit.pk) == wanted), units[0])


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All nominations of one of the reader's units in a campaign, with the unit's figures."""
    units = _units(user_of(request))
    if not units:
        raise PermissionDenied(_("This page is for unit heads, their deputies and unit clerks."))
    unit = _chosen(units, request.GET.get("dv"))
    campaigns = unit_review.campaigns_of(unit)
    campaign = next(
        (one for one in campaigns if str(one.pk) == request.GET.get("dot")),
        campaigns[0] if campaigns else None,
    )
    rows = unit_review.rows_of(unit, campaign, actor=user_of(request)) if campaign else []
    current, earlier = unit_review.current_and_earlier(campaigns, campaign)
    context = {
        "units": units,
        "unit": unit,
        "current": current,
        "earlier": earlier,
        "campaign": campaign,
        "rows": rows,
        "waiting": sum(row.may_endorse for row in rows),
        "paper_links": links_of_unit(campaign, unit) if rows and campaign else [],
        "print_path": campaign_reports_run_path(campaign, unit) if rows and campaign else "",
        **(board_of(request, campaign, unit) if campaign else {}),
    }
    return render(request, "dossiers/unit.html", context)


def board_of(
    request: HttpRequest, campaign: Campaign, unit: Unit, chosen: Collection[int] = ()
) -> dict[str, Any]:
    """The unit's board as the pages of the review show it, and the form of "what if"."""
    return {
        "board": board_of_unit(campaign, unit.pk, chosen=chosen),
        "campaign": campaign,
        "unit": unit,
        "live": not campaign.closed_at,
        "what_if": what_if(request, campaign),
    }


def _wanted(request: HttpRequest) -> list[int]:
    given = (request.POST if request.method == "POST" else request.GET).getlist("chon")
    return [int(value) for value in dict.fromkeys(given) if value.isdecimal() and len(value) < 15][
        :MAX_ENDORSED
    ]


@login_required
@require_http_methods(["GET", "POST"])
def endorse(request: HttpRequest) -> HttpResponse:
    """GET shows who would be endorsed and who not, with the reasons; POST endorses those shown."""
    preview = unit_review.endorsement_preview(_wanted(request), actor=user_of(request))
    if not preview.included and not preview.excluded:
        messages.info(request, _("Tick at least one nomination first."))
        return redirect("dossiers:unit")
    if request.method == "GET":
        return _page(request, preview, BulkEndorseForm(nominations=preview.included))
    form = BulkEndorseForm(request.POST, nominations=preview.posted(request.POST))
    if not form.rows:
        _tell_excluded(request, preview)
        return redirect("dossiers:unit")
    if not form.is_valid():
        return _page(request, preview, form, status=422)
    result = engine.perform_many(
        PIPELINE,
        [row.pk for row in form.rows],
        "endorse",
        actor=user_of(request),
        seen_versions=form.seen_versions(),
        data_for=form.data_for(),
        all_or_nothing=False,
    )
    _tell(request, preview, result)
    return redirect("dossiers:unit")


def _page(
    request: HttpRequest, preview: Any, form: BulkEndorseForm, status: int = 200
) -> HttpResponse:
    pairs = [(row, form.agreed_field(row)) for row in form.rows]
    hidden = list(form.hidden_fields())
    context = {"preview": preview, "form": form, "pairs": pairs, "hidden": hidden}
    context["boards"] = _boards(request, preview.included)
    context["boards_one"] = len(context["boards"]) == 1
    return render(request, "dossiers/unit_endorse.html", context, status=status)


def _boards(request: HttpRequest, rows: list[unit_review.UnitReviewRow]) -> list[dict[str, Any]]:
    """The board with the shown nominations endorsed, once per unit and campaign among them."""
    groups: dict[tuple[int, int], list[Any]] = {}
    for row in rows:
        one = row.nomination
        groups.setdefault((one.campaign_id, one.unit_id), []).append(one)
    return [
        board_of(request, of[0].campaign, of[0].unit, [one.pk for one in of])
        for of in groups.values()
    ]


def _tell(request: HttpRequest, preview: Any, result: Any) -> None:
    if count := len(result.moved):
        messages.success(
            request,
            ngettext(
                "%(count)s nomination has been endorsed.",
                "%(count)s nominations have been endorsed.",
                count,
            )
            % {"count": count},
        )
    names = {row.pk: row.title for row in (*preview.included, *preview.excluded)}
    for refusal in result.refused:
        messages.warning(
            request,
            _("Not endorsed: %(title)s. %(reason)s")
            % {"title": names.get(refusal.pk, ""), "reason": str(refusal.reasons[0].reason)},
        )


def _tell_excluded(request: HttpRequest, preview: Any) -> None:
    for row in preview.excluded[:10]:
        messages.info(request, f"{row.title}: {row.reason}")
