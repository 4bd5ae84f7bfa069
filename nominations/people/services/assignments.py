"""Role assignments: giving, ending and delegating roles; separation of duties."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.people.authorization import require_manager, require_shared_data_keeper
from nominations.people.models import Organization, Person, RoleAssignment, Unit, UnitMembership
from nominations.people.permission_projection import sync_permissions
from nominations.people.roles import ADMINISTRATORS, INCOMPATIBLE, UNIT_ROLES, Role
from nominations.people.services.dates import (
    check_order,
    overlapping_rows,
    period_in_words,
    short_date,
)
from nominations.people.services.placements import require_workplace
from workflow import audit, clock
from workflow.actors import Actor

ONE_DAY = timedelta(days=1)


def _place_for(
    role: str, unit: Unit | None, organization: Organization | None
) -> Unit | Organization:
    """The place of the kind in which the role is held; refuses (ValidationError) the other kind."""
    if role not in Role.values:
        raise ValidationError(_("This role does not exist."), code="unknown_role")
    label = Role(role).label
    if role in UNIT_ROLES:
        if unit is None or organization is not None:
            raise ValidationError(
                _("The role %(role)s is held in a unit: choose the unit.") % {"role": label},
                code="role_needs_unit",
            )
        return unit
    if organization is None or unit is not None:
        raise ValidationError(
            _("The role %(role)s is held in an agency: choose the agency.") % {"role": label},
            code="role_needs_agency",
        )
    return organization


def _check_open(place: Unit | Organization, valid_from: date) -> None:
    require_workplace(place)
    if place.valid_to is not None and place.valid_to < valid_from:
        raise ValidationError(
            _("%(place)s has not existed since %(day)s.")
            % {"place": place.name, "day": short_date(place.valid_to)},
            code="place_closed",
        )


def _check_compatible(person: Person, role: str, valid_from: date, valid_to: date | None) -> None:
    """Refuse incompatible roles on any common day, wherever they are held."""
    partners = {other for pair in INCOMPATIBLE if role in pair for other in pair - {role}}
    held = person.role_assignments.filter(overlapping_rows(valid_from, valid_to), role__in=partners)
    clash = held.order_by("valid_from").first()
    if clash is not None:
        raise ValidationError(
            _(
                "%(person)s is %(held)s %(period)s; the same person may not be %(role)s at that"
                " time (separation of duties)."
            )
            % {
                "person": person.full_name,
                "held": clash.get_role_display(),
                "period": period_in_words(clash.valid_from, clash.valid_to),
                "role": Role(role).label,
            },
            code="incompatible",
        )
    if role in ADMINISTRATORS:
        _check_no_seat(person, valid_from, valid_to)
    user = getattr(person, "user", None)
    if partners & ADMINISTRATORS and user is not None and user.is_superuser:
        raise ValidationError(
            _("The account of %(person)s is a technical account; it may not be given this role.")
            % {"person": person.full_name},
            code="incompatible",
        )


def _check_no_seat(person: Person, valid_from: date, valid_to: date | None) -> None:
    """Refuse an administrator who has a seat on a council in the period."""
    # Seats are read through the person, since this room may not import that of councils.
    seat = person.council_seats.filter(overlapping_rows(valid_from, valid_to)).first()
    if seat is not None:
        raise ValidationError(
            _(
                "%(person)s sits on a council %(period)s; a member of a council may not be an"
                " administrator at that time (separation of duties)."
            )
            % {
                "person": person.full_name,
                "period": period_in_words(seat.valid_from, seat.valid_to),
            },
            code="sits_on_council",
        )


def is_administrator_between(person: Person, valid_from: date, valid_to: date | None) -> bool:
    """Whether the person is an administrator on any of the days, anywhere."""
    held = person.role_assignments.filter(role__in=ADMINISTRATORS)
    return held.filter(overlapping_rows(valid_from, valid_to)).exists()


def check_assignment(
    *,
    person: Person,
    role: str,
    unit: Unit | None = None,
    organization: Organization | None = None,
    valid_from: date,
    valid_to: date | None = None,
) -> None:
    """Refuse (ValidationError, one sentence) an assignment that may not be made; writes nothing.

    Refused: unknown role, role at the wrong kind of place, a period in the wrong order, a place
    that is closed, the same role held there already, incompatible roles on a common day.
    """
    place = _place_for(role, unit, organization)
    check_order(valid_from, valid_to)
    _check_open(place, valid_from)
    same = person.role_assignments.filter(
        overlapping_rows(valid_from, valid_to), role=role, unit=unit, organization=organization
    ).first()
    if same is not None:
        raise ValidationError(
            _("%(person)s holds this role already, %(period)s.")
            % {
                "person": person.full_name,
                "period": period_in_words(same.valid_from, same.valid_to),
            },
            code="held_already",
        )
    _check_compatible(person, role, valid_from, valid_to)


def _payload(assignment: RoleAssignment) -> dict[str, Any]:
    end = assignment.valid_to
    return {
        "assignment": assignment.pk,
        "person_id": assignment.person_id,
        "person": assignment.person.full_name,
        "role": str(assignment.role),
        "unit_id": assignment.unit_id,
        "organization_id": assignment.organization_id,
        "place": assignment.place.name,
        "valid_from": assignment.valid_from.isoformat(),
        "valid_to": end.isoformat() if end else None,
        "delegated_by": assignment.delegated_by_id,
        "paper_number": assignment.paper_number,
        "paper_date": assignment.paper_date.isoformat() if assignment.paper_date else None,
    }


def _record(
    action: str, assignment: RoleAssignment, *, actor: Actor, until: date | None = None
) -> None:
    """Write an entry in the agency's history; `until` is the former last day of an ended role."""
    stream = f"organization:{assignment.agency.pk}"
    payload = _payload(assignment)
    if action == "role.ended":
        before = until.isoformat() if until else None
        after = payload["valid_to"]
        payload["table"] = "people.roleassignment"
        payload["changes"] = {"valid_to": {"before": before, "after": after}}
    audit.record(stream, action, actor=actor, payload=payload)


