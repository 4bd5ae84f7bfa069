"""The ministry's tables of yearly statistics: on the screen, as files, and the lines behind."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.awards.models import Award
from nominations.documents.paper_pages import FORMAT, paper_download
from nominations.files.spreadsheet_writer import XLSX_TYPE
from nominations.people.models import Organization
from nominations.statistics import queries
from nominations.statistics.annex_counts import (
    Annex,
    AnnexColumn,
    AnnexSumError,
    annex,
    awards_of,
    columns_of,
    lines_behind,
)
from nominations.statistics.annex_paper import (
    annex_paper,
    annex_workbook,
    cell_of,
    lines_above_table,
)
from nominations.statistics.annex_templates import (
    AnnexTemplate,
    TemplateRow,
    template_of,
    templates,
)
from nominations.statistics.forms.filters import AnnexForm
from nominations.statistics.views.awards import agency_asked
from nominations.web.access import user_of
from nominations.web.attachments import attachment
from nominations.web.refusals import refusals_in, refusals_to, refused
from workflow import clock

logger = logging.getLogger(__name__)

LINES_PER_PAGE = 50
ASKED = ("bieu", "co_quan", "nam", "tinh_den", "gom")


def _form(request: HttpRequest) -> tuple[AnnexForm, Organization]:
    """What is asked, completed: the first form, the last whole year."""
    agencies = queries.readable_agencies(user_of(request))
    agency = agency_asked(request, agencies)
    asked = {name: request.GET.get(name, "") for name in ASKED} | {"co_quan": agency.code}
    asked["bieu"] = asked["bieu"] or templates()[-1].key
    asked["nam"] = asked["nam"] or str(_last_year(agency))
    return AnnexForm(asked, agencies=agencies), agency


def _last_year(agency: Organization) -> int:
    years = queries.years_of([agency.pk])
    return min(years[0], clock.today().year) if years else clock.today().year


def _valid(request: HttpRequest) -> tuple[AnnexForm, AnnexTemplate, Organization]:
    form, agency = _form(request)
    template = template_of(form.data["bieu"])
    if not form.is_valid() or template is None:
        raise Http404
    return form, template, agency


def _query(form: AnnexForm) -> dict[str, str]:
    return {name: form.data[name] for name in ASKED if form.data.get(name)}


@login_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """One form filled for a year; every figure leads to its award lines."""
    form, agency = _form(request)
    context: dict[str, Any] = {"form": form, "agency": agency}
    template = template_of(form.data["bieu"])
    if form.is_valid() and template is not None:
        with refusals_in(form):
            context |= _shown_annex(_filled(template, agency, form), form)
    return render(request, "statistics/annex.html", context)


def _filled(template: AnnexTemplate, agency: Organization, form: AnnexForm) -> Annex:
    """The form filled; refuses (ValidationError) one whose totals do not add up."""
    try:
        return annex(template, agency, **form.period)
    except AnnexSumError as error:
        logger.error("form %s of %s: %s", template.key, agency.code, error)
        raise refused(
            "does_not_add_up",
            _(
                "The totals of this form do not add up, so it is not shown. Tell the"
                " administrator which form, agency and year it is."
            ),
        ) from None


def _shown_annex(found: Annex, form: AnnexForm) -> dict[str, Any]:
    asked, base = _query(form), reverse("statistics:annex_lines")
    return {
        "template": found.template,
        "annex": found,
        "lines_above_table": lines_above_table(found, form.period["known_on"]),
        "asked": urlencode(asked),
        "rows": [
            (
                one.row,
                [
                    (cell_of(figure), _path(base, asked, one.row, column) if figure else "")
                    for figure, column in zip(one.figures, found.columns, strict=True)
                ],
            )
            for one in found.rows
        ],
    }


def _path(base: str, asked: dict[str, str], row: TemplateRow, column: AnnexColumn) -> str:
    return f"{base}?{urlencode({**asked, 'dong': row.number, 'cot': column.key})}"


@login_required
@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """The award lines behind one figure, each with its decision."""
    form, template, agency = _valid(request)
    row = template.row(request.GET.get("dong", ""))
    wanted = request.GET.get("cot", "")
    column = next((one for one in columns_of(template) if one.key == wanted), None)
    if row is None or column is None or row.counts == "none":
        raise Http404
    found = lines_behind(awards_of(template, agency, **form.period), row, column)
    pages = Paginator(found, LINES_PER_PAGE).get_page(request.GET.get("page"))
    pages.object_list = _shown(pages.object_list)
    context = {
        "page": pages,
        "agency": agency,
        "template": template,
        "row": row,
        "column": column,
        "year": form.period["year"],
        "above": f"{reverse('statistics:annex')}?{urlencode(_query(form))}",
    }
    return render(request, "statistics/annex_lines.html", context)


def _shown(found: Any) -> list[Award]:
    """The awards of a page, in its order."""
    keys = [one if isinstance(one, int) else one.pk for one in found]
    rows = Award.objects.select_related("award_type").prefetch_related("revocations")
    known = rows.in_bulk(keys)
    return [known[key] for key in keys]


@login_required
@require_GET
@refusals_to("statistics:annex")
def download(request: HttpRequest) -> HttpResponse:
    """The form as Word, PDF or Excel."""
    form, template, agency = _valid(request)
    found, known_on = _filled(template, agency, form), form.period["known_on"]
    paper = annex_paper(found, known_on=known_on)
    if request.GET.get(FORMAT) == "xlsx":
        content = annex_workbook(found, known_on=known_on)
        return attachment(content, name=f"{paper.file_name}.xlsx", content_type=XLSX_TYPE)
    return paper_download(request, paper)
