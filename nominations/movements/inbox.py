"""What waits: movements that are over without their final review, units that have to register."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.law.movements import MovementReview
from nominations.movements.models import Movement, MovementReport
from nominations.movements.movement_workflow import MovementState
from nominations.movements.queries import keeper_agency_ids, unregistered_units
from nominations.people.models import User
from nominations.web.inbox import InboxItem
from workflow import clock


def items(user: User) -> Iterable[InboxItem]:
    """For who keeps movements: the final review of each one that has ended, then its conclusion.
    For the head of a unit: each movement in which the unit has not registered yet."""
    return [*_reviews(user), *_registrations(user)]


def _reviews(user: User) -> list[InboxItem]:
    agencies = keeper_agency_ids(user)
    if not agencies:
        return []
    final = MovementReport.objects.filter(movement=OuterRef("pk"), review=MovementReview.FINAL)
    over = Movement.objects.filter(
        Q(ends_on__lt=clock.today()),
        organization_id__in=sorted(agencies),
        state=MovementState.RUNNING,
    )
    return [_item(one) for one in over.annotate(has_final=Exists(final)).order_by("ends_on")]


def _item(movement: Movement) -> InboxItem:
    has_final = movement.has_final  # type: ignore[attr-defined]  # annotated
    act = (
        reverse("movements:step", args=[movement.pk, "conclude"])
        if has_final
        else reverse("movements:review_new", args=[movement.pk])
    )
    return InboxItem(
        title=movement.name,
        path=movement.get_absolute_url(),
        deadline=movement.ends_on,
        action_label=_("Conclude the movement") if has_final else _("Record the final review"),
        action_path=act,
        kind=_("Emulation movement"),
        subject=movement.name,
    )


def _registrations(user: User) -> list[InboxItem]:
    return [
        InboxItem(
            title=movement.name,
            path=movement.get_absolute_url(),
            deadline=movement.registers_until,
            action_label=_("Register the unit"),
            action_path=reverse("movements:register", args=[movement.pk]),
            kind=_("Emulation movement"),
            subject=unit.name,
        )
        for movement, unit in unregistered_units(user)
    ]
