"""Who may work on decisions, reports and arrivals of an agency today, by the dated roles."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.people.models import Organization, RoleAssignment
from nominations.people.roles import Role
from workflow import clock
from workflow.exceptions import NotAllowed
from workflow.verdict import unmet

DRAFTERS = (Role.SECRETARY, Role.DIRECTOR)
SIGNERS = (Role.DIRECTOR, Role.DIRECTOR_DELEGATE)
REPORTERS = (Role.SECRETARY,)
RECEIVERS = (Role.SUPERIOR_OFFICER,)


def holds(actor: Any, organization: Organization, roles: tuple[str, ...]) -> bool:
    """Whether the actor holds one of the roles in the agency today."""
    person_id = getattr(actor, "person_id", None)
    if person_id is None or not getattr(actor, "is_active", False):
        return False
    held = RoleAssignment.objects.on(clock.today())
    return held.filter(
        person_id=person_id, role__in=roles, organization_id=organization.pk
    ).exists()


def require(actor: Any, organization: Organization, roles: tuple[str, ...]) -> None:
    """Refuse (NotAllowed) whoever holds none of the roles in the agency today."""
    if not holds(actor, organization, roles):
        words = ", ".join(str(Role(role).label) for role in roles)
        raise NotAllowed(
            [
                unmet(
                    "role_missing",
                    _("Only these roles of %(agency)s may do this: %(roles)s.")
                    % {"agency": organization.name, "roles": words},
                )
            ]
        )
