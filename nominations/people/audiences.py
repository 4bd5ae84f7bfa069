"""Audiences by dated role, for the workflows of every room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nominations.people.roles import UNIT_ROLES, Role
from nominations.people.rules import held_sql
from workflow.audiences import Audience

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def holders(name: str, role: Role, where: str, label: _StrOrPromise) -> Audience:
    """The accounts of holders of the role today at `where`, an SQL value over the row `s`."""
    return Audience(
        name,
        "SELECT u.id FROM people_user u"  # noqa: S608 -- our own constants only
        " JOIN people_roleassignment ra ON ra.person_id = u.person_id"
        f" WHERE u.is_active AND {held_sql(role, where)}",
        label,
    )


def works_in_sql(agency: str) -> str:
    """EXISTS: the person of account `u` works today in a unit of `agency`, an SQL value over the
    row `s`."""
    return (
        "EXISTS (SELECT 1 FROM people_unitmembership m JOIN people_unit p ON p.id = m.unit_id"  # noqa: S608 -- our own constants only
        f" WHERE m.person_id = u.person_id AND p.organization_id = {agency}"
        " AND m.valid_from <= %(today)s AND (m.valid_to IS NULL OR m.valid_to >= %(today)s))"
    )


def leads_in_sql(agency: str) -> str:
    """EXISTS: the person of account `u` is head, deputy or clerk of a unit of the agency today."""
    held = " OR ".join(f"({held_sql(role, 'p.id')})" for role in sorted(UNIT_ROLES))
    return (
        "EXISTS (SELECT 1 FROM people_roleassignment ra JOIN people_unit p ON p.id = ra.unit_id"  # noqa: S608 -- our own constants only
        f" WHERE ra.person_id = u.person_id AND p.organization_id = {agency} AND ({held}))"
    )


def accounts_where(name: str, condition: str, label: _StrOrPromise) -> Audience:
    """The active accounts `u` that meet the condition."""
    sql = f"SELECT u.id FROM people_user u WHERE u.is_active AND ({condition})"  # noqa: S608 -- our own constants only
    return Audience(name, sql, label)
