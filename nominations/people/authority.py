"""Who may keep people, units and roles: the administrator of the agency or of one above it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.people.models import Organization, Person, RoleAssignment
from nominations.people.roles import Role
from workflow import clock
from workflow.actors import is_system
from workflow.exceptions import NotAllowed
from workflow.verdict import unmet


def lineage(organization: Organization) -> list[Organization]:
    """The agency and those above it, nearest first; a circle of parents ends the walk."""
    line: list[Organization] = []
    current: Organization | None = organization
    while current is not None and current not in line:
        line.append(current)
        current = current.parent
    return line


def is_trusted(actor: Any) -> bool:
    """The system itself, or a technical account that exists before the first administrator."""
    return is_system(actor) or bool(
        getattr(actor, "is_active", False) and getattr(actor, "is_superuser", False)
    )


def may_manage(actor: Any, organization: Organization) -> bool:
    """Whether the actor is today an administrator of the agency or of one above it."""
    if is_trusted(actor):
        return True
    person_id = getattr(actor, "person_id", None)
    if person_id is None or not getattr(actor, "is_active", False):
        return False
    return (
        RoleAssignment.objects.on(clock.today())
        .filter(
            person_id=person_id, role=Role.ADMINISTRATOR, organization__in=lineage(organization)
        )
        .exists()
    )


def require_manager(actor: Any, organization: Organization) -> None:
    """Refuse (NotAllowed) anybody who does not keep the people of this agency."""
    if not may_manage(actor, organization):
        raise NotAllowed(
            [
                unmet(
                    "not_administrator",
                    _("Only the system administrator of %(agency)s may do this.")
                    % {"agency": organization.name},
                )
            ]
        )


def organization_of(person: Person) -> Organization | None:
    """The agency where the person works today, or worked last."""
    membership = (
        person.memberships.filter(is_primary=True)
        .select_related("unit__organization")
        .order_by("-valid_from")
        .first()
    )
    return membership.unit.organization if membership else None


def require_manager_of(actor: Any, person: Person) -> None:
    """Refuse (NotAllowed) anybody who does not keep the person's agency; a newcomer has none."""
    organization = organization_of(person)
    if organization is not None:
        require_manager(actor, organization)
    elif not (is_trusted(actor) or _is_administrator(actor)):
        raise NotAllowed(
            [unmet("not_administrator", _("Only a system administrator may do this."))]
        )


def _is_administrator(actor: Any) -> bool:
    person_id = getattr(actor, "person_id", None)
    return bool(
        person_id
        and getattr(actor, "is_active", False)
        and RoleAssignment.objects.on(clock.today())
        .filter(person_id=person_id, role=Role.ADMINISTRATOR)
        .exists()
    )
