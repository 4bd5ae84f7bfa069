"""Who may write a dossier: the nominee, the unit clerk on behalf, the head of the collective.

The dated role assignments are asked, not their projection, so that the answer is right on the day
the engine's clock shows. The same three stand in the pipeline as the registrants.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nominations.dossiers.models import Nomination
from nominations.people.models import RoleAssignment
from nominations.people.roles import Role
from nominations.states import State
from nominations.web.refusals import not_allowed
from workflow import clock
from workflow.actors import is_system

EDITABLE = frozenset({State.DRAFT, State.REGISTERED})
"""States in which the report and the evidence may still change."""


def held_units(actor: Any, *roles: str) -> dict[str, frozenset[int]]:
    """The units in which the actor holds each of the roles today; nothing for visitors."""
    person_id = getattr(actor, "person_id", None)
    found: dict[str, set[int]] = {role: set() for role in roles}
    if person_id is not None and getattr(actor, "is_active", False):
        rows = (
            RoleAssignment.objects.on(clock.today())
            .filter(person_id=person_id, role__in=roles)
            .values_list("role", "unit_id")
        )
        for role, unit_id in rows:
            found[role].add(unit_id)
    return {role: frozenset(ids) for role, ids in found.items()}


def has_role(actor: Any, role: str, organization_id: int) -> bool:
    """Whether the actor holds the role in the agency today; the system itself always may."""
    if is_system(actor):
        return True
    person_id = getattr(actor, "person_id", None)
    return bool(
        person_id
        and getattr(actor, "is_active", False)
        and RoleAssignment.objects.on(clock.today())
        .filter(person_id=person_id, role=role, organization_id=organization_id)
        .exists()
    )


def is_registrant(
    actor: Any, *, unit_id: int, person_id: int | None, collective_id: int | None
) -> bool:
    """Whether the actor may write for this subject."""
    if is_system(actor):
        return True
    if not getattr(actor, "is_active", False):
        return False
    if person_id is not None and person_id == getattr(actor, "person_id", None):
        return True
    held = held_units(actor, Role.UNIT_CLERK, Role.UNIT_HEAD)
    return unit_id in held[Role.UNIT_CLERK] or (
        collective_id is not None and collective_id in held[Role.UNIT_HEAD]
    )


def may_write(actor: Any, nomination: Nomination) -> bool:
    """Whether the actor may change the report and the evidence of this nomination now."""
    return nomination.state in EDITABLE and is_registrant(
        actor,
        unit_id=nomination.unit_id,
        person_id=nomination.person_id,
        collective_id=nomination.collective_id,
    )


def require_writer(actor: Any, nomination: Nomination) -> None:
    """Refuse (NotAllowed) whoever may not write, and everybody once the dossier is with others."""
    if nomination.state not in EDITABLE:
        raise not_allowed(
            "dossier_locked",
            _(
                "The dossier has been submitted and can no longer be changed. "
                "Ask the unit head to return it if something must be corrected."
            ),
        )
    if not may_write(actor, nomination):
        raise not_allowed(
            "not_registrant",
            _("Only the nominee, the unit clerk or the head of the collective may write here."),
        )


def require_secretary(actor: Any, organization_id: int) -> None:
    """Refuse (NotAllowed) whoever is not the council secretary of the agency today."""
    if not has_role(actor, Role.SECRETARY, organization_id):
        raise not_allowed(
            "not_secretary", _("Only the council secretary of the agency may do this.")
        )
