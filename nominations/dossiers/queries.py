"""Nominations by user: visible ones, own ones, those that wait for the user."""

from __future__ import annotations

from django.db.models import Q

from nominations.dossiers.models import Nomination
from nominations.dossiers.models.managers import NominationQuerySet, NominationVisibility
from nominations.people.authorization import roles_today
from nominations.people.models import User
from nominations.pipeline import PIPELINE
from workflow.engine import actionable


def can_see(user: User, nomination: Nomination) -> bool:
    """Whether the user may see a nomination that is already loaded; equals `visible_to`."""
    return NominationVisibility.of(user).covers(nomination)


def own_nominations(user: User) -> NominationQuerySet:
    """Nominations of the user's own person or of collectives the user heads, newest first."""
    return Nomination.objects.filter(is_mine(user)).order_by("-created_at", "-pk")


def is_mine(user: User) -> Q:
    """Of a nomination: whether it is about the user's own person or a collective the user heads."""
    if getattr(user, "person_id", None) is None:
        return Q(pk__in=[])
    headed = roles_today(user).units_with("review_nominations")
    return Q(person_id=user.person_id) | Q(collective_id__in=sorted(headed))


def awaiting_ids(user: User) -> list[int]:
    """Ids of visible, live nominations that wait for an act of the user, the longest first."""

    within = Nomination.objects.listed_for(user).live()
    return actionable(PIPELINE, actor=user, within=within)
