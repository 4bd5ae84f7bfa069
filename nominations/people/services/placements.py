"""Places of work: one primary membership at a time, others beside it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.people.authorization import require_manager
from nominations.people.models import Organization, Person, Position, Unit, UnitMembership
from nominations.people.services.dates import (
    check_order,
    overlapping_rows,
    period_in_words,
    short_date,
)
from workflow import audit
from workflow.actors import Actor

ONE_DAY = timedelta(days=1)


def require_workplace(place: Unit | Organization) -> None:
    """Refuse (ValidationError) a household instead of a unit of the agency."""
    if isinstance(place, Unit) and place.is_household:
        raise ValidationError(
            _(
                "%(household)s is a household that is commended: nobody works there, holds a role"
                " or is graded."
            )
            % {"household": place.name},
            code="household",
        )


def check_membership(
    *,
    person: Person,
    unit: Unit,
    valid_from: date,
    valid_to: date | None = None,
    is_primary: bool = True,
    but: UnitMembership | None = None,
) -> None:
    """Refuse (ValidationError, one sentence) an invalid membership; writes nothing.

    Refused: a household, a period in the wrong order, a unit closed by then, a second main place of
    work on a common day, the same unit twice on a common day. `but` is the row being changed.
    """
    require_workplace(unit)
    check_order(valid_from, valid_to)
    if unit.valid_to is not None and unit.valid_to < valid_from:
        raise ValidationError(
            _("%(place)s has not existed since %(day)s.")
            % {"place": unit.name, "day": short_date(unit.valid_to)},
            code="place_closed",
        )
    others = person.memberships.filter(overlapping_rows(valid_from, valid_to)).select_related(
        "unit"
    )
    if but is not None:
        others = others.exclude(pk=but.pk)
    for other in others:
        if other.unit_id == unit.pk or (is_primary and other.is_primary):
            raise ValidationError(
                _(
                    "%(person)s works in %(unit)s %(period)s. A person has one main unit at a"
                    " time: end that first, or choose another day."
                )
                % {
                    "person": person.full_name,
                    "unit": other.unit.name,
                    "period": period_in_words(other.valid_from, other.valid_to),
                },
                code="two_units",
            )


def _record(action: str, membership: UnitMembership, *, actor: Actor, **more: Any) -> None:
    end = membership.valid_to
    audit.record(
        f"person:{membership.person_id}",
        action,
        actor=actor,
        payload={
            **more,
            "membership": membership.pk,
            "unit_id": membership.unit_id,
            "unit": membership.unit.name,
            "position": membership.position.name,
            "is_primary": membership.is_primary,
            "staff_kind": membership.staff_kind,
            "valid_from": membership.valid_from.isoformat(),
            "valid_to": end.isoformat() if end else None,
        },
    )


def _end_main_place(person: Person, *, before: date) -> str:
    """End the main place of work that holds on the day before; a later one stays.

    Returns its name for the history.
    """
    was = ""
    for membership in person.memberships.filter(
        overlapping_rows(before, None), is_primary=True, valid_from__lt=before
    ).select_related("unit", "position"):
        was = f"{membership.position.name}, {membership.unit.name}"
        membership.valid_to = before - ONE_DAY
        membership.save(update_fields=["valid_to"])
    return was


def place_person(
    *,
    actor: Actor,
    person: Person,
    unit: Unit,
    position: Position,
    valid_from: date,
    is_primary: bool = True,
    staff_kind: str = "",
) -> UnitMembership:
    """Place the person in the unit from the day on; the former main place ends the day before.

    With `is_primary=False` the post is held beside the main one. Refuses anybody but the
    administrator of the unit's agency, and what `check_membership` refuses, such as a main place
    that begins on the same day or later.
    """
    require_manager(actor, unit.organization)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        was = _end_main_place(person, before=valid_from) if is_primary else ""
        check_membership(person=person, unit=unit, valid_from=valid_from, is_primary=is_primary)
        membership = UnitMembership.objects.create(
            person=person,
            unit=unit,
            position=position,
            valid_from=valid_from,
            is_primary=is_primary,
            staff_kind=staff_kind,
        )
        is_now = f"{position.name}, {unit.name}"
        changes = {"place": {"before": was or None, "after": is_now}}
        _record("person.placed", membership, actor=actor, changes=changes)
    return membership


def end_membership(*, actor: Actor, membership: UnitMembership, on: date) -> UnitMembership:
    """Set the person's last day in the unit. Refuses other actors than the administrator and a day
    before the first one."""
    require_manager(actor, membership.unit.organization)
    check_order(membership.valid_from, on)
    with transaction.atomic():
        locked = UnitMembership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        before = locked.valid_to.isoformat() if locked.valid_to else None
        membership.valid_to = on
        membership.save(update_fields=["valid_to"])
        changes = {"valid_to": {"before": before, "after": on.isoformat()}}
        _record("person.left", membership, actor=actor, changes=changes)
    return membership
