"""What belongs to a movement: its indicators, the response plan, campaigns and awards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.awards.models import Award
from nominations.dossiers.campaign_workflow import HELD
from nominations.dossiers.models import Campaign
from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.queries import issued_paper_of
from nominations.law.models import CommendationType
from nominations.movements import services
from nominations.movements.forms import (
    BLANK_ROWS,
    IndicatorRowForm,
    MovementAwardsForm,
    ResponsePlanForm,
)
from nominations.movements.issued_record_keys import response_record
from nominations.movements.models import Movement
from nominations.movements.services.movements import IndicatorInput
from nominations.movements.views.access import accepted_upload, keeper_movement_or_404
from nominations.web.access import user_of
from nominations.web.forms import BaseForm
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues
from workflow import clock

RESPONSE = ("response_content", "response_arrangements", "response_number", "response_date")
INDICATOR = ("pk", "name", "target", "measure", "at_most")
MAX_AWARDS = 200
IndicatorRows: Any = formset_factory(IndicatorRowForm, extra=BLANK_ROWS)


@login_required
@require_http_methods(["GET", "POST"])
def indicators(request: HttpRequest, pk: int) -> HttpResponse:
    """All indicators on one page; a row without a name is left out."""
    row = keeper_movement_or_404(request, pk)
    form = BaseForm(request.POST or None)
    present = list(row.indicators.values(*INDICATOR))
    rows = IndicatorRows(request.POST or None, prefix="i", initial=present)
    shown = _shown_indicators(request, row)
    if request.method == "POST" and rows.is_valid() and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            given = [_given(one.cleaned_data) for one in rows if one.cleaned_data.get("name")]
            services.save_indicators(actor=user_of(request), movement=row, rows=given)
            messages.success(request, _("The indicators are saved."))
            is_more = request.POST.get("then") == "more"
            return redirect("movements:indicators", pk) if is_more else redirect(row)
    context = {"movement": row, "form": form, "rows": rows, "seen_version": shown.mark}
    return render(request, "movements/indicators.html", context)


def _shown_indicators(request: HttpRequest, row: Movement) -> ShownValues:
    def read() -> Mapping[str, Any]:
        return {"rows": list(row.indicators.values(*INDICATOR))}

    return ShownValues(request, Movement.objects.filter(pk=row.pk), read)


def _given(data: dict[str, Any]) -> IndicatorInput:
    return IndicatorInput(**{name: data[name] for name in INDICATOR})


@login_required
@require_http_methods(["GET", "POST"])
def response(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency's response plan."""
    row = keeper_movement_or_404(request, pk)
    if request.method == "GET" and issued_paper_of(IssuedKind.RESPONSE_PLAN, response_record(row)):
        messages.info(request, _("The plan was issued and is not written over any more."))
        return redirect(row)
    form = ResponsePlanForm(
        request.POST or None,
        request.FILES or None,
        initial={name: getattr(row, name) for name in RESPONSE},
    )
    shown = ShownValues.of_row(request, row, *RESPONSE)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            given: dict[str, Any] = form.cleaned_data
            given |= {"upload": accepted_upload(given["upload"])}
            with shown.unchanged(form):
                services.save_response(actor=user_of(request), movement=row, **given)
            messages.success(request, _("The response plan is saved."))
            return redirect(row)
    context = {"movement": row, "form": form, "seen_version": shown.mark}
    return render(request, "movements/response_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def awards(request: HttpRequest, pk: int) -> HttpResponse:
    """In which campaigns it is rewarded, and awards named one by one."""
    row = keeper_movement_or_404(request, pk)
    named = list(row.awards.order_by("pk").values_list("pk", flat=True))
    linked = list(row.campaigns.order_by("pk").values_list("pk", flat=True))
    form = MovementAwardsForm(
        request.POST or None,
        campaigns=_campaigns(row),
        awards=_awards(row, named),
        initial={"campaigns": linked, "awards": named},
    )
    shown = _shown_awards(request, row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            given = {"awards": [], **form.cleaned_data}
            services.name_awards(actor=user_of(request), movement=row, **given)
            messages.success(request, _("Campaigns and awards of the movement are saved."))
            return redirect(row)
    context = {"movement": row, "form": form, "seen_version": shown.mark}
    return render(request, "movements/awards_form.html", context)


def _campaigns(row: Movement) -> QuerySet[Campaign]:
    """Campaigns of the agency in the years of the movement."""
    last = (row.ends_on or clock.today()).year + 1
    rows = Campaign.objects.filter(
        organization=row.organization, state__in=HELD, year__range=(row.starts_on.year, last)
    )
    return rows.order_by("-year", "code")


def _awards(row: Movement, named: list[int]) -> QuerySet[Award]:
    """Awards of the agency for a movement in its years that no campaign here conferred."""
    last = (row.ends_on or clock.today()).year + 1
    rows = Award.objects.valid().filter(
        organization=row.organization,
        commendation_type=CommendationType.MOVEMENT,
        year__range=(row.starts_on.year, last),
        decision_line__isnull=True,
        outcome__isnull=True,
    )
    keys = [*rows.order_by("-year", "pk").values_list("pk", flat=True)[:MAX_AWARDS], *named]
    found = Award.objects.filter(pk__in=keys).select_related("award_type")
    return found.order_by("-year", "award_type__rank", "sort_key")


def _shown_awards(request: HttpRequest, row: Movement) -> ShownValues:
    def read() -> Mapping[str, Any]:
        return {
            "campaigns": sorted(row.campaigns.values_list("pk", flat=True)),
            "awards": sorted(row.awards.values_list("pk", flat=True)),
        }

    return ShownValues(request, Movement.objects.filter(pk=row.pk), read)
