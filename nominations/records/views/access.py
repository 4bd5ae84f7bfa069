"""The subject of a page of this room, or 404."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from nominations.people.models import Organization, Person, Unit, User
from nominations.people.queries import managed_ids
from nominations.records.models import Initiative
from nominations.records.queries import (
    RecordAccess,
    record_access,
    record_access_of_unit,
    secretary_agency_ids,
    visible_to,
    with_authors,
)
from nominations.web.access import user_of


def person_or_404(request: HttpRequest, pk: int) -> tuple[Person, RecordAccess]:
    """The person and the reader's access; 404 if the reader may see nothing."""
    person = get_object_or_404(Person, pk=pk)
    access = record_access(user_of(request), person)
    if not access:
        raise Http404
    return person, access


def unit_or_404(request: HttpRequest, pk: int) -> tuple[Unit, RecordAccess]:
    """The unit and the reader's access to its record."""
    unit = get_object_or_404(Unit.objects.select_related("organization"), pk=pk)
    access = record_access_of_unit(user_of(request), unit)
    if not access:
        raise Http404
    return unit, access


def agency_for_entry(user: User, subject: Person | Unit, *, of_staff: bool) -> Organization | None:
    """The agency for which the reader enters a record of the subject, the present one first."""
    ids = secretary_agency_ids(user) | (managed_ids(user) if of_staff else frozenset())
    if isinstance(subject, Unit):
        return subject.organization if subject.organization_id in ids else None
    rows = subject.memberships.filter(unit__organization_id__in=sorted(ids))
    found = rows.select_related("unit__organization").order_by("-valid_from").first()
    return found.unit.organization if found else None


def initiative_or_404(request: HttpRequest, public_id: UUID) -> Initiative:
    """The initiative, if the reader may see it; otherwise it does not exist."""
    visible = with_authors(visible_to(user_of(request)))
    found: Initiative = get_object_or_404(visible, public_id=public_id)
    return found
