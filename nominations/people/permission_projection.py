"""Guardian's rows as a projection of the role assignments of one day.

RoleAssignment is authoritative; these rows can be rebuilt at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from nominations.people.authorization import forget_roles
from nominations.people.models import (
    Organization,
    OrganizationUserPermission,
    Person,
    RoleAssignment,
    Unit,
    UnitUserPermission,
)
from nominations.people.models.dated import holds_on
from nominations.people.roles import (
    ORGANIZATION_PERMISSIONS,
    READING_PERMISSIONS,
    UNIT_PERMISSIONS,
)
from workflow import clock

UNIT = "unit"
ORGANIZATION = "organization"
_TABLES: dict[str, tuple[Any, Any]] = {
    UNIT: (Unit, UnitUserPermission),
    ORGANIZATION: (Organization, OrganizationUserPermission),
}


@dataclass(frozen=True, slots=True, order=True)
class PermissionGrant:
    """One object permission: this account may do `codename` in this unit or agency."""

    table: str
    user_id: int
    codename: str
    place_id: int


@dataclass(slots=True)
class PermissionDrift:
    """How the stored projection differs from the role assignments."""

    missing: list[PermissionGrant] = field(default_factory=list)
    surplus: list[PermissionGrant] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Number of rows that differ."""
        return len(self.missing) + len(self.surplus)

    def __bool__(self) -> bool:
        return self.count > 0


def _assignments(
    day: date, person: Person | None
) -> Iterable[tuple[int, str, int | None, int | None]]:
    held = RoleAssignment.objects.filter(holds_on(day), person__user__is_active=True)
    if person is not None:
        held = held.filter(person=person)
    return held.values_list("person__user__id", "role", "unit_id", "organization_id")


def expected_grants(day: date, person: Person | None = None) -> set[PermissionGrant]:
    """The permissions implied by the role assignments of the day, for active accounts."""
    grants: set[PermissionGrant] = set()
    former = {table: _predecessors(place) for table, (place, _rows) in _TABLES.items()}
    for user_id, role, unit_id, organization_id in _assignments(day, person):
        for table, place_id, permissions in (
            (UNIT, unit_id, UNIT_PERMISSIONS),
            (ORGANIZATION, organization_id, ORGANIZATION_PERMISSIONS),
        ):
            if place_id is None:
                continue
            for codename in permissions.get(role, ()):
                grants.add(PermissionGrant(table, user_id, codename, place_id))
                if codename in READING_PERMISSIONS:
                    grants |= {
                        PermissionGrant(table, user_id, codename, before)
                        for before in former[table].get(place_id, ())
                    }
    return grants


def _predecessors(place: type[Unit | Organization]) -> dict[int, list[int]]:
    """The direct predecessors of each successor."""
    found: dict[int, list[int]] = defaultdict(list)
    pairs = place._default_manager.filter(successor__isnull=False).order_by()
    for successor_id, pk in pairs.values_list("successor_id", "pk"):
        found[successor_id].append(pk)
    return found


def stored_grants(person: Person | None = None) -> set[PermissionGrant]:
    """The stored permission rows."""
    grants: set[PermissionGrant] = set()
    for table, (_place, rows) in _TABLES.items():
        stored = rows.objects.all()
        if person is not None:
            stored = stored.filter(user__person=person)
        grants.update(
            PermissionGrant(table, *values)
            for values in stored.values_list("user_id", "permission__codename", "content_object_id")
        )
    return grants


def permission_differences(
    day: date | None = None, person: Person | None = None
) -> PermissionDrift:
    """What `sync_permissions` would change; writes nothing."""
    day = day or clock.today()
    # Stored first: a role given between the two reads is then added twice, never taken away.
    stored = stored_grants(person)
    expected = expected_grants(day, person)
    return PermissionDrift(missing=sorted(expected - stored), surplus=sorted(stored - expected))


def _permission_ids(table: str) -> dict[str, int]:
    place, _rows = _TABLES[table]
    content_type = ContentType.objects.get_for_model(place)
    return dict(Permission.objects.filter(content_type=content_type).values_list("codename", "id"))


def _insert(table: str, grants: list[PermissionGrant]) -> None:
    if not grants:
        return
    _place, rows = _TABLES[table]
    permission_ids = _permission_ids(table)
    # Concurrent syncs (the periodic one and an act's) insert the same rows.
    rows.objects.bulk_create(
        [
            rows(
                user_id=grant.user_id,
                permission_id=permission_ids[grant.codename],
                content_object_id=grant.place_id,
            )
            for grant in grants
        ],
        ignore_conflicts=True,
    )


def _remove(table: str, grants: list[PermissionGrant]) -> None:
    if not grants:
        return
    _place, rows = _TABLES[table]
    unwanted = {(grant.user_id, grant.codename, grant.place_id) for grant in grants}
    stored = rows.objects.filter(user_id__in={grant.user_id for grant in grants}).values_list(
        "id", "user_id", "permission__codename", "content_object_id"
    )
    rows.objects.filter(id__in=[pk for pk, *key in stored if tuple(key) in unwanted]).delete()


def sync_permissions(person: Person | None = None, on: date | None = None) -> int:
    """Make the projection equal to the role assignments of the day; the number of changes.

    Joins the caller's transaction, so that a role and what it allows change together. Called for
    one person after every change of roles, and for everybody by a periodic task, because roles
    begin and end at midnight without an act. Clears the request's cache of roles.
    """
    forget_roles()
    with transaction.atomic():
        found = permission_differences(on, person)
        for table in _TABLES:
            _remove(table, [grant for grant in found.surplus if grant.table == table])
            _insert(table, [grant for grant in found.missing if grant.table == table])
    return found.count
