"""Figures with links to their award lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.dossiers.boards import permissions
from nominations.files.spreadsheet_writer import XLSX_TYPE
from nominations.files.table_workbook import as_xlsx
from nominations.law.models import CommendationType, RecipientKind
from nominations.people.authorization import holds, roles_today
from nominations.people.models import Organization
from nominations.people.queries import agency_shown_first
from nominations.people.roles import Role
from nominations.statistics import exports, queries
from nominations.statistics.award_pages import AwardPages
from nominations.statistics.breakdown import (
    MAX_DIVIDED,
    Chosen,
    Division,
    choices_in_words,
    divided_rows,
    is_of_lines,
    without_replaced,
    years_in_words,
)
from nominations.statistics.figures_page import figure_table
from nominations.statistics.forms.filters import FILTERS, StatisticsPeriodForm, with_years
from nominations.statistics.period_report import period_report
from nominations.statistics.queries import TallyCell
from nominations.statistics.restatements import restated_awards
from nominations.statistics.workbook_heading import MAX_LINES, workbook_heading
from nominations.web.access import user_of
from nominations.web.attachments import attachment
from workflow import clock

LINES_PER_PAGE = 50
ASKED = ("co_quan", "tu", "den", "tinh_den", "gom", "theo", *(f"p_{one}" for one in FILTERS))


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
        years = {*queries.years_of([agency.pk]), *queries.figure_years(agency)}
        asked = with_years(asked, years)
    return StatisticsPeriodForm(asked, agencies=agencies, agency=agency), agency


def _given(form: StatisticsPeriodForm) -> dict[str, str]:
    """What the address of the page says, to be kept in the addresses below it."""
    return {name: form.data[name] for name in ASKED if form.data.get(name)}


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Years x award x kind of an agency, as chart and table, and as the text of a report."""
    form, agency = _form(request)
    spread = any(one.pk == agency.pk for one in permissions.fairness_agencies(user_of(request)))
    read_agencies = roles_today(user_of(request)).organizations_with("view_nominations")
    context: dict[str, Any] = {
        "form": form,
        "agency": agency,
        "may_see_spread": spread,
        "revocation_agencies": read_agencies,
        "reads_nominations": bool(read_agencies),
        "writes_reports": holds(user_of(request), Role.SECRETARY, Role.DIRECTOR),
    }
    if form.is_valid():
        context |= _figures(form, agency)
    return render(request, "statistics/index.html", context)


def _figures(form: StatisticsPeriodForm, agency: Organization) -> dict[str, Any]:
    """The tables of the page, all of the same awards."""
    period, chosen, filters = form.period, form.chosen, _given(form)
    pages = queries.award_lines(agency, **period, chosen=chosen)
    by = form.cleaned_data["theo"]
    if (by or is_of_lines(chosen)) and pages.count() > MAX_DIVIDED:
        return {"too_many": pages.count(), "most": MAX_DIVIDED, "period": period}
    report = None if chosen else period_report(agency, **period)
    cells = report.figures if report else queries.chosen_tally(agency, pages, period, chosen)
    years = {"year_from": period["year_from"], "year_to": period["year_to"]}
    layout = figure_table(cells, **years, filters=filters)
    return {
        "layout": layout,
        "picture": layout.picture,
        "paragraphs": report.texts if report else [],
        "known_on": period["known_on"] or clock.today(),
        "asked": urlencode(filters),
        "period": period,
        "chosen": form.filters_in_words[3:] if chosen else [],
        "is_of_lines": is_of_lines(chosen),
        "restated": restated_awards(
            agency, chosen=chosen, counted=layout.totals[-1].count, **period
        ),
        **(_division(by, pages, cells, filters) if by else {}),
    }


def _division(
    by: str, pages: AwardPages, cells: Sequence[TallyCell], filters: dict[str, str]
) -> dict[str, Any]:
    """The lines divided by something else than the award, and how much cannot be divided."""
    years = sorted({cell.year for cell in cells if not cell.last_year})
    lines_alone = without_replaced(pages.awards, queries.figures_behind(cells))
    return {
        "division": Division(by).label,
        "division_years": years,
        "divided": divided_rows(lines_alone, by, years, filters),
        "undivided": sum(cell.summed for cell in cells),
    }


