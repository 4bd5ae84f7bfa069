"""Pages of the record of a person, of a unit, and of oneself, year by year."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nominations.people.models import Person
from nominations.records.forms import PERSON_ENTRIES, EntryForm, entries_of_unit
from nominations.records.queries import RecordAccess, record_access
from nominations.records.views.access import person_or_404, unit_or_404
from nominations.records.yearly_record import yearly_record_of_person, yearly_record_of_unit
from nominations.web.access import user_of
from workflow import clock


def entries_for(access: RecordAccess, forms: dict[str, type[EntryForm]]) -> list[tuple[str, Any]]:
    """What the reader may enter here: the word of the address and the title."""
    return [
        (word, form.title)
        for word, form in forms.items()
        if access.may_enter or (access.may_enter_staff and form.of_staff)
    ]


def _person_page(request: HttpRequest, person: Person, access: RecordAccess) -> HttpResponse:
    context = {
        "person": person,
        "access": access,
        "record": yearly_record_of_person(person, access),
        "entries": entries_for(access, PERSON_ENTRIES),
        "membership": person.membership_on(clock.today()),
    }
    return render(request, "records/person.html", context)


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """One's own record; an account without a person gets a page that says so."""
    person = user_of(request).person
    if person is None:
        return render(request, "records/nobody.html")
    return _person_page(request, person, record_access(user_of(request), person))


@login_required
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """The record of one person."""
    found, access = person_or_404(request, pk)
    return _person_page(request, found, access)


@login_required
@require_GET
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The record of a unit as a collective."""
    found, access = unit_or_404(request, pk)
    context = {
        "unit": found,
        "access": access,
        "record": yearly_record_of_unit(found, access),
        "entries": entries_for(access, entries_of_unit(found)),
    }
    return render(request, "records/unit.html", context)
