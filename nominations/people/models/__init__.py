"""Agencies, units, persons, accounts, roles: every one of them dated."""

from __future__ import annotations

from nominations.people.gender import Gender
from nominations.people.models.accounts import PasswordLink, User
from nominations.people.models.organizations import Authority, Organization, Unit
from nominations.people.models.permissions import (
    OrganizationUserPermission,
    UnitUserPermission,
)
from nominations.people.models.persons import Person, Position, UnitMembership
from nominations.people.models.roles import RoleAssignment

__all__ = [
    "Authority",
    "Gender",
    "Organization",
    "OrganizationUserPermission",
    "PasswordLink",
    "Person",
    "Position",
    "RoleAssignment",
    "Unit",
    "UnitMembership",
    "UnitUserPermission",
    "User",
]
