"""Authorization: whether a person holds a role in a unit or an agency today.

The dated role assignments decide about every act, page, menu, export and import. Guardian's rows
are a projection of them that only narrows lists: an outdated projection may hide a row of a list
but never grants anything.

All roles of a person on a day are read in one query. Within a request (`request_cache`) they are
cached; outside (a task, a command, a test) every call queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from nominations.people.held_roles import HeldRole, PlaceOfWork, person_on_day
from nominations.people.models import (
    Organization,
    Person,
    RoleAssignment,
    Unit,
    UnitMembership,
    User,
)
from nominations.people.models.dated import holds_on
from nominations.people.models.permissions import OrganizationUserPermission, UnitUserPermission
from nominations.people.roles import (
    ADMINISTRATORS,
    ORGANIZATION_PERMISSIONS,
    READING_PERMISSIONS,
    RULE_MAINTAINERS,
    UNIT_PERMISSIONS,
    Role,
)
from nominations.web.refusals import not_allowed
from workflow import clock
from workflow.actors import Actor, is_system

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_cache: ContextVar[dict[Hashable, Any] | None] = ContextVar("people_authorization", default=None)


@contextmanager
def request_cache() -> Iterator[None]:
    """Cache roles until the end of the block; the middleware opens one for each request."""
    token = _cache.set({})
    try:
        yield
    finally:
        _cache.reset(token)


def forget_roles() -> None:
    """Clear the cache of this request; called by everything that changes roles or accounts."""
    cached = _cache.get()
    if cached is not None:
        cached.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesToday:
    """The roles of one person that hold today, delegated ones included.

    `former_units` and `former_organizations` are the direct predecessors of the places, by place.
    `work` is the main place of work today, `parts` the rooms in which the person has a part
    (`held_roles.register_part`).
    """

    assignments: tuple[HeldRole, ...] = ()
    former_units: Mapping[int, frozenset[int]] = field(default_factory=dict)
    former_organizations: Mapping[int, frozenset[int]] = field(default_factory=dict)
    work: PlaceOfWork | None = None
    parts: frozenset[str] = frozenset()

    def units(self, *roles: str) -> frozenset[int]:
        """Ids of the units in which the person holds one of the roles."""
        return frozenset(
            row.unit_id for row in self.assignments if row.unit_id and row.role in roles
        )

    def organizations(self, *roles: str) -> frozenset[int]:
        """Ids of the agencies in which the person holds one of the roles."""
        return frozenset(
            row.organization_id
            for row in self.assignments
            if row.organization_id and row.role in roles
        )

    def units_with(self, codename: str) -> frozenset[int]:
        """Ids of the units in which a role of today carries the permission.

        Reading reaches the units that were merged into them.
        """
        places = self.units(*_roles_with(UNIT_PERMISSIONS, codename))
        return _with_former(places, self.former_units, codename)

    def organizations_with(self, codename: str) -> frozenset[int]:
        """Ids of the agencies in which a role of today carries the permission.

        Reading reaches the agencies they succeeded.
        """
        places = self.organizations(*_roles_with(ORGANIZATION_PERMISSIONS, codename))
        return _with_former(places, self.former_organizations, codename)


def _with_former(
    places: frozenset[int], former: Mapping[int, frozenset[int]], codename: str
) -> frozenset[int]:
    if codename not in READING_PERMISSIONS:
        return places
    return places.union(*(former.get(place, frozenset()) for place in places))


def _roles_with(permissions: dict[str, tuple[str, ...]], codename: str) -> list[str]:
    return [role for role, codenames in permissions.items() if codename in codenames]


_NO_ROLES = RolesToday()


def person_id_of(user: Actor) -> int | None:
    """The person id of an active account; None for a visitor, the system and a closed account."""
    return getattr(user, "person_id", None) if getattr(user, "is_active", False) else None


def account_of(actor: Actor) -> User | None:
    """The account to store as the author of a row; None for the system."""
    return actor if isinstance(actor, User) else None


def roles_today(user: Actor) -> RolesToday:
    """All roles the person behind the account holds today, in one query; none for the system."""
    person_id = person_id_of(user)
    if person_id is None:
        return _NO_ROLES
    cached, key = _cache.get(), (person_id, clock.today())
    if cached is not None and key in cached:
        known: RolesToday = cached[key]
        return known
    found = _read_roles(person_id)
    if cached is not None:
        cached[key] = found
    return found


def _read_roles(person_id: int) -> RolesToday:
    assignments: dict[int, HeldRole] = {}
    units: dict[int, set[int]] = defaultdict(set)
    organizations: dict[int, set[int]] = defaultdict(set)
    found = person_on_day(person_id, clock.today())
    for row in found.held:  # one for each predecessor of its place
        assignments.setdefault(row.pk, row)
        if row.unit_id and row.former_unit_id:
            units[row.unit_id].add(row.former_unit_id)
        if row.organization_id and row.former_organization_id:
            organizations[row.organization_id].add(row.former_organization_id)
    return RolesToday(
        assignments=tuple(assignments.values()),
        former_units={place: frozenset(ids) for place, ids in units.items()},
        former_organizations={place: frozenset(ids) for place, ids in organizations.items()},
        work=found.work,
        parts=found.parts,
    )


def holds(
    user: Actor,
    *roles: str,
    unit: Unit | int | None = None,
    organization: Organization | int | None = None,
) -> bool:
    """Whether the person holds one of the roles today in the unit or the agency.

    Without a place: anywhere. The system holds no role; a room that lets it act has to allow it
    explicitly.
    """
    held = roles_today(user)
    if unit is not None:
        return _pk(unit) in held.units(*roles)
    if organization is not None:
        return _pk(organization) in held.organizations(*roles)
    return bool(held.units(*roles) or held.organizations(*roles))


def has_permission(
    user: Actor,
    codename: str,
    *,
    unit: Unit | int | None = None,
    organization: Organization | int | None = None,
) -> bool:
    """Whether a role held today in the unit or the agency carries the permission.

    Without a place: anywhere, for entries of a menu.
    """
    held = roles_today(user)
    if unit is not None:
        return _pk(unit) in held.units_with(codename)
    if organization is not None:
        return _pk(organization) in held.organizations_with(codename)
    return bool(held.units_with(codename) or held.organizations_with(codename))


def require(
    user: Actor,
    *roles: str,
    unit: Unit | int | None = None,
    organization: Organization | int | None = None,
    sentence: _StrOrPromise,
    key: str = "not_allowed",
) -> None:
    """Refuse (NotAllowed with `key` and `sentence`) an actor who holds none of the roles there
    today."""
    if not holds(user, *roles, unit=unit, organization=organization):
        raise not_allowed(key, sentence)


def require_secretary(user: Actor, organization: Organization, sentence: str) -> None:
    """Refuse (NotAllowed, with the agency in `sentence`) all but its secretary and the system."""
    if not is_system(user):
        require(
            user,
            Role.SECRETARY,
            organization=organization,
            sentence=sentence % {"agency": organization.name},
            key="not_secretary",
        )


def _pk(place: Model | int) -> int:
    return place if isinstance(place, int) else place.pk


def persons_holding(
    role: str, organization: Organization | int, *, on: date | None = None
) -> frozenset[int]:
    """Ids of the persons who hold the role in the agency on the day (today), account or not."""
    day = on or clock.today()
    held = RoleAssignment.objects.on(day).filter(role=role, organization=organization)
    return frozenset(held.order_by().values_list("person_id", flat=True))


def heads_of(unit: Unit | int, *, on: date) -> frozenset[int]:
    """Ids of the persons who head the unit on the day, account or not."""
    held = RoleAssignment.objects.on(on).filter(role=Role.UNIT_HEAD, unit=unit)
    return frozenset(held.order_by().values_list("person_id", flat=True))


def sole_holder(role: str, place: Organization | Unit, *, on: date) -> Person | None:
    """The only holder of the role in the agency or the unit on the day; None if there is none or
    several."""
    column = "organization" if isinstance(place, Organization) else "unit"
    held = RoleAssignment.objects.on(on).filter(role=role, **{column: place})
    persons = {one.person_id: one.person for one in held.select_related("person")}
    return next(iter(persons.values())) if len(persons) == 1 else None


def holder_exists(role: str, *, organization: str, person: str) -> Exists:
    """A subquery: the person in column `person` holds the role today in the agency in column
    `organization`."""
    return Exists(
        RoleAssignment.objects.on(clock.today()).filter(
            role=role, organization_id=OuterRef(organization), person_id=OuterRef(person)
        )
    )


# --- administrators -----------------------------------------------------------------------------


def is_trusted(user: Actor) -> bool:
    """Whether the actor is the system or a technical account, which exists before the first
    administrator."""
    return is_system(user) or bool(
        getattr(user, "is_active", False) and getattr(user, "is_superuser", False)
    )


def may_manage(user: Actor, organization: Organization) -> bool:
    """Whether the person is today an administrator of the agency or of one above it."""
    if is_trusted(user):
        return True
    managed = roles_today(user).organizations(Role.ADMINISTRATOR)
    return bool(managed) and any(one.pk in managed for one in organization.lineage())


def may_enter_administration(user: Actor) -> bool:
    """Whether the administration pages are open: to administrators of today, of an agency or of the
    shared data, and to technical accounts."""
    return is_trusted(user) or holds(user, *ADMINISTRATORS)


def maintains_rules(user: Actor) -> bool:
    """Whether the account proposes, approves or inspects the rules of an agency today."""
    return holds(user, *RULE_MAINTAINERS)


def keeps_shared_data(user: Actor) -> bool:
    """Whether the account maintains shared data: the calendar and the catalogues."""
    return is_trusted(user) or holds(user, Role.SHARED_DATA_ADMINISTRATOR)


def require_shared_data_keeper(user: Actor) -> None:
    """Refuse (NotAllowed) an actor who does not maintain shared data."""
    if not keeps_shared_data(user):
        raise not_allowed(
            "not_shared_data_administrator",
            _("Only the administrator of shared data may do this: it concerns every agency."),
        )


def require_manager(user: Actor, organization: Organization) -> None:
    """Refuse (NotAllowed) an actor who does not manage the people of this agency."""
    if not may_manage(user, organization):
        sentence = _("Only the system administrator of %(agency)s may do this.")
        raise not_allowed("not_administrator", sentence % {"agency": organization.name})


def organization_of(person: Person) -> Organization | None:
    """The agency where the person works today or worked last, else that of the last role."""
    membership: UnitMembership | None = (
        person.memberships.filter(is_primary=True)
        .select_related("unit__organization")
        .order_by("-valid_from")
        .first()
    )
    if membership is not None:
        return membership.unit.organization
    held = person.role_assignments.select_related("unit__organization", "organization")
    last: RoleAssignment | None = held.order_by("-valid_from").first()
    return last.agency if last else None


def require_manager_of(user: Actor, person: Person) -> None:
    """Refuse (NotAllowed) an actor who does not manage the person's agency; a newcomer has none."""
    organization = organization_of(person)
    if organization is not None:
        require_manager(user, organization)
    elif not is_trusted(user):
        sentence = _("Only a system administrator may do this.")
        require(user, Role.ADMINISTRATOR, sentence=sentence, key="not_administrator")


