"""Acts on people: roles, places of work, accounts. Every one of them leaves a history entry."""

from __future__ import annotations

from nominations.people.projection import sync_permissions
from nominations.people.services.accounts import create_account, set_account_active
from nominations.people.services.assignments import (
    assign_role,
    check_assignment,
    delegate,
    end_role,
)
from nominations.people.services.placements import (
    check_membership,
    end_membership,
    place_person,
)

__all__ = [
    "assign_role",
    "check_assignment",
    "check_membership",
    "create_account",
    "delegate",
    "end_membership",
    "end_role",
    "place_person",
    "set_account_active",
    "sync_permissions",
]
