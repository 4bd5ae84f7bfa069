"""The roles of a person on a day with the names of their places, the main place of work, and the
parts in other rooms, in one prepared query."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, FilteredRelation, Q, QuerySet

from nominations.people.models import Person, RoleAssignment
from nominations.people.models.dated import holds_on
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


class PlaceOfWork(NamedTuple):
    """Names of a person, of the agency of the main place of work and of the agency above it; only
    the name if the person works nowhere on the day."""

    person: str
    agency: str | None
    above: str | None


class PersonOnDay(NamedTuple):
    """A person on a day: roles held, by role; the main place of work (None: no such person); and
    rooms in which the person has a part besides roles."""

    held: list[HeldRole]
    work: PlaceOfWork | None
    parts: frozenset[str]


HasPart = Callable[[Any, Any], Q]
_parts: dict[str, HasPart] = {}


def register_part(room: str, has_part: HasPart) -> None:
    """Register the condition on person and day under which a person has a part in a room."""
    _parts[room] = has_part


def _compose(person: Any, day: Any) -> QuerySet[Any, Any]:
    main = holds_on(day, "memberships__") & Q(memberships__is_primary=True)
    parts = {
        f"part_{room}": ExpressionWrapper(has_part(person, day), output_field=BooleanField())
        for room, has_part in _parts.items()
    }
    rows = Person.objects.filter(pk=person).annotate(
        held=FilteredRelation("role_assignments", condition=holds_on(day, "role_assignments__")),
        work=FilteredRelation("memberships", condition=main),
        **parts,
    )
    return rows.order_by("-work__valid_from", "held__role", "held__pk").values_list(
        "full_name",
        "work__unit__organization__name",
        "work__unit__organization__parent__name",
        "held__pk",
        "held__role",
        "held__unit_id",
        "held__organization_id",
        "held__unit__name",
        "held__unit__organization_id",
        "held__organization__name",
        "held__organization__parent__name",
        "held__unit__predecessors__id",
        "held__organization__predecessors__id",
        *parts,
    )


_NAMES = len(PlaceOfWork._fields)
_ROLE = _NAMES + len(HeldRole._fields)
_ROWS: PreparedQuery[tuple[Any, ...]] = PreparedQuery(
    lambda *columns: columns,
    _compose,
    person=Person._meta.get_field("id"),
    day=RoleAssignment._meta.get_field("valid_from"),
)


def person_on_day(person_id: int, day: date) -> PersonOnDay:
    """The person on the day, by one query."""
    rows = _ROWS.rows(person=person_id, day=day)
    if not rows:
        return PersonOnDay([], None, frozenset())
    roles = (HeldRole(*row[_NAMES:_ROLE]) for row in rows)
    parts = zip(_parts, rows[0][_ROLE:], strict=True)
    return PersonOnDay(
        held=[role for role in roles if role.pk is not None],
        work=PlaceOfWork(*rows[0][:_NAMES]),
        parts=frozenset(room for room, has_part in parts if has_part),
    )
