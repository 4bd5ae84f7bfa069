"""The addresses of records, for the pages of persons and households."""

from __future__ import annotations

from django.urls import reverse

from nominations.people.models import Person, Unit, User
from nominations.people.record_addresses import RecordPages
from nominations.records.queries import record_access, record_access_of_unit


def _of_person(user: User, person: Person) -> str:
    return reverse("records:person", args=[person.pk]) if record_access(user, person) else ""


def _of_unit(user: User, unit: Unit) -> str:
    sees = record_access_of_unit(user, unit).grades
    return reverse("records:unit", args=[unit.pk]) if sees else ""


PAGES = RecordPages(of_person=_of_person, of_unit=_of_unit)
