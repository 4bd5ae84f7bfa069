"""Who may open which page of the administration, and the agency that it is about."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from nominations.people.authorization import (
    keeps_shared_data,
    may_enter_administration,
    organization_of,
)
from nominations.people.forms.roles import SearchForm
from nominations.people.models import Organization, Person, User
from nominations.people.queries import managed_ids
from nominations.web.access import get_or_404, require_allowed, require_any_or_404, user_of


def require_administrator(request: HttpRequest) -> None:
    """403 for whoever is no administrator today."""
    require_allowed(
        may_enter_administration(user_of(request)),
        _("Only administrators open these pages; your roles of today do not include that."),
    )


def require_shared_data(request: HttpRequest) -> None:
    """403 for whoever does not keep what all agencies share."""
    require_allowed(
        keeps_shared_data(user_of(request)),
        _("Only the administrator of shared data may do this: it concerns every agency."),
    )


def managed_agency(request: HttpRequest) -> tuple[SearchForm, Organization]:
    """The agency chosen among those that the reader manages; 403 for whoever manages none."""
    agencies = managed_ids(user_of(request))
    require_allowed(
        bool(agencies),
        _("Only administrators open these pages; your roles of today do not include that."),
    )
    query = request.GET.copy()
    person = user_of(request).person
    if "agency" not in query and person is not None:
        for membership in person.memberships.filter(valid_to=None, is_primary=True):
            if membership.unit.organization_id in agencies:
                query["agency"] = str(membership.unit.organization_id)
    form = SearchForm(query, agencies=agencies)
    chosen = form.cleaned_data["agency"] if form.is_valid() else None
    if chosen is None:
        chosen = Organization.objects.filter(pk__in=agencies).select_related("parent").first()
    if chosen is None:
        raise PermissionDenied
    return form, chosen


def managed_person(request: HttpRequest, pk: int) -> Person:
    """A person whom the reader keeps: of the agencies managed, or of none yet; else 404."""
    agencies = managed_ids(user_of(request))
    require_allowed(
        bool(agencies),
        _("Only administrators open these pages; your roles of today do not include that."),
    )
    person = get_or_404(Person.objects.select_related("user"), pk=pk)
    place = organization_of(person)
    require_any_or_404(place is None or place.pk in agencies)
    return person


def managed_account(request: HttpRequest, pk: int) -> User:
    """The account of a person whom the reader keeps, technical accounts aside; else 404."""
    require_administrator(request)
    user = get_or_404(User.objects.filter(person__isnull=False, is_superuser=False), pk=pk)
    managed_person(request, user.person_id or 0)
    return user
