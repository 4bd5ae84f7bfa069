"""Submitted against granted: the table, the dossiers behind each of its numbers, the workbook."""

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

from nominations.documents.recipient_words import recipient_heading
from nominations.dossiers.models import Nomination
from nominations.dossiers.models.managers import NominationQuerySet
from nominations.files.spreadsheet_writer import XLSX_TYPE
from nominations.files.table_workbook import as_xlsx
from nominations.people.models import Organization
from nominations.statistics.breakdown import Division
from nominations.statistics.forms.filters import NominationCountsForm, with_years
from nominations.statistics.nomination_counts import (
    BY_KEY,
    MEASURES,
    OTHER_AWARD,
    YEAR,
    NominationRow,
    nomination_table,
    nomination_years,
    nominations_of,
    readable_agency_ids,
    summed_row,
)
from nominations.statistics.views.awards import agency_asked
from nominations.statistics.workbook_heading import MAX_LINES, workbook_heading
from nominations.web.access import require_any_or_404, user_of
from nominations.web.attachments import attachment

DOSSIERS_PER_PAGE = 50
ASKED = ("co_quan", "tu", "den", "theo", *(f"p_{one}" for one in NominationCountsForm.narrows))


def _form(request: HttpRequest) -> tuple[NominationCountsForm, Organization]:
    """What is asked, completed: without years, all that have nominations."""
    ids = require_any_or_404(readable_agency_ids(user_of(request)))
    agencies = list(Organization.objects.filter(pk__in=ids).order_by("rank", "code"))
    agency = agency_asked(request, agencies)
    asked = {name: request.GET.get(name, "") for name in ASKED}
    asked |= {"co_quan": agency.code, "theo": asked["theo"] or Division.AWARD.value}
    if not (asked["tu"] and asked["den"]):
        asked = with_years(asked, nomination_years(user_of(request), agency))
    return NominationCountsForm(asked, agencies=agencies, agency=agency), agency


def _given(form: NominationCountsForm) -> dict[str, str]:
    return {name: form.data[name] for name in ASKED if form.data.get(name)}


def _found(
    request: HttpRequest, form: NominationCountsForm, agency: Organization
) -> NominationQuerySet:
    given = form.cleaned_data
    return nominations_of(
        user_of(request),
        agency,
        year_from=given["tu"],
        year_to=given["den"],
        chosen=form.chosen,
    )


def _tables(
    request: HttpRequest, form: NominationCountsForm, agency: Organization
) -> dict[str, Any]:
    """The table by the chosen division, its sums, and the table by year if that is another one."""
    found, filters, by = _found(request, form, agency), _given(form), form.cleaned_data["theo"]
    rows = nomination_table(found, by, filters)
    several_years = by != YEAR and form.cleaned_data["tu"] < form.cleaned_data["den"]
    return {
        "rows": rows,
        "total": summed_row(rows, _("Sum"), filters),
        "years": nomination_table(found, YEAR, filters) if several_years else [],
        "divided_by": dict(form.choice_field("theo").choices)[by],  # type: ignore[arg-type]
    }


@login_required
@require_GET
def nominations(request: HttpRequest) -> HttpResponse:
    """How many were registered, put forward, voted for and granted; every number opens its
    dossiers."""
    form, agency = _form(request)
    context: dict[str, Any] = {"form": form, "agency": agency, "measures": MEASURES}
    if form.is_valid():
        context |= _tables(request, form, agency)
        context |= {
            "filters_in_words": form.filters_in_words,
            "narrowed": form.filters_in_words[3:],
            "others": _found(request, form, agency).filter(OTHER_AWARD).count(),
            "asked": urlencode(_given(form)),
        }
    return render(request, "statistics/nominations.html", context)


def _listed(found: NominationQuerySet) -> NominationQuerySet:
    return found.select_related("award_type", "campaign", "unit", "outcome__other_award").order_by(
        "campaign__year", "award_type__rank", "kind", "unit__rank", "subject_name", "pk"
    )


@login_required
@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """The dossiers behind one number."""
    form, agency = _form(request)
    measure = BY_KEY.get(request.GET.get("cot", "registered"))
    if measure is None or not form.is_valid():
        raise Http404
    found = _listed(_found(request, form, agency).filter(measure.condition))
    given = _given(form)
    context = {
        "page": Paginator(found, DOSSIERS_PER_PAGE).get_page(request.GET.get("page")),
        "agency": agency,
        "measure": measure,
        "filters_in_words": form.filters_in_words[1:],
        "above": f"{reverse('statistics:nominations')}?{urlencode(given)}",
    }
    return render(request, "statistics/nomination_lines.html", context)


@login_required
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The tables and the dossiers as a workbook that says what they are narrowed to."""
    form, agency = _form(request)
    if not form.is_valid():
        raise Http404
    tables, found = _tables(request, form, agency), _found(request, form, agency)
    count = tables["total"].counts["registered"]
    sheets = [(_("Figures"), _table_of([*tables["rows"], tables["total"]], tables["divided_by"]))]
    if tables["years"]:
        sheets.append((_("By year"), _table_of(tables["years"], _("Year"))))
    sheets.append((_("Dossiers"), _dossiers(_listed(found)[:MAX_LINES])))
    content = as_xlsx(sheets, about=workbook_heading(form.filters_in_words, count))
    return attachment(content, name="de-nghi-va-ket-qua.xlsx", content_type=XLSX_TYPE)


def _table_of(rows: list[NominationRow], divided_by: Any) -> list[list[Any]]:
    head = [str(divided_by), *(str(one.label) for one in MEASURES), _("Granted, in a hundred")]
    return [head] + [
        [
            row.label,
            *row.counts.values(),
            None if row.share is None else round(row.share, 1),
        ]
        for row in rows
    ]


def _dossiers(found: Any) -> list[list[Any]]:
    rows = list(found)
    head = [
        _("No."),
        recipient_heading(_("Person or collective"), {one.kind for one in rows}),
        _("Unit"),
        _("Award"),
        _("Kind"),
        _("Year"),
        _("State"),
        _("Number of the outcome"),
        _("Date of the outcome"),
    ]
    return [head] + [_dossier(place, one) for place, one in enumerate(rows, 1)]


def _dossier(place: int, one: Nomination) -> list[Any]:
    outcome = getattr(one, "outcome", None)
    return [
        place,
        one.subject_name,
        one.unit.name,
        one.award_type.name,
        str(one.get_kind_display()),
        one.campaign.year,
        one.state_label,
        outcome.paper_number if outcome else None,
        outcome.paper_date if outcome else None,
    ]
