"""Print runs as pages ask for them: whose, what was printed before, the log of reprints."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from nominations.people.authorization import roles_today
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.print_runs.models import PrintItem, PrintRun
from nominations.print_runs.print_sources import PrintSource, source_of
from workflow.exceptions import NotAllowed


def agencies_of(user: User) -> frozenset[int]:
    """The agencies whose papers the account prints."""
    return frozenset(roles_today(user).organizations(Role.SECRETARY))


def logged_for(user: User) -> QuerySet[PrintRun]:
    """Runs of those agencies, whoever started them: the log."""
    return PrintRun.objects.filter(organization_id__in=agencies_of(user)).select_related(
        "organization", "created_by__person"
    )


def visible_to(user: User) -> QuerySet[PrintRun]:
    """The log, and what the account started itself; `may_open` is asked of each."""
    rows = PrintRun.objects.filter(
        Q(organization_id__in=agencies_of(user)) | Q(created_by_id=user.pk)
    )
    return rows.select_related("organization", "created_by__person")


def reads_all(user: User, source: PrintSource, keys: Sequence[str]) -> bool:
    """Whether the account may read each of the papers today."""
    return source.readable(user, keys).issuperset(keys)


def reads_run(user: User, run: PrintRun) -> bool:
    """Whether the account may read every paper of the run today."""
    keys = list(run.items.order_by().values_list("key", flat=True))
    return reads_all(user, source_of(run.kind), keys)


def may_open(user: User, run: PrintRun) -> bool:
    """Whether the account may look at the run: by the log, or since it started the run, may print
    such papers still and may read all of them still."""
    if run.organization_id in agencies_of(user):
        return True
    source = source_of(run.kind)
    try:
        source.require(user, source.load(run.record))
    except NotAllowed:
        return False
    return run.created_by_id == user.pk and reads_run(user, run)


def printed_keys(kind: str, record: str) -> frozenset[str]:
    """The papers of a record that were made, or are about to be."""
    rows = PrintItem.objects.filter(run__kind=kind, run__record=record, problem="")
    return frozenset(rows.values_list("key", flat=True))


def runs_of(user: User, kind: str, record: str) -> QuerySet[PrintRun]:
    """The runs of a record that the account may look at, the latest first."""
    return visible_to(user).filter(kind=kind, record=record)


def reprints_of(organization_id: int) -> QuerySet[PrintItem]:
    """Papers of an agency that were made once more, the latest first."""
    rows = PrintItem.objects.filter(
        run__organization_id=organization_id, is_again=True, made_at__isnull=False
    )
    return rows.select_related("run__created_by__person").order_by("-run__created_at", "position")
