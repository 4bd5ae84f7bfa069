"""The pages of a list: its rows, a new row, one row; and where a person works."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.administration.access import (
    managed_agency,
    managed_person,
    require_administrator,
    require_shared_data,
)
from nominations.administration.forms.reference import LastDayForm, NewPersonForm, PlaceForm
from nominations.administration.reference import TABLES, ReferenceTable
from nominations.people import services
from nominations.people.models import Person, UnitMembership
from nominations.people.queries import managed_ids
from nominations.web.access import get_or_404, require_allowed, user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues

PER_PAGE = 50


def _table(request: HttpRequest, slug: str) -> ReferenceTable:
    """The list of that address; 403 for whoever does not keep it."""
    require_administrator(request)
    table = TABLES.get(slug)
    if table is None:
        raise Http404
    if table.is_shared:
        require_shared_data(request)
    else:
        managed_agency(request)
    return table


@login_required
@require_GET
def rows(request: HttpRequest, slug: str) -> HttpResponse:
    """The rows of a list."""
    table = _table(request, slug)
    found = table.rows(user_of(request))
    text = request.GET.get("q", "").strip()[:100]
    if text and table.search:
        found = table.search(found, text)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "table": table,
        "page": page,
        "text": text,
        "rows": [(row, table.cells(row)) for row in page],
        "may_add": table.may_add(user_of(request)),
    }
    return render(request, "administration/table.html", context)


@login_required
def row_new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new row."""
    table = _table(request, slug)
    require_allowed(table.may_add(user_of(request)), _("Rows of this list are not added here."))
    return _row(request, table, table.model())


@login_required
def row(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a row; what stood there before stays in the history."""
    table = _table(request, slug)
    return _row(request, table, get_or_404(table.rows(user_of(request)), pk=pk))


def _row(request: HttpRequest, table: ReferenceTable, instance: Any) -> HttpResponse:
    user = user_of(request)
    name = str(instance) if instance.pk else ""
    form = table.form(request.POST or None, instance=instance, agencies=managed_ids(user))
    shown = ShownValues.of_row(request, instance, *form.columns)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form) if instance.pk else nullcontext():
            if table.write(user, instance, form.values):
                messages.success(request, _("The change is recorded."))
            else:
                messages.info(request, _("Nothing was different; nothing was changed."))
            return redirect("administration:table", slug=table.slug)
    context = {"table": table, "form": form, "name": name, "row": instance}
    context["seen_version"] = shown.mark
    return render(request, "administration/row.html", context)


# --- persons and where they work ------------------------------------------------------------------


@login_required
def person_new(request: HttpRequest) -> HttpResponse:
    """A new person with the place of work."""
    _search, organization = managed_agency(request)
    form = NewPersonForm(request.POST or None, organization=organization)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            person = services.add_person(
                actor=user_of(request),
                values=form.values,
                unit=form.cleaned_data["unit"],
                position=form.cleaned_data["position"],
                valid_from=form.cleaned_data["valid_from"],
                staff_kind=form.cleaned_data["staff_kind"],
            )
            messages.success(request, _("%(person)s is recorded.") % {"person": person})
            return redirect("people:person", pk=person.pk)
    return render(
        request, "administration/person_new.html", {"form": form, "organization": organization}
    )


def _places_of(person: Person) -> dict[str, Any]:
    """Where the person works and worked; a move ends the place of before."""
    places = person.memberships.order_by("pk")
    return {"places": list(places.values("pk", "unit", "position", "valid_from", "valid_to"))}


@login_required
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """The person moves to a unit, or holds a second post there."""
    person = managed_person(request, pk)
    _search, organization = managed_agency(request)
    form = PlaceForm(request.POST or None, organization=organization)
    shown = ShownValues.of(request, person, _places_of)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged():
            services.place_person(actor=user_of(request), person=person, **form.cleaned_data)
            messages.success(request, _("The place of work is recorded."))
            return redirect("people:person", pk=pk)
    context = {"form": form, "person": person, "organization": organization}
    context["seen_version"] = shown.mark
    return render(request, "administration/place.html", context)


@login_required
def place_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a place of work."""
    require_administrator(request)
    theirs = UnitMembership.objects.filter(
        unit__organization_id__in=managed_ids(user_of(request))
    ).select_related("person", "unit__organization", "position")
    membership = get_or_404(theirs, pk=pk)
    form = LastDayForm(request.POST or None)
    shown = ShownValues.of_row(request, membership, "unit", "position", "valid_from", "valid_to")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged():
            services.end_membership(
                actor=user_of(request), membership=membership, on=form.cleaned_data["on"]
            )
            messages.success(request, _("The last day is recorded."))
            return redirect("people:person", pk=membership.person_id)
    context = {"form": form, "membership": membership, "person": membership.person}
    context["seen_version"] = shown.mark
    return render(request, "administration/place_end.html", context)
