"""Compares a row of the table of persons with recorded places of work."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nominations.people.importing.directory import places_of
from nominations.people.importing.persons import PersonRow
from nominations.people.models import Person, Position, UnitMembership
from nominations.people.services.dates import short_date
from workflow import clock


def current_place(person: Person) -> UnitMembership | None:
    """The main place of work without an end, else the last one that is not over."""
    today = clock.today()
    running = [
        place
        for place in places_of(person)
        if place.is_primary and (place.valid_to is None or place.valid_to >= today)
    ]
    return running[-1] if running else None


def is_same_place(place: UnitMembership, row: PersonRow) -> bool:
    """Whether the row names this unit and this position."""
    same_position = isinstance(row.position, Position) and place.position_id == row.position.pk
    return place.unit_id == row.unit.pk and same_position


def stays_away(row: PersonRow) -> str:
    """The note that a recorded person has left and stays so."""
    places = [one for one in places_of(row.person) if one.is_primary] if row.person else []
    if not places or row.new_place or (row.person and current_place(row.person)):
        return ""
    last = max(places, key=lambda one: one.valid_to or one.valid_from)
    words = {
        "name": row.name,
        "unit": last.unit.name,
        "day": short_date(last.valid_to or clock.today()),
    }
    return (
        _(
            "%(name)s has left (%(unit)s until %(day)s) and this row does not bring them back: for"
            " somebody who has returned write the new day since which they work in the unit."
        )
        % words
    )


def was_there(row: PersonRow) -> bool:
    """Whether the row names a recorded place of work that has ended."""
    assert row.person is not None  # noqa: S101 -- asked by the only caller
    return any(
        is_same_place(place, row) and (row.since is None or place.valid_from == row.since)
        for place in places_of(row.person)
    )
