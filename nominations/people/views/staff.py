"""Pages of people, units and roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.people import queries, services
from nominations.people.authorization import may_manage
from nominations.people.forms.roles import (
    DelegationForm,
    RoleEndForm,
    RoleForm,
    SearchForm,
    reporting_sentence,
)
from nominations.people.models import Organization, Person, RoleAssignment, User
from nominations.people.record_addresses import record_page_of_person
from nominations.web.access import user_of
from nominations.web.refusals import Refused, refusals_in, show_in
from nominations.web.stale_page import ShownValues
from workflow import clock

UNITS_PER_PAGE = 20
PEOPLE_PER_PAGE = 50


def _chosen(agencies: frozenset[int], form: SearchForm) -> Organization | None:
    """The requested agency among those the reader may see, else the first in order."""
    if form.is_valid() and form.cleaned_data["agency"]:
        chosen: Organization = form.cleaned_data["agency"]
        return chosen
    return Organization.objects.filter(pk__in=agencies).select_related("parent").first()


def _own_agency_first(user: User, agencies: frozenset[int]) -> int | None:
    membership = user.person.membership_on(clock.today()) if user.person else None
    own = membership.unit.organization_id if membership else None
    return own if own in agencies else None


def _search(
    request: HttpRequest, agencies: frozenset[int]
) -> tuple[SearchForm, Organization | None]:
    query = request.GET.copy()
    if "agency" not in query and (own := _own_agency_first(user_of(request), agencies)):
        query["agency"] = str(own)
    form = SearchForm(query, agencies=agencies)
    return form, _chosen(agencies, form)


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Units of one agency with their members, in rank order; or the people a search finds."""
    agencies = queries.agency_ids(user_of(request))
    form, organization = _search(request, agencies)
    text = form.cleaned_data.get("q", "") if form.is_valid() else ""
    context: dict[str, Any] = {
        "form": form,
        "organization": organization,
        "several": len(agencies) > 1,
        "text": text,
        "manages": organization is not None
        and organization.pk in queries.managed_ids(user_of(request)),
    }
    page = request.GET.get("page")
    if organization is not None:
        context["reporting"] = reporting_sentence(organization)
        if text:
            found = queries.search_people(text, organization).prefetch_related(
                "memberships__unit", "memberships__position"
            )
            context["found"] = Paginator(found, PEOPLE_PER_PAGE).get_page(page)
        else:
            units = queries.units_with_members(organization, clock.today())
            context["units"] = Paginator(units, UNITS_PER_PAGE).get_page(page)
    return render(request, "people/index.html", context)


def _managing(user: User, found: Person) -> int | None:
    """The agency in which the reader keeps this person's roles."""
    membership = found.membership_on(clock.today())
    agency = membership.unit.organization_id if membership else None
    return agency if agency in queries.managed_ids(user) else None


@login_required
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: where they work and worked, the roles held, the awards received."""
    found = get_object_or_404(
        queries.visible_to(user_of(request))
        .distinct()
        .prefetch_related("memberships__unit__organization", "memberships__position"),
        pk=pk,
    )
    # Awards are read through the person, since this room may not import that of awards.
    awards = found.awards.filter(revoked_on__isnull=True).select_related("award_type")
    context = {
        "person": found,
        "memberships": sorted(found.memberships.all(), key=lambda m: m.valid_from, reverse=True),
        "roles": queries.role_assignments_of(found),
        "awards": awards.order_by("-year", "award_type__rank", "id"),
        "sees_particulars": queries.may_see_particulars(user_of(request), found),
        "is_self": user_of(request).person_id == found.pk,
        "membership": found.membership_on(clock.today()),
        "manages": _managing(user_of(request), found),
        "account": getattr(found, "user", None),
        "record_page": record_page_of_person(user_of(request), found),
        "today": clock.today(),
    }
    return render(request, "people/person.html", context)


# --- roles ----------------------------------------------------------------------------------------


def _managed_agency(request: HttpRequest) -> tuple[SearchForm, Organization]:
    """The search form and the agency whose roles the page shows; 404 for readers who manage
    none."""
    agencies = queries.managed_ids(user_of(request))
    form, organization = _search(request, agencies)
    if organization is None or organization.pk not in agencies:
        raise Http404
    return form, organization


@login_required
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """The role assignments in one agency; `all=1` shows the ended ones too."""
    form, organization = _managed_agency(request)
    past = request.GET.get("all") == "1"
    held = queries.roles_in(organization, past=past)
    text = form.cleaned_data.get("q", "") if form.is_valid() else ""
    if text:
        held = held.filter(person__in=queries.search_people(text))
    context = {
        "form": form,
        "organization": organization,
        "several": len(form.agencies) > 1,
        "page": Paginator(held, PEOPLE_PER_PAGE).get_page(request.GET.get("page")),
        "past": past,
        "text": text,
        "today": clock.today(),
    }
    return render(request, "people/roles.html", context)


def _attempt(form: Form, act: Callable[[], object]) -> bool:
    """Run the act of a valid form; False when the form or the service refuses."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        show_in(form, refusal)
        return False
    return True


