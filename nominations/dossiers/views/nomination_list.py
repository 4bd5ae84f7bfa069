"""The list of nominations with its filters."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nominations.dossiers.campaign_workflow import HELD
from nominations.dossiers.forms import NominationFilterForm
from nominations.dossiers.models import Campaign, Nomination
from nominations.dossiers.queries import own_nominations
from nominations.law.models import AwardType
from nominations.people.models import Unit, User
from nominations.people.queries import agency_ids
from nominations.web.access import user_of

PER_PAGE = 25


def filter_form(request: HttpRequest) -> NominationFilterForm:
    """The filters, with what exists in the reader's agencies to choose from."""
    agencies = agency_ids(user_of(request))
    # An entry of the catalogue may change its name over the years: the newest one is shown.
    names = dict(AwardType.objects.order_by("rank", "valid_from").values_list("code", "name"))
    years = Campaign.objects.filter(organization_id__in=agencies, state__in=HELD).order_by("-year")
    return NominationFilterForm(
        request.GET,
        units=Unit.objects.workplaces().filter(organization_id__in=agencies),
        awards=list(names.items()),
        years=list(years.values_list("year", flat=True).distinct()),
    )


def chosen(
    rows: QuerySet[Nomination], form: NominationFilterForm, user: User
) -> QuerySet[Nomination]:
    """The rows that pass the filters; a filter with an unknown value is as if not set."""
    form.is_valid()
    values = form.cleaned_data
    if values.get("mine"):
        rows = rows.filter(pk__in=own_nominations(user).order_by().values("pk"))
    if values.get("q"):
        rows = rows.named_like(values["q"])  # type: ignore[attr-defined]  # the query set of nominations
    if state := values.get("state"):
        rows = rows.with_badge(state)  # type: ignore[attr-defined]  # the query set of nominations
    lookups = {
        "award": "award_type__code",
        "unit": "unit_id",
        "year": "campaign__year",
    }
    return rows.filter(
        **{lookup: values[name] for name, lookup in lookups.items() if values.get(name)}
    )


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every nomination the reader may see, newest first."""
    form = filter_form(request)
    rows = chosen(Nomination.objects.listed_for(user_of(request)), form, user_of(request))
    rows = rows.select_related("award_type", "campaign", "unit").order_by("-created_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    filtered = any(form.cleaned_data.values())
    narrowed = any(form.cleaned_data.get(name) for name in ("award", "unit", "year"))
    context = {"form": form, "page": page, "filtered": filtered, "narrowed": narrowed}
    return render(request, "dossiers/list.html", context)
