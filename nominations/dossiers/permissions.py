"""Who may write a dossier: the nominee, the unit clerk on their behalf, the head of the collective.

The pipeline allows the same three to register.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from nominations.dossiers.models import Nomination
from nominations.people.authorization import (
    holds,
    person_id_of,
    persons_holding,
    require,
    roles_today,
)
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.states import State
from nominations.web.refusals import not_allowed
from workflow.actors import Actor, is_system

EDITABLE = frozenset({State.DRAFT, State.REGISTERED})
"""States in which the report and the evidence may still change."""


def is_registrant(
    actor: Actor, *, unit_id: int, person_id: int | None, collective_id: int | None
) -> bool:
    """Whether the actor may write for this subject."""
    if is_system(actor):
        return True
    if not getattr(actor, "is_active", False):
        return False
    if person_id is not None and person_id == getattr(actor, "person_id", None):
        return True
    held = roles_today(actor)
    return unit_id in held.units(Role.UNIT_CLERK) or collective_id in held.units(Role.UNIT_HEAD)


def may_write(actor: Actor, nomination: Nomination) -> bool:
    """Whether the actor may change the report and the evidence of this nomination now."""
    return nomination.state in EDITABLE and is_registrant(
        actor,
        unit_id=nomination.unit_id,
        person_id=nomination.person_id,
        collective_id=nomination.collective_id,
    )


def may_attach(actor: Actor, nomination: Nomination) -> bool:
    """Whether the actor may change the evidence now: the writers, and the secretary too while the
    superior agency has returned the dossier for supplement."""
    if nomination.state != State.DECIDED or nomination.returned_above_at is None:
        return may_write(actor, nomination)
    return holds(actor, Role.SECRETARY, organization=nomination.organization_id) or is_registrant(
        actor,
        unit_id=nomination.unit_id,
        person_id=nomination.person_id,
        collective_id=nomination.collective_id,
    )


def may_delete(actor: Actor, nomination: Nomination) -> bool:
    """Whether the actor may delete it: only a draft that they started."""
    return (
        nomination.state == State.DRAFT
        and nomination.registered_by_id is not None
        and nomination.registered_by_id == actor.pk
        and may_write(actor, nomination)
    )


def require_writer(actor: Actor, nomination: Nomination) -> None:
    """Refuse (NotAllowed) an actor who may not write, and every writer once the dossier is
    submitted."""
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


def require_secretary(actor: Actor, organization_id: int) -> None:
    """Refuse (NotAllowed) an actor who is not the council secretary of the agency today."""
    if is_system(actor):
        return
    sentence = _("Only the council secretary of the agency may do this.")
    require(
        actor,
        Role.SECRETARY,
        organization=organization_id,
        sentence=sentence,
        key="not_secretary",
    )


def may_record_opinions(actor: Actor, nomination: Nomination) -> bool:
    """Whether the actor records opinions about the nomination: the council secretary, or director
    or delegate where the secretary is the nominee; never the nominee."""
    if is_system(actor):
        return True
    person_id = person_id_of(actor)
    if person_id is None or person_id == nomination.person_id:
        return False
    agency = nomination.organization_id
    if holds(actor, Role.SECRETARY, organization=agency):
        return True
    return (
        nomination.person_id is not None
        and holds(actor, Role.DIRECTOR, Role.DIRECTOR_DELEGATE, organization=agency)
        and _is_of_secretary(nomination)
    )


def _is_of_secretary(nomination: Nomination) -> bool:
    """Whether the nominee is council secretary of the agency today: as annotated by the page's
    query, else by a query."""
    known: bool | None = getattr(nomination, "of_secretary", None)
    if known is not None:
        return known
    return nomination.person_id in persons_holding(Role.SECRETARY, nomination.organization)


def require_opinion_recorder(actor: Actor, nomination: Nomination) -> None:
    """Refuse (NotAllowed) an actor who may not record opinions about the nomination."""
    if not may_record_opinions(actor, nomination):
        raise not_allowed(
            "not_opinion_recorder",
            _("Only the council secretary records opinions, and nobody about the own nomination."),
        )


def may_allow_duplicate(user: User, nomination: Nomination) -> bool:
    """Whether the account may allow a possible duplicate of this nomination."""
    own = nomination.person_id is not None and nomination.person_id == user.person_id
    return not own and holds(user, Role.SECRETARY, organization=nomination.organization_id)