def _chosen(request: HttpRequest) -> list[Chosen]:
    """What the figure that was opened is narrowed to; nonsense in the address is a 404."""
    asked = {
        Division.AWARD: request.GET.get("ma", ""),
        Division.TYPE: request.GET.get("loai", ""),
        Division.KIND: request.GET.get("kieu", ""),
    }
    for by in Division:
        asked[by] = asked.get(by) or request.GET.get(f"n_{by}", "")
    known: dict[Division, list[str]] = {
        Division.KIND: RecipientKind.values,
        Division.TYPE: CommendationType.values,
    }
    for by, value in asked.items():
        if "\x00" in value or (value and value not in known.get(by, [value])):
            raise Http404
    return [(by.value, value) for by, value in asked.items() if value]


def _years(request: HttpRequest) -> dict[str, Any]:
    """The year, or the first and the last one, of the figure that was opened."""
    year, last = request.GET.get("nam", ""), request.GET.get("het", "")
    if not all(one.isdecimal() and len(one) == 4 for one in (year, last) if one):
        raise Http404
    if last and not year:
        raise Http404
    return {"year": int(year) if year else None, "last_year": int(last) if last else 0}


@login_required
@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """The award lines behind one figure, each with its decision."""
    form, agency = _form(request)
    if not form.is_valid():
        raise Http404
    years, chosen = _years(request), [*form.chosen, *_chosen(request)]
    awards = queries.award_lines(agency, **form.period, **years, chosen=chosen)
    figures = []
    if not is_of_lines(chosen):
        cells = queries.chosen_cells(queries.tally(agency, **form.period, chosen=chosen), chosen)
        figures = queries.figures_behind(cells, **years)
    given = _given(form)
    context = {
        "page": awards.page(request.GET.get("page"), LINES_PER_PAGE),
        "agency": agency,
        "chosen": choices_in_words(chosen),
        **years,
        "figures": figures,
        "instead": [one for one in figures if one.instead_of_lines],
        "period": form.period,
        "known_on": form.period["known_on"] or clock.today(),
        "above": f"{reverse('statistics:index')}?{urlencode(given)}",
        "download": f"{reverse('statistics:download_lines')}?{request.GET.urlencode()}",
    }
    return render(request, "statistics/lines.html", context)


@login_required
@require_GET
def download_lines(request: HttpRequest) -> HttpResponse:
    """The award lines behind one figure as a workbook that says what they are narrowed to."""
    form, agency = _form(request)
    if not form.is_valid():
        raise Http404
    years, chosen = _years(request), _chosen(request)
    awards = queries.award_lines(agency, **form.period, **years, chosen=[*form.chosen, *chosen])
    narrowed = [*choices_in_words(chosen), *years_in_words(**years)]
    about = workbook_heading([*form.filters_in_words, *narrowed], awards.count())
    content = as_xlsx([(_("Award lines"), exports.lines_table(awards[:MAX_LINES]))], about=about)
    return attachment(content, name="danh-sach-khen-thuong.xlsx", content_type=XLSX_TYPE)


@login_required
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The figures and the lines behind them as a file."""
    form, agency = _form(request)
    if not form.is_valid():
        raise Http404
    period, chosen = form.period, form.chosen
    pages = queries.award_lines(agency, **period, chosen=chosen)
    cells = queries.chosen_tally(agency, pages, period, chosen)
    figures = exports.figures_table(cells)
    years = f"{period['year_from']}-{period['year_to']}"
    if request.GET.get("dang") == "csv":
        content, kind, suffix = exports.as_csv(figures), "text/csv; charset=utf-8", "csv"
    else:
        listed = exports.lines_table(pages[:MAX_LINES])
        sheets = [(_("Figures"), figures), (_("Award lines"), listed)]
        if summed := queries.figures_behind(cells):
            sheets.append((_("Figures without lists"), exports.sources_table(summed)))
        content = as_xlsx(sheets, about=workbook_heading(form.filters_in_words, pages.count()))
        kind, suffix = XLSX_TYPE, "xlsx"
    return attachment(content, name=f"thong-ke-{years}.{suffix}", content_type=kind)
