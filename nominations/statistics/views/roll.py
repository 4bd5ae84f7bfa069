"""The public roll of honour."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.statistics import honour_roll
from nominations.statistics.forms.filters import RollForm

ROLL_PER_PAGE = 60


@require_GET
def roll(request: HttpRequest) -> HttpResponse:
    """Who received which award by which decision and what for; every filter is in the address."""
    agencies = honour_roll.honoured_agencies()
    awards = honour_roll.honoured_awards()
    form = RollForm(
        request.GET, years=honour_roll.honoured_years(), agencies=agencies, awards=awards
    )
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    context: dict[str, Any] = {
        "form": form,
        "several": len(agencies) > 1,
        "page": None,
        "about": _about(form, {one.code: one.name for one in awards}),
        "address": request.build_absolute_uri(),
        "nobody_in": given["nam"]
        if not any(given[name] for name in given if name != "nam")
        else "",
    }
    try:
        context["page"] = _names(form).page(request.GET.get("page"), ROLL_PER_PAGE)
    except honour_roll.TooManyNamesakes:
        context["too_many"] = True
    return render(request, "statistics/roll.html", context)


def _names(form: RollForm) -> honour_roll.HonourRoll:
    given = form.cleaned_data
    return honour_roll.honour_roll(
        year=int(given["nam"]) if given["nam"] else None,
        organization=form.agency,
        award_code=given["danh_hieu"],
        unit_name=given.get("don_vi", ""),
        text=given["ten"],
    )


def _about(form: RollForm, award_names: dict[str, str]) -> str:
    """What is shown, for the title of the page: "Lao động tiên tiến, năm 2019, Sở Tài chính"."""
    given = form.cleaned_data
    agency = given["co_quan"]
    parts = [
        award_names.get(given["danh_hieu"], ""),
        _("year %(year)s") % {"year": given["nam"]} if given["nam"] else "",
        given.get("don_vi", ""),
        agency.name if agency else "",
        given["ten"],
    ]
    return ", ".join(part for part in parts if part)