@login_required
def assign(request: HttpRequest) -> HttpResponse:
    """Give somebody a role."""
    _search_form, organization = _managed_agency(request)
    initial = {"person": request.GET.get("person")}
    form = RoleForm(request.POST or None, organization=organization, initial=initial)
    if request.method == "POST" and _attempt(
        form, lambda: services.assign_role(actor=user_of(request), **form.assignment)
    ):
        given = {"person": form.cleaned_data["person"]}
        messages.success(request, _("The role of %(person)s is recorded.") % given)
        return redirect(f"{reverse('people:roles')}?agency={organization.pk}")
    return render(request, "people/assign.html", {"form": form, "organization": organization})


def _assignment(request: HttpRequest, pk: int) -> tuple[RoleAssignment, bool]:
    """An assignment the account may see, and whether the account manages the agency's roles."""
    person_id = user_of(request).person_id
    own = Q(person_id=person_id) | Q(delegated_by__person_id=person_id)
    found = get_object_or_404(
        RoleAssignment.objects.select_related(
            "person", "unit__organization", "organization", "delegated_by"
        ).filter(
            (own if person_id else Q(pk__in=[]))
            | Q(organization_id__in=queries.managed_ids(user_of(request)))
            | Q(unit__organization_id__in=queries.managed_ids(user_of(request)))
        ),
        pk=pk,
    )
    return found, may_manage(user_of(request), found.agency)


def _back(manages: bool) -> str:
    return reverse("people:roles") if manages else reverse("people:my_roles")


@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role, or a delegation one has given."""
    assignment, manages = _assignment(request, pk)
    given_by = assignment.delegated_by
    if not manages and not (given_by and given_by.person_id == user_of(request).person_id):
        raise PermissionDenied(_("Only the administrator ends a role."))
    form = RoleEndForm(request.POST or None, assignment=assignment)
    shown = ShownValues.of_row(request, assignment, "valid_from", "valid_to")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged():
            services.end_role(
                actor=user_of(request), assignment=assignment, on=form.cleaned_data["on"]
            )
            messages.success(request, _("The end of the role is recorded."))
            return redirect(_back(manages))
    context = {"form": form, "assignment": assignment, "back": _back(manages)}
    context["seen_version"] = shown.mark
    return render(request, "people/end.html", context)


@login_required
def delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a colleague act in a role from one day to another."""
    assignment, manages = _assignment(request, pk)
    if not manages and assignment.person_id != user_of(request).person_id:
        raise PermissionDenied(_("Only the holder of a role delegates it."))
    form = DelegationForm(request.POST or None, assignment=assignment)
    if request.method == "POST" and _attempt(
        form,
        lambda: services.delegate_role(
            actor=user_of(request), assignment=assignment, **form.cleaned_data
        ),
    ):
        messages.success(
            request,
            _("%(person)s acts for you until %(day)s.")
            % {
                "person": form.cleaned_data["to"],
                "day": f"{form.cleaned_data['valid_to']:%d/%m/%Y}",
            },
        )
        return redirect(_back(manages and assignment.person_id != user_of(request).person_id))
    context = {"form": form, "assignment": assignment, "back": _back(manages)}
    return render(request, "people/delegate.html", context)


@login_required
@require_GET
def my_roles(request: HttpRequest) -> HttpResponse:
    """One's own roles, and who acts in them."""
    person = user_of(request).person
    held = list(queries.role_assignments_of(person)) if person else []
    return render(request, "people/my_roles.html", {"roles": held, "today": clock.today()})