def accounts_holding(role: Role, organization_id: int) -> QuerySet[User]:
    """The active accounts of holders of the role in the agency today, by name."""
    held = RoleAssignment.objects.filter(
        holds_on(clock.today()), role=role, organization_id=organization_id
    )
    found = User.objects.filter(is_active=True, person_id__in=held.order_by().values("person_id"))
    return found.select_related("person").order_by("person__sort_key")


# --- the ids for a list -------------------------------------------------------------------------


def unit_ids(user: Actor, codename: str) -> frozenset[int]:
    """Units whose rows a list may show: by a role of today and by guardian's projection.

    For lists only; elsewhere use `has_permission` or `holds`.
    """
    held = roles_today(user).units_with(codename)
    return held & _projected(user, UnitUserPermission, codename) if held else held


def organization_ids(user: Actor, codename: str) -> frozenset[int]:
    """Agencies whose rows a list may show; like `unit_ids`."""
    held = roles_today(user).organizations_with(codename)
    return held & _projected(user, OrganizationUserPermission, codename) if held else held


def _projected(
    user: Actor,
    permissions: type[UnitUserPermission | OrganizationUserPermission],
    codename: str,
) -> frozenset[int]:
    """Ids of the places where guardian grants the permission; reads all permissions at once."""
    cached, key = _cache.get(), (user.pk, permissions)
    if cached is not None and key in cached:
        projected: dict[str, frozenset[int]] = cached[key]
        return projected.get(codename, frozenset())
    rows = permissions._default_manager.filter(user_id=user.pk).order_by()
    places: dict[str, set[int]] = defaultdict(set)
    for name, place_id in rows.values_list("permission__codename", "content_object_id"):
        places[name].add(place_id)
    found = {name: frozenset(ids) for name, ids in places.items()}
    if cached is not None:
        cached[key] = found
    return found.get(codename, frozenset())
