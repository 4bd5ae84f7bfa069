"""The register of papers: all numbers of a year, with filter and as an Excel file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nominations.documents.paper_pages import file_answer
from nominations.documents.rendering import PaperFile
from nominations.files.spreadsheet_writer import XLSX_TYPE
from nominations.issued_papers.forms import RegisterFilter
from nominations.issued_papers.number_register import (
    gap_text,
    gaps_of,
    numbers_of,
    register_workbook,
    rows_of,
    symbols_of,
    years_of,
)
from nominations.people.authorization import holds, roles_today
from nominations.people.models import Organization
from nominations.people.queries import agency_shown_first
from nominations.people.roles import Role
from nominations.web.access import require_any_or_404, user_of
from workflow import clock

PER_PAGE = 50


def _chosen(request: HttpRequest) -> tuple[RegisterFilter, dict[str, Any]]:
    """The filter and what it chooses; nonsense in the address chooses the default."""
    ids = roles_today(user_of(request)).organizations_with("view_nominations")
    require_any_or_404(ids)
    agencies = list(Organization.objects.filter(pk__in=ids).order_by("rank", "code"))
    asked = request.GET.get("co_quan", "")
    first = agency_shown_first(user_of(request), agencies) or agencies[0]
    agency = next((one for one in agencies if str(one.pk) == asked), first)
    years = years_of(agency)
    this = clock.today().year
    form = RegisterFilter(
        {**request.GET.dict(), "co_quan": str(agency.pk)},
        agencies=agencies,
        years=years if this in years else [this, *years],
        symbols=symbols_of(agency),
    )
    given = form.cleaned_data if form.is_valid() else {}
    return form, {
        "agency": agency,
        "year": int(given.get("nam") or this),
        "paper": given.get("loai", ""),
        "symbol": given.get("ky_hieu", ""),
    }


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Numbers of a year with the papers that bear them, gaps and corrections."""
    form, chosen = _chosen(request)
    numbers = numbers_of(
        chosen["agency"], chosen["year"], paper=chosen["paper"], symbol=chosen["symbol"]
    )
    page = Paginator(numbers, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        **chosen,
        "page": page,
        "rows": rows_of(page.object_list),
        "gaps": [gap_text(one) for one in gaps_of(numbers)],
        "query": request.GET.urlencode(),
        "may_word": holds(user_of(request), Role.SECRETARY, organization=chosen["agency"]),
    }
    return render(request, "issued_papers/register.html", context)


@login_required
@require_GET
def workbook(request: HttpRequest) -> HttpResponse:
    """The numbers as the filter chooses them, as an Excel file."""
    _form, chosen = _chosen(request)
    numbers = numbers_of(
        chosen["agency"], chosen["year"], paper=chosen["paper"], symbol=chosen["symbol"]
    )
    content = register_workbook(
        chosen["agency"], chosen["year"], rows_of(numbers), gaps_of(numbers)
    )
    name = f"so_van_ban_{chosen['year']}.xlsx"
    return file_answer(PaperFile(name=name, media_type=XLSX_TYPE, content=content))
