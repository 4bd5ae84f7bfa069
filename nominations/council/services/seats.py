"""Members of a council, and guardian's permission rows of today's seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nominations.council.models import (
    Council,
    CouncilMember,
    CouncilUserPermission,
    SeatRole,
    VotingSession,
)
from nominations.council.queries import seats_today
from nominations.council.session_workflow import SessionState
from nominations.people.authorization import holds, person_id_of
from nominations.people.models import Organization, Person
from nominations.people.models.dated import holds_on
from nominations.people.roles import Role
from nominations.people.services import is_administrator_between
from nominations.web.refusals import not_allowed, refused
from workflow import audit, clock
from workflow.actors import SYSTEM, Actor
from workflow.changes import save_row

VOTE = "vote_in_council"
CONFIRMERS = (Role.SECRETARY, Role.ADMINISTRATOR, Role.DIRECTOR, Role.DIRECTOR_DELEGATE)
"""Roles that confirm the members of a council; never the account that changed the list."""
PRESIDING = frozenset({SeatRole.CHAIR, SeatRole.VICE_CHAIR})
RUNNING = frozenset({SessionState.OPEN, SessionState.CLOSED, SessionState.COUNTED})
"""States of a session in which the presiding member must not change."""


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A seat to be created."""

    person: Person
    seat: str = SeatRole.MEMBER
    rank: int = 0


def _require_keeper(actor: Actor, organization_id: int, council: Council | None = None) -> None:
    if actor is SYSTEM:
        return
    if holds(actor, Role.SECRETARY, Role.ADMINISTRATOR, organization=organization_id):
        return
    own = seats_today(person_id_of(actor)).filter(council=council, seat=SeatRole.SECRETARY)
    if council is not None and own.exists():
        return
    raise not_allowed(
        "not_keeper",
        _("Only the council secretary or the administrator keeps the list of members."),
    )


def _require_no_administrator(person: Person, valid_from: date, valid_to: date | None) -> None:
    if is_administrator_between(person, valid_from, valid_to):
        raise refused(
            "administrator_seated",
            _(
                "%(person)s is an administrator at that time and may not sit on a council"
                " (separation of duties): end that role first."
            )
            % {"person": person.full_name},
        )


def _note_change(council_id: int, actor: Actor) -> None:
    """Note that the actor changed the list of members, so that somebody else has to confirm it."""
    if actor is SYSTEM or actor.pk is None:
        return
    council = Council.objects.select_for_update().get(pk=council_id)
    council.changed_by = sorted({*council.changed_by, actor.pk})
    council.is_confirmed = False
    council.save(update_fields=["changed_by", "is_confirmed"])


def confirm_members(*, actor: Actor, council: Council) -> None:
    """Confirm the members of the council, so that the next session can be opened.

    Refuses (NotAllowed) actors without the role or who changed the list since its last
    confirmation, (ValidationError) an unchanged list.
    """
    if not holds(actor, *CONFIRMERS, organization=council.organization_id):
        raise not_allowed(
            "not_confirmer",
            _("Only the council secretary, the administrator and the director confirm the list."),
        )
    with transaction.atomic():
        locked = Council.objects.select_for_update().get(pk=council.pk)
        if locked.is_confirmed:
            raise refused("confirmed_already", _("The list of members is confirmed already."))
        if actor.pk in locked.changed_by:
            raise not_allowed(
                "own_change", _("Whoever changed the list of members does not confirm it.")
            )
        audit.record(
            f"council:{council.pk}",
            "council.confirmed",
            actor=actor,
            payload={
                "changed_by": locked.changed_by,
                "people": [
                    [one.person.full_name, str(one.seat)]
                    for one in locked.members.select_related("person").order_by("rank", "pk")
                    if one.valid_to is None or one.valid_to >= clock.today()
                ],
            },
        )
        locked.changed_by, locked.is_confirmed = [], True
        locked.save(update_fields=["changed_by", "is_confirmed"])


