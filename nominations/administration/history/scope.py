"""Which entries of the history an account reads: those of its agencies, by its role.

The inspector reads every act of the agency. The administrator reads the acts of administration:
nominations, votes and records are none of an administrator's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from nominations.administration.apps import ACTIONS as CALENDAR_ACTIONS
from nominations.council.models import Council
from nominations.dossiers.models import Campaign
from nominations.people.apps import ACTIONS as PEOPLE_ACTIONS
from nominations.people.authorization import is_trusted, keeps_shared_data, roles_today
from nominations.people.models import Organization, User
from nominations.people.queries import managed_ids, of_agencies_ever
from nominations.people.roles import Role
from workflow.models import AuditEvent

SHARED = ("calendar:", "award:", "position:")
"""Beginnings of the streams about what all agencies share."""
ADMINISTRATIVE = frozenset(
    {*PEOPLE_ACTIONS, *CALENDAR_ACTIONS, "catalogue.changed", "catalogue.kept"}
    | {"council.set_up", "council.changed", "council.seated", "council.seat_ended"}
    | {"council.confirmed"}
)
"""The acts of administration."""
PATHS = {
    "nomination": ("dossiers.Nomination", "organization"),
    "initiative": ("records.Initiative", "organization"),
    "session": ("council.VotingSession", "council__organization"),
    "posting": ("consultation.Posting", "organization"),
    "objection": ("consultation.Objection", "item__posting__organization"),
    "decision": ("decisions.Decision", "organization"),
    "rule_layer": ("awards.RuleLayer", "organization"),
    "import": ("importing.ImportRun", "organization"),
}
"""Beginning of the stream of a subject -> its model, and the way from a row to its agency."""


@dataclass(frozen=True, slots=True)
class HistoryScope:
    """The agencies whose acts of administration are open, and those open as a whole."""

    administers: frozenset[int] = field(default_factory=frozenset)
    inspects: frozenset[int] = field(default_factory=frozenset)
    shared: bool = False

    @property
    def agencies(self) -> frozenset[int]:
        """All of them."""
        return self.administers | self.inspects

    def __bool__(self) -> bool:
        return bool(self.agencies) or self.shared


def scope_of(user: User) -> HistoryScope:
    """What the account reads today; empty for whoever is neither inspector nor administrator."""
    if is_trusted(user):
        every = frozenset(Organization.objects.values_list("pk", flat=True))
        return HistoryScope(administers=every, shared=True)
    inspects = roles_today(user).organizations(Role.AUDITOR)
    administers = managed_ids(user)
    shared = keeps_shared_data(user) or bool(inspects or administers)
    return HistoryScope(administers, inspects, shared)


def entries_in(scope: HistoryScope) -> QuerySet[AuditEvent]:
    """The entries open to the scope, newest first."""
    condition = Q(pk__in=[])
    if scope.inspects:
        condition |= streams_in(scope.inspects)
    if scope.administers:
        condition |= streams_in(scope.administers) & Q(action__in=ADMINISTRATIVE)
    if scope.shared:
        for beginning in SHARED:
            condition |= Q(stream__startswith=beginning)
    return AuditEvent.objects.filter(condition).order_by("-id")


def streams_in(agencies: frozenset[int]) -> Q:
    """The condition that an entry belongs to one of the agencies."""
    own = [f"{kind}:{pk}" for pk in agencies for kind in ("organization", "records")]
    condition = Q(stream__in=own)
    for beginning, (label, path) in PATHS.items():
        subjects = apps.get_model(label)._base_manager.filter(**{f"{path}__in": agencies})
        condition |= Q(stream__in=_named(subjects, beginning))
    campaigns = Campaign.objects.filter(organization__in=agencies)
    councils = Council.objects.filter(organization__in=agencies)
    rows: tuple[tuple[str, QuerySet[Any]], ...] = (
        ("campaign", campaigns), ("council", councils), ("person", of_agencies_ever(agencies))
    )  # fmt: skip
    for beginning, found in rows:
        condition |= Q(stream__in=_named(found, beginning))
    return condition


def _named(rows: QuerySet[Any], beginning: str) -> QuerySet[Any]:
    """The names of the streams of these rows, as a subquery."""
    name = Concat(Value(f"{beginning}:"), Cast("pk", CharField()), output_field=CharField())
    named: QuerySet[Any] = rows.order_by().annotate(stream_name=name).values("stream_name")
    return named
