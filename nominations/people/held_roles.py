"""The roles of a person on a day with the names of their places, in one prepared query."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from nominations.people.models import RoleAssignment
from nominations.people.roles import Role
from nominations.prepared_query import PreparedQuery


class HeldRole(NamedTuple):
    """A role held in a unit (`unit_id`) or in an agency (`organization_id`).

    A place that succeeded several others gives a row for each of them (`former_...`).
    """

    pk: int
    role: str
    unit_id: int | None
    organization_id: int | None
    unit_name: str | None
    agency_of_unit: int | None
    agency_name: str | None
    agency_above: str | None
    former_unit_id: int | None
    former_organization_id: int | None

    @property
    def agency_id(self) -> int:
        """The agency in which the role is held, directly or through its unit."""
        return self.organization_id or self.agency_of_unit or 0

    @property
    def words(self) -> str:
        """The role, with the unit where it is held."""
        label = str(Role(self.role).label)
        return f"{label}, {self.unit_name}" if self.unit_name else label


def _compose(person: Any, day: Any) -> QuerySet[Any, Any]:
    rows = RoleAssignment.objects.on(day).filter(person_id=person).order_by("role", "pk")
    return rows.values_list(
        "pk",
        "role",
        "unit_id",
        "organization_id",
        "unit__name",
        "unit__organization_id",
        "organization__name",
        "organization__parent__name",
        "unit__predecessors__id",
        "organization__predecessors__id",
    )


_HELD = PreparedQuery(
    HeldRole,
    _compose,
    person=RoleAssignment._meta.get_field("person"),
    day=RoleAssignment._meta.get_field("valid_from"),
)


def held_roles(person_id: int, day: date) -> list[HeldRole]:
    """What the person holds on the day, by role."""
    return _HELD.rows(person=person_id, day=day)
