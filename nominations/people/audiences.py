"""Recipients by dated role, for the tables of every room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nominations.people.roles import Role
from nominations.people.rules import held_sql
from workflow.audiences import Audience

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def holders(name: str, role: Role, where: str, label: _StrOrPromise) -> Audience:
    """The accounts of whoever holds the role today at `where`, an SQL value over the row `s`."""
    return Audience(
        name,
        "SELECT u.id FROM people_user u"  # noqa: S608 -- our own constants only
        " JOIN people_roleassignment ra ON ra.person_id = u.person_id"
        f" WHERE u.is_active AND {held_sql(role, where)}",
        label,
    )
