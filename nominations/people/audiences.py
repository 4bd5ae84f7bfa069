"""Recipients by dated role, for the tables of every room."""

from __future__ import annotations

from django.utils.functional import Promise

from nominations.people.roles import UNIT_ROLES, Role
from workflow.audiences import Audience


def holders(name: str, role: Role, where: str, label: str | Promise) -> Audience:
    """The accounts of whoever holds the role today at `where`, an SQL value over the row `s`."""
    place = "unit_id" if role in UNIT_ROLES else "organization_id"
    return Audience(
        name,
        "SELECT u.id FROM people_user u"  # noqa: S608 -- our own constants only
        " JOIN people_roleassignment ra ON ra.person_id = u.person_id"
        f" WHERE u.is_active AND ra.role = '{role}' AND ra.{place} = {where}"
        " AND ra.valid_from <= %(today)s AND (ra.valid_to IS NULL OR ra.valid_to >= %(today)s)",
        label,
    )
