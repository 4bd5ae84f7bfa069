"""Who keeps records: the council secretary; of service and absence the administrator as well.

The dated role assignments are asked, not their projection, so that the answer is right on the day
the engine's clock shows. Nobody else enters anything: a record bars or opens an award.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nominations.people.authorization import may_manage
from nominations.people.models import Organization, RoleAssignment
from nominations.people.roles import Role
from nominations.web.refusals import not_allowed
from workflow import clock
from workflow.actors import is_system


def is_secretary(actor: Any, organization_id: int) -> bool:
    """Whether the actor is the council secretary of the agency today, or the system itself."""
    if is_system(actor):
        return True
    person_id = getattr(actor, "person_id", None)
    return bool(
        person_id
        and getattr(actor, "is_active", False)
        and RoleAssignment.objects.on(clock.today())
        .filter(person_id=person_id, role=Role.SECRETARY, organization_id=organization_id)
        .exists()
    )


def is_clerk(actor: Any, unit_id: int) -> bool:
    """Whether the actor is the clerk of the unit today."""
    person_id = getattr(actor, "person_id", None)
    return bool(
        person_id
        and getattr(actor, "is_active", False)
        and RoleAssignment.objects.on(clock.today())
        .filter(person_id=person_id, role=Role.UNIT_CLERK, unit_id=unit_id)
        .exists()
    )


def require_secretary(actor: Any, organization: Organization) -> None:
    """Refuse (NotAllowed) whoever is not the council secretary of the agency today."""
    if not is_secretary(actor, organization.pk):
        raise not_allowed(
            "not_secretary",
            _("Only the council secretary of %(agency)s keeps these records.")
            % {"agency": organization.name},
        )


def require_staff_keeper(actor: Any, organization: Organization) -> None:
    """Refuse (NotAllowed) everybody but the secretary and the administrator of the agency."""
    is_account = getattr(actor, "person_id", None) is not None
    if not is_secretary(actor, organization.pk) and not (
        is_account and may_manage(actor, organization)
    ):
        raise not_allowed(
            "not_staff_keeper",
            _(
                "Only the council secretary or the system administrator of %(agency)s"
                " keeps these records."
            )
            % {"agency": organization.name},
        )
