"""Hook for the pages of the record of a person or a unit, registered by the room of records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nominations.people.models import Person, Unit, User


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPages:
    """The address of a record; "" for a reader who may not open it."""

    of_person: Callable[[User, Person], str]
    of_unit: Callable[[User, Unit], str]


_registered: list[RecordPages] = []


def register(pages: RecordPages) -> None:
    """Register the pages of records."""
    _registered[:] = [pages]


def record_page_of_person(user: User, person: Person) -> str:
    """The address of the person's record; "" if there is none that the reader may open."""
    return next((pages.of_person(user, person) for pages in _registered), "")


def record_page_of_unit(user: User, unit: Unit) -> str:
    """The same for a unit or household."""
    return next((pages.of_unit(user, unit) for pages in _registered), "")
