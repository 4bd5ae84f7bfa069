"""Registering in a movement: heads register their unit, everybody registers himself."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.movements.models import Movement, MovementRegistration
from nominations.movements.queries import HEADS, KEEPERS, own_unit
from nominations.movements.services.write_checks import cleaned_texts, locked_movement
from nominations.people.authorization import holds, require
from nominations.people.models import Unit, User
from nominations.web.refusals import not_allowed
from workflow import audit, clock


def register(
    *, actor: User, movement: Movement, content: str, unit: Unit | None = None
) -> MovementRegistration:
    """Register the unit, or without one the actor's own person, with what is undertaken.

    Refuses (NotAllowed) who does not head the unit or does not work in the agency;
    (ValidationError) a movement that is not under way or takes no such registration, a day after
    the last one, an empty text, a second registration.
    """
    place = unit or _own_place(actor, movement)
    if unit is not None:
        require(
            actor,
            *HEADS,
            unit=unit,
            sentence=_("Only the head of the unit or the deputy registers the unit."),
            key="not_unit_head",
        )
        if unit.organization_id != movement.organization_id:
            raise not_allowed("other_agency", _("The unit belongs to another agency."))
    words = cleaned_texts({"content": content})["content"]
    if not words:
        raise ValidationError(_("Write what is registered."), code="no_content")
    person_id = None if unit is not None else actor.person_id
    try:
        with transaction.atomic():
            row = locked_movement(movement)
            _require_open(row, is_unit=unit is not None)
            _require_first(row, place, person_id)
            made = MovementRegistration.objects.create(
                movement=row, unit=place, person_id=person_id, content=words,
                registered_at=clock.now(), registered_by=actor,
            )  # fmt: skip
            payload = {"name": str(made.person or made.unit), "registration": made.pk}
            audit.record_on(row, "movement.registered", actor=actor, payload=payload)
    except IntegrityError:  # pressed twice at one moment
        _require_first(movement, place, person_id)
        raise
    return made


def _own_place(actor: User, movement: Movement) -> Unit:
    unit = own_unit(actor, movement.organization_id)
    if unit is None:
        raise not_allowed(
            "not_staff", _("Only who works in the agency registers in its movements.")
        )
    return unit


def _require_open(movement: Movement, *, is_unit: bool) -> None:
    if not movement.is_running:
        raise ValidationError(
            _("The movement is not under way; nobody registers in it."), code="not_running"
        )
    if not (movement.for_units if is_unit else movement.for_persons):
        sentence = (
            _("Individuals register in this movement, no units.")
            if is_unit
            else _("Units register in this movement, no individuals.")
        )
        raise ValidationError(sentence, code="not_asked")
    until = movement.registers_until
    if until is not None and clock.today() > until:
        raise ValidationError(
            _("Registration ended on %(day)s. Ask the council secretary to move the day.")
            % {"day": f"{until:%d/%m/%Y}"},
            code="registration_over",
        )


def _require_first(movement: Movement, unit: Unit, person_id: int | None) -> None:
    registrations = movement.registrations.filter(withdrawn_at__isnull=True)
    if person_id is None:
        registrations = registrations.filter(unit=unit, person__isnull=True)
    else:
        registrations = registrations.filter(person_id=person_id)
    first = registrations.first()
    if first is not None:
        sentence = (
            _("You have registered already, on %(day)s. Withdraw that first to write another one.")
            if person_id
            else _(
                "The unit has registered already, on %(day)s."
                " Withdraw that first to write another one."
            )
        )
        raise ValidationError(
            sentence % {"day": f"{first.registered_at:%d/%m/%Y}"}, code="registered_already"
        )


def may_withdraw(actor: User, registration: MovementRegistration) -> bool:
    """The person, the unit's heads, and who keeps the movement, while it is under way."""
    movement = registration.movement
    if not movement.is_running or registration.withdrawn_at is not None:
        return False
    if holds(actor, *KEEPERS, organization=movement.organization_id):
        return True
    if registration.person_id is not None:
        return registration.person_id == actor.person_id
    return holds(actor, *HEADS, unit=registration.unit_id)


def withdraw(*, actor: User, registration: MovementRegistration) -> MovementRegistration:
    """Take a registration back; it stays with its day, and another one may be written.

    Refuses (NotAllowed) others than the person, the heads of the unit and who keeps the movement;
    one that is withdrawn already stays as it is.
    """
    if registration.withdrawn_at is not None:
        return registration
    if not may_withdraw(actor, registration):
        raise not_allowed(
            "not_registered_by_you",
            _("Only who registered, or the council secretary, withdraws while it is under way."),
        )
    with transaction.atomic():
        row = locked_movement(registration.movement)
        stored = MovementRegistration.objects.select_related("person", "unit").get(
            pk=registration.pk
        )
        if stored.withdrawn_at is None:
            stored.withdrawn_at = clock.now()
            stored.save(update_fields=["withdrawn_at"])
            payload = {"name": str(stored.person or stored.unit), "registration": stored.pk}
            audit.record_on(row, "movement.registration_withdrawn", actor=actor, payload=payload)
    return stored
