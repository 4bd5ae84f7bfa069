"""Figures with their way down to the award lines."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.dossiers.boards import permissions
from nominations.law.models import AwardType, CommendationType, RecipientKind
from nominations.people.models import Organization
from nominations.people.queries import agency_shown_first
from nominations.statistics import exports, queries
from nominations.statistics.figures_page import figure_table
from nominations.statistics.forms import MAX_YEARS, StatisticsPeriodForm
from nominations.statistics.period_report import period_report
from nominations.web.access import user_of
from nominations.web.attachments import attachment
from workflow import clock

LINES_PER_PAGE = 50
MAX_LINES = 50_000
"""How many award lines one workbook holds."""
ASKED = ("co_quan", "tu", "den", "tinh_den", "gom")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def agency_asked(request: HttpRequest, agencies: list[Organization]) -> Organization:
    """The agency asked for, else where the reader works, else the first; 404 for others."""
    code = request.GET.get("co_quan", "")
    if code:
        found = next((one for one in agencies if one.code == code), None)
        if found is None:
            raise Http404
        return found
    own = agency_shown_first(user_of(request), agencies)
    if own is None:
        raise Http404
    return own


def _form(request: HttpRequest) -> tuple[StatisticsPeriodForm, Organization]:
    """What is asked, completed: without years, all that have awards."""
    agencies = queries.readable_agencies(user_of(request))
    agency = agency_asked(request, agencies)
    asked = {name: request.GET.get(name, "") for name in ASKED}
    asked["co_quan"] = agency.code
    if not (asked["tu"] and asked["den"]):
        known = {*queries.years_of([agency.pk]), *queries.figure_years(agency)}
        years = sorted(known, reverse=True) or [clock.today().year]
        first = max(years[-1], years[0] - MAX_YEARS + 1)
        asked |= {"tu": asked["tu"] or str(first), "den": asked["den"] or str(years[0])}
    return StatisticsPeriodForm(asked, agencies=agencies), agency


def _given(form: StatisticsPeriodForm) -> dict[str, str]:
    """What the address of the page says, to be kept in the addresses below it."""
    return {name: form.data[name] for name in ASKED if form.data.get(name)}


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Years x award x kind of an agency, as chart and table, and as the text of a report."""
    form, agency = _form(request)
    spread = any(one.pk == agency.pk for one in permissions.fairness_agencies(user_of(request)))
    context: dict[str, Any] = {"form": form, "agency": agency, "may_see_spread": spread}
    if form.is_valid():
        period = form.period
        report = period_report(agency, **period)
        context |= {
            "layout": figure_table(
                report.figures,
                year_from=period["year_from"],
                year_to=period["year_to"],
                filters=_given(form),
            ),
            "paragraphs": report.texts,
            "known_on": period["known_on"] or clock.today(),
            "asked": urlencode(_given(form)),
            "period": period,
        }
    return render(request, "statistics/index.html", context)


def _narrowed(request: HttpRequest) -> dict[str, Any]:
    """Which figure is meant; nonsense in the address is a 404."""
    kind, commendation_type = request.GET.get("kieu", ""), request.GET.get("loai", "")
    year, code = request.GET.get("nam", ""), request.GET.get("ma", "")
    last = request.GET.get("het", "")
    known = kind in ("", *RecipientKind.values) and commendation_type in (
        "",
        *CommendationType.values,
    )
    years = all(one.isdecimal() and len(one) == 4 for one in (year, last) if one)
    if not known or not years or "\x00" in code or (last and not year):
        raise Http404
    return {
        "award_code": code,
        "commendation_type": commendation_type,
        "kind": kind,
        "year": int(year) if year else None,
        "last_year": int(last) if last else 0,
    }


def _awards(request: HttpRequest) -> tuple[Any, Organization, StatisticsPeriodForm, dict[str, Any]]:
    form, agency = _form(request)
    if not form.is_valid():
        raise Http404
    narrowed = _narrowed(request)
    awards = queries.lines(agency, **form.period, **narrowed)
    return awards, agency, form, narrowed


@login_required
@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """The award lines behind one figure, each with its decision."""
    awards, agency, form, narrowed = _awards(request)
    figures = queries.figures_behind(queries.tally(agency, **form.period), **narrowed)
    award = AwardType.objects.filter(code=narrowed["award_code"]).last()
    kind, commendation_type = narrowed["kind"], narrowed["commendation_type"]
    context = {
        "page": Paginator(awards, LINES_PER_PAGE).get_page(request.GET.get("page")),
        "agency": agency,
        "award": award,
        "kind": RecipientKind(kind).label if kind else "",
        "type": CommendationType(commendation_type).label if commendation_type else "",
        "year": narrowed["year"],
        "last_year": narrowed["last_year"],
        "figures": figures,
        "instead": [one for one in figures if one.instead_of_lines],
        "period": form.period,
        "known_on": form.period["known_on"] or clock.today(),
        "above": f"{reverse('statistics:index')}?{urlencode(_given(form))}",
    }
    return render(request, "statistics/lines.html", context)


@login_required
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The figures and the lines behind them as a file."""
    awards, agency, form, _narrowed_to = _awards(request)
    cells = queries.tally(agency, **form.period)
    figures = exports.figures_table(cells)
    years = f"{form.period['year_from']}-{form.period['year_to']}"
    if request.GET.get("dang") == "csv":
        content, kind, suffix = exports.as_csv(figures), "text/csv; charset=utf-8", "csv"
    else:
        listed = exports.lines_table(awards[:MAX_LINES])
        sheets = [(_("Figures"), figures), (_("Award lines"), listed)]
        if summed := queries.figures_behind(cells):
            sheets.append((_("Figures without lists"), exports.sources_table(summed)))
        content, kind, suffix = exports.as_xlsx(sheets), XLSX, "xlsx"
    return attachment(content, name=f"thong-ke-{years}.{suffix}", content_type=kind)
