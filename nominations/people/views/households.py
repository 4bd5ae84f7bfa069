"""Pages of the households that an agency may nominate."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.people import services
from nominations.people.forms.households import (
    HouseholdEndForm,
    HouseholdFilterForm,
    HouseholdForm,
)
from nominations.people.gender import HONORIFICS
from nominations.people.household_rights import household_agency_ids
from nominations.people.models import Unit
from nominations.people.models.organizations import UnitQuerySet
from nominations.people.queries import matching_households
from nominations.people.record_addresses import record_page_of_unit
from nominations.people.services.dates import short_date
from nominations.web.access import get_or_404, require_allowed, user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues
from workflow import clock

PER_PAGE = 50


def _agencies(request: HttpRequest) -> frozenset[int]:
    """The agencies whose households the reader manages; 403 if there are none."""
    found = household_agency_ids(user_of(request))
    require_allowed(
        bool(found),
        _("Households are kept by the council secretary and the system administrator."),
    )
    return found


def _editable_households(agencies: frozenset[int]) -> UnitQuerySet:
    rows: UnitQuerySet = Unit.objects.households()
    return rows.filter(organization__in=agencies).select_related("organization")


@login_required
@require_GET
def households(request: HttpRequest) -> HttpResponse:
    """The households that the reader manages: those of today, or the ended ones too."""
    agencies, today = _agencies(request), clock.today()
    form = HouseholdFilterForm(request.GET, agencies=agencies)
    asked = form.cleaned_data if form.is_valid() else {}
    rows, text = _editable_households(agencies), asked.get("q", "").strip()
    if agency := asked.get("agency"):
        rows = rows.filter(organization=agency)
    past = request.GET.get("all") == "1"
    if not past:
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=today))
    if text:
        rows = matching_households(rows, text)
    context = {
        "form": form,
        "all_ended": not past and not rows.exists() and _editable_households(agencies).exists(),
        "page": Paginator(rows.order_by("representative", "pk"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "several": len(agencies) > 1,
        "text": text,
        "agency": agency,
        "past": past,
        "today": today,
    }
    return render(request, "people/households.html", context)


@login_required
def household_new(request: HttpRequest) -> HttpResponse:
    """A new household."""
    return _household(request, _agencies(request), Unit())


@login_required
def household(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a household, with its history below the form."""
    agencies = _agencies(request)
    return _household(request, agencies, get_or_404(_editable_households(agencies), pk=pk))


def _household(request: HttpRequest, agencies: frozenset[int], row: Unit) -> HttpResponse:
    name = str(row) if row.pk else ""
    form = HouseholdForm(request.POST or None, instance=row, agencies=agencies)
    shown = ShownValues.of_row(request, row, *form.columns)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form) if row.pk else nullcontext():
            if services.save_household(actor=user_of(request), row=row, values=form.values):
                messages.success(request, _("%(household)s is recorded.") % {"household": row.name})
            else:
                messages.info(request, _("Nothing was different; nothing was changed."))
            return redirect("people:households")
    context: dict[str, Any] = {"form": form, "name": name, "row": row, "seen_version": shown.mark}
    if row.pk:
        context["events"] = _events(row)
        context["record_page"] = record_page_of_unit(user_of(request), row)
        context["is_over"] = row.valid_to is not None and row.valid_to < clock.today()
    return render(request, "people/household.html", context)


def _events(row: Unit) -> list[dict[str, Any]]:
    """The history of the household with old and new values."""
    labels = {
        "representative_gender": _("Form of address"),
        "representative": _("representative"), "address": _("address"),
        "valid_from": _("First day"), "valid_to": _("Last day"),
    }  # fmt: skip
    return [
        {
            "at": event.at,
            "who": event.actor_name,
            "sentence": event.label,
            "differences": [
                {
                    "label": labels[name],
                    "before": _shown(name, change["before"]),
                    "after": _shown(name, change["after"]),
                }
                for name, change in changes.items()
                if name in labels
            ],
        }
        for event, changes in services.history_of_household(row)
    ]


def _shown(column: str, value: Any) -> str:
    """A value of the history in words."""
    if not value:
        return ""
    if column == "representative_gender":
        return str(HONORIFICS[value])
    if column in ("valid_from", "valid_to"):
        return short_date(date.fromisoformat(value))
    return str(value)


@login_required
def household_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a household on the list."""
    row = get_or_404(_editable_households(_agencies(request)), pk=pk)
    form = HouseholdEndForm(request.POST or None)
    shown = ShownValues.of_row(request, row, "representative", "address", "valid_from", "valid_to")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged():
            services.end_household(actor=user_of(request), row=row, on=form.cleaned_data["on"])
            messages.success(request, _("The last day is recorded."))
            return redirect("people:households")
    context = {"form": form, "row": row, "seen_version": shown.mark}
    return render(request, "people/household_end.html", context)
