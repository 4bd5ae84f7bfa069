"""Visible packages."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from nominations.decisions.models import UpwardReport
from nominations.packages.models import UPWARD, ReceivedPackage, SentPackage, TrustedSender
from nominations.people.authorization import roles_today
from nominations.people.models import Organization, User
from nominations.people.queries import managed_ids


def _held(user: User, *codenames: str) -> frozenset[int]:
    held = roles_today(user)
    return frozenset().union(*(held.organizations_with(one) for one in codenames))


def reports_visible_to(user: User) -> QuerySet[UpwardReport]:
    """Submissions and reports of the agencies where the account has a part in the work."""
    return UpwardReport.objects.filter(
        organization_id__in=_held(user, "view_nominations"),
        organization__on_system=True,
    ).select_related("organization", "recipient")


def _upward(user: User, path: str = "report__") -> Q:
    """Condition: belongs to a submission of the reader's own agency."""
    return Q(
        **{
            f"{path}organization_id__in": _held(user, "view_nominations"),
            f"{path}organization__on_system": True,
        }
    )


def _downward(user: User, path: str = "report__") -> Q:
    """Condition: belongs to a submission addressed to an agency where the reader receives or
    inspects."""
    ids = _held(user, "receive_dossiers", "inspect_records")
    return Q(**{f"{path}recipient_id__in": ids, f"{path}recipient__on_system": True})


def sent_visible_to(user: User) -> QuerySet[SentPackage]:
    """Packages upward of the own agency, and replies of where the account receives."""
    is_upward = Q(kind__in=UPWARD)
    return SentPackage.objects.filter(
        (_upward(user) & is_upward) | (_downward(user) & ~is_upward)
    ).select_related("report")


def arrived_visible_to(user: User) -> QuerySet[ReceivedPackage]:
    """Packages of dossiers and reports that came to where the account receives or inspects."""
    return ReceivedPackage.objects.filter(_downward(user), kind__in=UPWARD).select_related(
        "report__organization", "report__recipient", "sender"
    )


def trusted_neighbours(user: User) -> QuerySet[Organization]:
    """Agencies that work elsewhere, above or below those that the account administers."""
    managed = managed_ids(user)
    return Organization.objects.filter(
        Q(parent_id__in=managed) | Q(children__in=managed), on_system=False
    ).distinct()


def senders_administered_by(user: User) -> QuerySet[TrustedSender]:
    """Recorded keys of the neighbours of what the account administers, also those that ended."""
    managed = managed_ids(user)
    near = Q(organization__parent_id__in=managed) | Q(organization__children__in=managed)
    return (
        TrustedSender.objects.filter(near)
        .select_related("organization", "added_by__person", "ended_by__person")
        .distinct()
    )
