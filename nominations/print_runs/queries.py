"""Print runs as pages ask for them: whose, what was printed before, the log of reprints."""

from __future__ import annotations

from django.db.models import QuerySet

from nominations.people.authorization import roles_today
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.print_runs.models import PrintItem, PrintRun


def agencies_of(user: User) -> frozenset[int]:
    """The agencies whose papers the account prints."""
    return frozenset(roles_today(user).organizations(Role.SECRETARY))


def visible_to(user: User) -> QuerySet[PrintRun]:
    """Runs of those agencies."""
    return PrintRun.objects.filter(organization_id__in=agencies_of(user)).select_related(
        "organization", "created_by__person"
    )


def printed_keys(kind: str, record: str) -> frozenset[str]:
    """The papers of a record that were made, or are about to be."""
    rows = PrintItem.objects.filter(run__kind=kind, run__record=record, problem="")
    return frozenset(rows.values_list("key", flat=True))


def runs_of(kind: str, record: str) -> QuerySet[PrintRun]:
    """The runs of a record, the latest first."""
    return PrintRun.objects.filter(kind=kind, record=record).select_related("created_by__person")


def reprints_of(organization_id: int) -> QuerySet[PrintItem]:
    """Papers of an agency that were made once more, the latest first."""
    rows = PrintItem.objects.filter(
        run__organization_id=organization_id, is_again=True, made_at__isnull=False
    )
    return rows.select_related("run__created_by__person").order_by("-run__created_at", "position")
