"""Adding and changing agencies, units, positions and persons, with old and new values in the
history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nominations.people.authorization import (
    is_trusted,
    require_manager,
    require_manager_of,
    require_shared_data_keeper,
)
from nominations.people.models import Organization, Person, Position, Unit
from nominations.people.services.placements import place_person
from nominations.web.refusals import not_allowed
from workflow.actors import Actor
from workflow.changes import save_row


def _of_person(person: Person) -> str:
    return f"person:{person.pk}"


def _of_agency(organization: Organization) -> str:
    return f"organization:{organization.pk}"


def save_organization(*, actor: Actor, row: Organization, values: Mapping[str, Any]) -> bool:
    """Change an agency, or add a new one, which only a technical account may do."""
    if row.pk is not None:
        require_manager(actor, row)
    elif not is_trusted(actor):
        raise not_allowed("not_technical", _("A new agency is recorded by a technical account."))
    return save_row(
        row, values, actor=actor, stream=_of_agency, added="agency.added", changed="agency.changed"
    )


def save_unit(*, actor: Actor, row: Unit, values: Mapping[str, Any]) -> bool:
    """Add or change a unit; it stays in the agency where it was made. Refuses strangers."""
    if row.pk is not None:
        stored = Unit.objects.select_related("organization").get(pk=row.pk)
        require_manager(actor, stored.organization)
    require_manager(actor, values["organization"] if row.pk is None else row.organization)
    return save_row(
        row,
        values,
        actor=actor,
        stream=lambda unit: _of_agency(unit.organization),
        added="unit.added",
        changed="unit.changed",
    )


def save_position(*, actor: Actor, row: Position, values: Mapping[str, Any]) -> bool:
    """Add or change a position in the list that all agencies share."""
    require_shared_data_keeper(actor)
    return save_row(
        row,
        values,
        actor=actor,
        stream=lambda position: f"position:{position.pk}",
        added="position.added",
        changed="position.changed",
    )


def save_person(*, actor: Actor, row: Person, values: Mapping[str, Any]) -> bool:
    """Change name, gender and date of birth of a person. Refuses strangers."""
    require_manager_of(actor, Person.objects.get(pk=row.pk))
    return save_row(
        row, values, actor=actor, stream=_of_person, added="person.added", changed="person.changed"
    )


def add_person(
    *, actor: Actor, values: Mapping[str, Any], unit: Unit, position: Position, valid_from: date,
    staff_kind: str = "",
) -> Person:  # fmt: skip
    """Add a person with a place of work; refuses what `place_person` refuses."""
    require_manager(actor, unit.organization)
    person = Person()
    with transaction.atomic():
        save_row(
            person,
            values,
            actor=actor,
            stream=_of_person,
            added="person.added",
            changed="person.changed",
        )
        place_person(
            actor=actor, person=person, unit=unit, position=position, valid_from=valid_from,
            staff_kind=staff_kind,
        )  # fmt: skip
    return person