def _require_chair_unchanged(council: Council, seat: str) -> None:
    """Refuse to change the presiding member while a session is voted, counted or signed."""
    if seat not in PRESIDING:
        return
    running = VotingSession.objects.filter(council=council, state__in=RUNNING).first()
    if running is not None:
        raise refused(
            "session_running",
            _(
                'The session "%(session)s" is not over: chair and vice chair stay until its minutes'
                " are signed or it is declared void."
            )
            % {"session": running.name},
        )


def _require_seats(seats: Sequence[NewSeat], valid_from: date, valid_to: date | None) -> None:
    """Refuse seats without exactly one chair, with a person twice, or with an administrator."""
    if sum(seat.seat == SeatRole.CHAIR for seat in seats) != 1:
        raise refused("one_chair", _("A council has exactly one chair."))
    if len({seat.person.pk for seat in seats}) != len(seats):
        raise refused("seated_twice", _("A person sits on a council once."))
    for one in seats:
        locked = Person.objects.select_for_update().get(pk=one.person.pk)
        _require_no_administrator(locked, valid_from, valid_to)


def establish_council(
    *,
    actor: Actor,
    organization: Organization,
    name: str,
    seats: Sequence[NewSeat],
    valid_from: date,
    valid_to: date | None = None,
    symbol: str = "",
    decision_number: str = "",
    decision_date: date | None = None,
) -> Council:
    """Set up a council with its members, one of them the chair; guardian's rows are written too."""
    _require_keeper(actor, organization.pk)
    with transaction.atomic():
        _require_seats(seats, valid_from, valid_to)
        council = Council.objects.create(
            organization=organization,
            name=name,
            symbol=symbol,
            decision_number=decision_number,
            decision_date=decision_date,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        CouncilMember.objects.bulk_create(
            CouncilMember(
                council=council,
                person=seat.person,
                seat=seat.seat,
                rank=seat.rank or order,
                valid_from=valid_from,
                valid_to=valid_to,
            )
            for order, seat in enumerate(seats, start=1)
        )
        audit.record(
            f"council:{council.pk}",
            "council.set_up",
            actor=actor,
            payload={
                "name": name,
                "members": [[seat.person.pk, str(seat.seat)] for seat in seats],
                "people": [[seat.person.full_name, str(seat.seat)] for seat in seats],
                "valid_from": valid_from,
                "valid_to": valid_to,
                "decision_number": decision_number,
            },
        )
        _note_change(council.pk, actor)
        sync_members(council=council)
    council.refresh_from_db(fields=["is_confirmed", "changed_by"])
    return council


def seat_member(
    *,
    actor: Actor,
    council: Council,
    person: Person,
    seat: str = SeatRole.MEMBER,
    valid_from: date,
    valid_to: date | None = None,
    rank: int = 0,
) -> CouncilMember:
    """Seat a person on the council.

    Refuses strangers, a second seat or a second chair at a time, an administrator, and another
    chair or vice chair while a session is running.
    """
    _require_keeper(actor, council.organization_id, council)
    with transaction.atomic():
        Council.objects.select_for_update().get(pk=council.pk)
        person = Person.objects.select_for_update().get(pk=person.pk)
        _require_no_administrator(person, valid_from, valid_to)
        _require_chair_unchanged(council, seat)
        sitting = CouncilMember.objects.filter(holds_on(valid_from), council=council)
        if sitting.filter(person=person).exists():
            raise refused("seated_twice", _("A person sits on a council once."))
        if seat == SeatRole.CHAIR and sitting.filter(seat=SeatRole.CHAIR).exists():
            raise refused("one_chair", _("A council has exactly one chair."))
        member = CouncilMember.objects.create(
            council=council,
            person=person,
            seat=seat,
            rank=rank,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        audit.record(
            f"council:{council.pk}",
            "council.seated",
            actor=actor,
            payload={
                "person": person.pk,
                "person_name": person.full_name,
                "seat": str(seat),
                "valid_from": valid_from,
                "valid_to": valid_to,
            },
        )
        _note_change(council.pk, actor)
        sync_members(council=council)
    return member


def end_seat(*, actor: Actor, member: CouncilMember, on: date) -> None:
    """End a seat with `on` as its last day. Rosters of sessions already open stay as frozen.

    Refuses strangers, a day before the first one, and chair and vice chair of a running session.
    """
    _require_keeper(actor, member.council.organization_id, member.council)
    if on < member.valid_from:
        raise refused("ends_before_start", _("A seat cannot end before it began."))
    with transaction.atomic():
        Council.objects.select_for_update().get(pk=member.council_id)
        locked = CouncilMember.objects.select_related("person").get(pk=member.pk)
        _require_chair_unchanged(member.council, locked.seat)
        CouncilMember.objects.filter(pk=member.pk).update(valid_to=on)
        audit.record(
            f"council:{member.council_id}",
            "council.seat_ended",
            actor=actor,
            payload={
                "person": member.person_id,
                "person_name": locked.person.full_name,
                "seat": str(locked.seat),
                "on": on,
                "table": "council.councilmember",
                "changes": {"valid_to": {"before": locked.valid_to, "after": on}},
            },
        )
        _note_change(member.council_id, actor)
        sync_members(council=member.council)


def change_council(*, actor: Actor, council: Council, values: Mapping[str, Any]) -> bool:
    """Change name, symbol, deciding paper and term of a council. Refuses strangers, and another
    term while a session is running, because with it the seat of the chair would end."""
    _require_keeper(actor, council.organization_id, Council.objects.get(pk=council.pk))
    stored = Council.objects.get(pk=council.pk)
    term = ("valid_from", "valid_to")
    is_other_term = any(
        values.get(name, getattr(stored, name)) != getattr(stored, name) for name in term
    )
    if is_other_term:
        _require_chair_unchanged(stored, SeatRole.CHAIR)
    with transaction.atomic():
        # The whole row is saved, so the changes of the member list are read again first.
        locked = Council.objects.select_for_update().get(pk=council.pk)
        council.is_confirmed, council.changed_by = locked.is_confirmed, locked.changed_by
        changed = save_row(
            council,
            values,
            actor=actor,
            stream=lambda row: f"council:{row.pk}",
            added="council.set_up",
            changed="council.changed",
        )
        if is_other_term:
            _note_change(council.pk, actor)
        sync_members(council=council)
    return changed


def sync_members(council: Council | None = None, on: date | None = None) -> int:
    """Make guardian's rows equal to the seats of the day (by default today); returns the number of
    changed rows.

    Set-based: one read of seats, one of rows, one delete, one insert. Safe to run at any time.
    """
    day = on or clock.today()
    permission = Permission.objects.get(
        content_type=ContentType.objects.get_for_model(Council), codename=VOTE
    )
    seats = CouncilMember.objects.filter(
        holds_on(day), holds_on(day, "council__"), person__user__is_active=True
    )
    rows = CouncilUserPermission.objects.filter(permission=permission)
    if council is not None:
        seats, rows = seats.filter(council=council), rows.filter(content_object=council)
    with transaction.atomic():
        wanted = set(seats.values_list("council_id", "person__user__id"))
        present = {
            (council_id, user_id): pk
            for pk, council_id, user_id in rows.values_list("id", "content_object_id", "user_id")
        }
        surplus = [pk for key, pk in present.items() if key not in wanted]
        lacking = sorted(wanted - present.keys())
        if surplus:
            CouncilUserPermission.objects.filter(pk__in=surplus).delete()
        CouncilUserPermission.objects.bulk_create(
            CouncilUserPermission(
                content_object_id=council_id, user_id=user_id, permission=permission
            )
            for council_id, user_id in lacking
        )
    return len(surplus) + len(lacking)