def _create(action: str, *, actor: Actor, **fields: Any) -> RoleAssignment:
    """Lock the person (rival assignments must see each other), check, write, project, record."""
    delegated_by = fields.pop("delegated_by")
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=fields["person"].pk)
        asked = {name: fields[name] for name in fields if not name.startswith("paper_")}
        check_assignment(**{**asked, "person": person})
        assignment = RoleAssignment.objects.create(**fields, delegated_by=delegated_by)
        sync_permissions(person)
        _record(action, assignment, actor=actor)
    return assignment


def assign_role(
    *,
    actor: Actor,
    person: Person,
    role: str,
    unit: Unit | None = None,
    organization: Organization | None = None,
    valid_from: date,
    valid_to: date | None = None,
    delegated_by: RoleAssignment | None = None,
    paper_number: str = "",
    paper_date: date | None = None,
) -> RoleAssignment:
    """Give a role, based on a paper; permissions are updated in the same transaction.

    Only for an administrator of the agency (or of one above it) and the system; the role for shared
    data is given only by a holder of it or a technical account. Refuses what `check_assignment`
    refuses.
    """
    place = _place_for(role, unit, organization)
    _require_giver_of(actor, role, place.organization if isinstance(place, Unit) else place)
    return _create(
        "role.assigned",
        actor=actor,
        person=person,
        role=role,
        unit=unit,
        organization=organization,
        valid_from=valid_from,
        valid_to=valid_to,
        delegated_by=delegated_by,
        paper_number=paper_number,
        paper_date=paper_date,
    )


def _require_giver_of(actor: Actor, role: str, agency: Organization) -> None:
    if role == Role.SHARED_DATA_ADMINISTRATOR:
        require_shared_data_keeper(actor)
    else:
        require_manager(actor, agency)


def _require_giver(actor: Actor, assignment: RoleAssignment) -> None:
    """Refuse to delegate for anybody but the holder of the role and the administrator."""
    person_id = getattr(actor, "person_id", None)
    is_holder = (
        person_id is not None
        and person_id == assignment.person_id
        and getattr(actor, "is_active", False)
    )
    if not is_holder:
        require_manager(actor, assignment.agency)


