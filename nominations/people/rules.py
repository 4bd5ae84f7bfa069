"""Relations by dated role: SQL over the subject's row `s`, used by lists and transitions alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nominations.people.roles import UNIT_ROLES, Role
from workflow.rules import ActorRelation

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def held_sql(role: str, where: str) -> str:
    """Condition on a role assignment `ra`: the role is held today at `where`, an SQL value of unit
    or agency id."""
    place = "unit_id" if role in UNIT_ROLES else "organization_id"
    return (
        f"ra.role = '{role}' AND ra.{place} = {where}"
        " AND ra.valid_from <= %(today)s AND (ra.valid_to IS NULL OR ra.valid_to >= %(today)s)"
    )


def role_sql(role: str, where: str, person: str = "%(actor_person_id)s") -> str:
    """EXISTS: `person` holds the role today at `where`, an SQL value of unit or agency id."""
    return (
        "EXISTS (SELECT 1 FROM people_roleassignment ra"  # noqa: S608 -- our own constants only
        f" WHERE ra.person_id = {person} AND {held_sql(role, where)})"
    )


def somebody_sql(role: str, where: str, such: str) -> str:
    """EXISTS: somebody holds the role today at `where` of whom `such` is true, a condition on
    `ra.person_id`."""
    return (
        "EXISTS (SELECT 1 FROM people_roleassignment ra"  # noqa: S608 -- our own constants only
        f" WHERE {held_sql(role, where)} AND {such})"
    )


def role_relation(name: str, label: _StrOrPromise, role: Role, where: str) -> ActorRelation:
    """The relation of a holder of the role at `where` today."""
    return ActorRelation(name, label, role_sql(role, where))
