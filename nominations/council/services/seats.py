"""Who sits on a council, and guardian's projection of today's seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nominations.council.models import Council, CouncilMember, CouncilUserPermission, SeatRole
from nominations.council.queries import seats_today
from nominations.people.authorization import holds, person_id_of
from nominations.people.models import Organization, Person
from nominations.people.models.dated import holds_on
from nominations.people.roles import Role
from nominations.web.refusals import not_allowed, refused
from workflow import audit, clock
from workflow.actors import SYSTEM, Actor

VOTE = "vote_in_council"


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A person to be taken into a council."""

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
    """Set up a council with its members, one of them the chair; seats are projected at once."""
    _require_keeper(actor, organization.pk)
    if sum(seat.seat == SeatRole.CHAIR for seat in seats) != 1:
        raise refused("one_chair", _("A council has exactly one chair."))
    if len({seat.person.pk for seat in seats}) != len(seats):
        raise refused("seated_twice", _("A person sits on a council once."))
    with transaction.atomic():
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
            payload={"name": name, "members": [[seat.person.pk, str(seat.seat)] for seat in seats]},
        )
        sync_members(council=council)
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
    """Take a person into the council; refuses a second seat or a second chair at a time."""
    _require_keeper(actor, council.organization_id, council)
    with transaction.atomic():
        Council.objects.select_for_update().get(pk=council.pk)
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
            payload={"person": person.pk, "seat": str(seat), "valid_from": valid_from},
        )
        sync_members(council=council)
    return member


def end_seat(*, actor: Actor, member: CouncilMember, on: date) -> None:
    """The seat's last day is `on`. Rosters of sessions already open stay as frozen."""
    _require_keeper(actor, member.council.organization_id, member.council)
    if on < member.valid_from:
        raise refused("ends_before_start", _("A seat cannot end before it began."))
    with transaction.atomic():
        CouncilMember.objects.filter(pk=member.pk).update(valid_to=on)
        audit.record(
            f"council:{member.council_id}",
            "council.seat_ended",
            actor=actor,
            payload={"person": member.person_id, "on": on},
        )
        sync_members(council=member.council)


def sync_members(council: Council | None = None, on: date | None = None) -> int:
    """Make guardian's rows equal to the seats of the day (by default today); gives rows changed.

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