def _check_delegation(
    assignment: RoleAssignment, to: Person, valid_from: date, valid_to: date | None
) -> None:
    if assignment.delegated_by_id is not None:
        raise ValidationError(
            _("A delegated role cannot be delegated on."), code="delegated_already"
        )
    if valid_to is None:
        raise ValidationError(_("A delegation needs a last day."), code="delegation_without_end")
    check_order(valid_from, valid_to)
    if to.pk == assignment.person_id:
        raise ValidationError(_("Choose somebody else to act for you."), code="delegated_to_self")
    ends_later = assignment.valid_to is not None and valid_to > assignment.valid_to
    if valid_from < assignment.valid_from or ends_later:
        raise ValidationError(
            _("The role itself is held %(period)s; the delegation must lie within that time.")
            % {"period": period_in_words(assignment.valid_from, assignment.valid_to)},
            code="delegation_outside_role",
        )
    agency = assignment.agency
    colleague = UnitMembership.objects.on(valid_from).filter(person=to, unit__organization=agency)
    if not colleague.exists():
        raise ValidationError(
            _("%(person)s does not work in %(agency)s on %(day)s.")
            % {"person": to.full_name, "agency": agency.name, "day": short_date(valid_from)},
            code="not_a_colleague",
        )


def delegate_role(
    *, actor: Actor, assignment: RoleAssignment, to: Person, valid_from: date, valid_to: date
) -> RoleAssignment:
    """Let a colleague act in one's role from one day to another; it ends by itself.

    The holder keeps the role. Refuses: anybody but the holder or the administrator, a delegated
    role, an open end, a time outside the role's own, somebody of another agency, and what
    `check_assignment` refuses (so separation of duties holds for delegates too).
    """
    _require_giver(actor, assignment)
    with transaction.atomic():
        # The assignment may have ended since the person looked at it.
        assignment = RoleAssignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
        _check_delegation(assignment, to, valid_from, valid_to)
        return _create(
            "role.delegated",
            actor=actor,
            person=to,
            role=assignment.role,
            unit=assignment.unit,
            organization=assignment.organization,
            valid_from=valid_from,
            valid_to=valid_to,
            delegated_by=assignment,
        )


def _stop(assignment: RoleAssignment, on: date, *, actor: Actor) -> None:
    """End one row on the day, or delete it if it would never have held."""
    if on < assignment.valid_from:
        _record("role.cancelled", assignment, actor=actor)
        person = assignment.person
        assignment.delete()
        sync_permissions(person)
        return
    until, assignment.valid_to = assignment.valid_to, on
    assignment.save(update_fields=["valid_to"])
    sync_permissions(assignment.person)
    _record("role.ended", assignment, actor=actor, until=until)


def _require_ender(actor: Actor, assignment: RoleAssignment) -> None:
    """Refuse to end a role for anybody but those who may give it and the giver of a delegation."""
    given_by = assignment.delegated_by
    person_id = getattr(actor, "person_id", None)
    is_giver = given_by is not None and person_id is not None and given_by.person_id == person_id
    if not is_giver:
        _require_giver_of(actor, assignment.role, assignment.agency)


def end_role(*, actor: Actor, assignment: RoleAssignment, on: date) -> RoleAssignment | None:
    """End a role; `on` is its last day. Delegations of it end with it.

    A role that has not begun, or begins today, and ends before its first day is deleted (returns
    None; the history has it). Refuses anybody but the administrator (or the giver of a delegation),
    a last day before the first one, and an end not before the one recorded.
    """
    _require_ender(actor, assignment)
    with transaction.atomic():
        assignment = RoleAssignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
        if on < assignment.valid_from < clock.today():
            raise ValidationError(
                _("The role began on %(start)s; it cannot end before that day.")
                % {"start": short_date(assignment.valid_from)},
                code="end_before_start",
            )
        if assignment.valid_to is not None and on >= assignment.valid_to:
            raise ValidationError(
                _("The role already ends on %(end)s. Give it anew for a longer time.")
                % {"end": short_date(assignment.valid_to)},
                code="ends_already",
            )
        for delegation in assignment.delegations.filter(overlapping_rows(on + ONE_DAY, None)):
            _stop(delegation, on, actor=actor)
        _stop(assignment, on, actor=actor)
    return assignment if assignment.pk else None
