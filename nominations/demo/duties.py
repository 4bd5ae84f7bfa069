"""Who does the secretary's work in the demonstration: nobody acts on the own nomination."""

from __future__ import annotations

from collections.abc import Sequence

from nominations.demo.staff import DemoStaff
from nominations.dossiers.models import Nomination
from nominations.people.models import User


def by_whom(
    staff: DemoStaff, nominations: Sequence[Nomination]
) -> list[tuple[User, list[Nomination]]]:
    """The secretary with the nominations of others, the director with the secretary's own."""
    secretary, director = staff.roles["thuky"], staff.roles["giamdoc"]
    own = [one for one in nominations if one.person_id == secretary.person_id]
    others = [one for one in nominations if one.person_id != secretary.person_id]
    return [(who, rows) for who, rows in ((secretary, others), (director, own)) if rows]
