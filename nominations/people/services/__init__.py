"""Services on people: roles, places of work, accounts. Each writes a history entry."""

from __future__ import annotations

from nominations.people.permission_projection import sync_permissions
from nominations.people.services.accounts import (
    NewAccount,
    change_account,
    create_account,
    end_sessions,
    issue_accounts,
    set_account_active,
)
from nominations.people.services.assignments import (
    assign_role,
    check_assignment,
    delegate_role,
    end_role,
    is_administrator_between,
)
from nominations.people.services.households import (
    end_household,
    history_of_household,
    save_household,
)
from nominations.people.services.password_links import make_links, record_recovery, use_link
from nominations.people.services.placements import (
    check_membership,
    end_membership,
    place_person,
)
from nominations.people.services.reference import (
    add_person,
    save_organization,
    save_person,
    save_position,
    save_unit,
)

__all__ = [
    "NewAccount",
    "add_person",
    "assign_role",
    "change_account",
    "check_assignment",
    "check_membership",
    "create_account",
    "delegate_role",
    "end_household",
    "end_membership",
    "end_role",
    "end_sessions",
    "history_of_household",
    "is_administrator_between",
    "issue_accounts",
    "make_links",
    "place_person",
    "record_recovery",
    "save_household",
    "save_organization",
    "save_person",
    "save_position",
    "save_unit",
    "set_account_active",
    "sync_permissions",
    "use_link",
]
