"""Queries of agencies, units, people and roles, and which of them an account may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from nominations.people.authorization import is_trusted, person_id_of, roles_today
from nominations.people.body_kinds import BodyKind
from nominations.people.linked_places import linked_ids
from nominations.people.models import (
    Organization,
    Person,
    RoleAssignment,
    Unit,
    UnitMembership,
    User,
)
from nominations.people.models.dated import holds_on
from nominations.people.models.organizations import UnitQuerySet
from nominations.people.roles import ADMINISTRATORS, Role
from nominations.vietnamese import fold
from workflow import clock
from workflow.actors import Actor

# --- agencies and units ---------------------------------------------------------------------------


def agency_shown_first(user: User, agencies: Sequence[Organization]) -> Organization | None:
    """Of the agencies open to the account the one where its person works, else the first."""
    own = agency_id_shown_first(user, [one.pk for one in agencies])
    return next((one for one in agencies if one.pk == own), None)


def agency_id_shown_first(user: User, ids: Iterable[int]) -> int | None:
    """The same by ids; None if there are none."""
    ids = list(ids)
    if len(ids) > 1 and user.person is not None:
        membership = user.person.membership_on(clock.today())
        if membership is not None and membership.unit.organization_id in ids:
            return membership.unit.organization_id
    return next(iter(ids), None)


def subtree_ids(roots: Iterable[int]) -> frozenset[int]:
    """The agencies and everything below them; one query."""
    return _with_linked(roots, "parent")


def with_predecessors(ids: Iterable[int]) -> frozenset[int]:
    """The agencies and all that they succeeded, over any number of generations; one query."""
    return _with_linked(ids, "successor")


def _with_linked(ids: Iterable[int], link: str) -> frozenset[int]:
    known = frozenset(ids)
    if not known:
        return known
    rows = Organization.objects.filter(pk__in=linked_ids(Organization, link, known)).order_by()
    return known.union(rows.values_list("pk", flat=True))


def managed_ids(user: Actor) -> frozenset[int]:
    """Agencies that the account manages: where it is administrator, and all below."""
    if is_trusted(user):
        return frozenset(Organization.objects.values_list("pk", flat=True))
    roots = roles_today(user).organizations(Role.ADMINISTRATOR)
    return subtree_ids(roots) if roots else roots


def superior_of(organization: Organization) -> Organization:
    """The agency that receives what this one reports upward.

    Refuses an agency at the top, which has none.
    """
    if organization.parent is None:
        raise ValidationError(
            _(
                "%(agency)s has no superior agency, so nothing can be reported upward from here."
                " The administrator can record the superior agency."
            )
            % {"agency": organization.name},
            code="no_superior",
        )
    return organization.parent


def units_of(organization: Organization, on: date) -> QuerySet[Unit]:
    """The agency's units on the day, in the order of the organization decision; no households."""
    here = Unit.objects.workplaces().filter(holds_on(on), organization=organization)
    return here.order_by("rank", "code")


def households_of(organization: Organization, on: date) -> QuerySet[Unit]:
    """The households that the agency may nominate on the day, by representative."""
    here = Unit.objects.households().filter(holds_on(on), organization=organization)
    return here.order_by("representative", "code")


def matching_households(rows: UnitQuerySet, text: str) -> UnitQuerySet:
    """Those whose name or address contains the text, with or without diacritics."""
    wanted = fold(text)
    found = [
        pk
        for pk, key, address in rows.values_list("pk", "search_key", "address")
        if wanted in key or wanted in fold(address)
    ]
    return rows.filter(pk__in=found)


def members_of(unit: Unit, on: date) -> QuerySet[UnitMembership]:
    """Who works in the unit on the day: by rank of the position, then by name."""
    return (
        unit.memberships.filter(holds_on(on))
        .select_related("person", "position")
        .order_by("position__rank", "person__sort_key")
    )


def staff_count(unit: Unit, on: date) -> int:
    """How many people work in the unit on the day; for a unit of the kind WHOLE_AGENCY in any unit
    of its agency."""
    return staff_counts([(unit, on)])[unit.pk, on]


def staff_counts(asked: Iterable[tuple[Unit, date]]) -> dict[tuple[int, date], int]:
    """The same for several units, each on its day, by (unit id, day); one query, none without
    units."""
    wanted = list(asked)
    if not wanted:
        return {}
    wholes = {unit.organization_id for unit, _day in wanted if _is_whole(unit)}
    days = [day for _unit, day in wanted]
    rows = UnitMembership.objects.filter(
        Q(unit__in={unit.pk for unit, _day in wanted}) | Q(unit__organization__in=wholes),
        Q(valid_to__isnull=True) | Q(valid_to__gte=min(days)),
        valid_from__lte=max(days),
    ).order_by()
    places: dict[tuple[str, int], list[tuple[int, date, date | None]]] = defaultdict(list)
    for unit_id, agency, *span in rows.values_list(
        "unit_id", "unit__organization_id", "person_id", "valid_from", "valid_to"
    ):
        places["unit", unit_id].append(tuple(span))
        places["agency", agency].append(tuple(span))
    found = {}
    for unit, day in wanted:
        place = ("agency", unit.organization_id) if _is_whole(unit) else ("unit", unit.pk)
        staff = {
            person
            for person, begins, ends in places[place]
            if begins <= day and (ends is None or ends >= day)
        }
        found[unit.pk, day] = len(staff)
    return found


def _is_whole(unit: Unit) -> bool:
    return unit.body_kind == BodyKind.WHOLE_AGENCY


def units_with_members(organization: Organization, on: date) -> QuerySet[Unit]:
    """The agency's units with `members` filled in, in two queries."""
    members = (
        UnitMembership.objects.filter(holds_on(on))
        .select_related("person", "position")
        .order_by("position__rank", "person__sort_key")
    )
    return units_of(organization, on).prefetch_related(
        Prefetch("memberships", queryset=members, to_attr="members")
    )


# --- persons --------------------------------------------------------------------------------------


def _containing(text: str) -> Q:
    condition = Q()
    for word in fold(text).split():
        condition &= Q(search_key__contains=word)
    return condition


def search_people(text: str, organization: Organization | None = None) -> QuerySet[Person]:
    """Persons whose name has every word of the text, with or without diacritics; nobody for an
    empty text."""
    if not fold(text):
        return Person.objects.none()
    found = Person.objects.filter(_containing(text))
    if organization is not None:
        found = found.filter(memberships__unit__organization=organization).distinct()
    return found


def of_agency_ever(organization_id: int, person: str) -> Q:
    """The condition that `person`, the column with the person's id, has ever worked or held a role
    in the agency itself."""
    theirs = {"person_id": OuterRef(person)}
    worked = UnitMembership.objects.filter(unit__organization_id=organization_id, **theirs)
    held = RoleAssignment.objects.filter(organization_id=organization_id, **theirs)
    return Q(Exists(worked)) | Q(Exists(held))


def of_agencies_ever(agencies: frozenset[int]) -> QuerySet[Person]:
    """Everybody who has ever worked or held a role in one of the agencies."""
    worked = UnitMembership.objects.filter(unit__organization_id__in=agencies)
    held = RoleAssignment.objects.filter(organization_id__in=agencies)
    return Person.objects.filter(
        Q(pk__in=worked.values("person_id")) | Q(pk__in=held.values("person_id"))
    )


def colleagues(organization: Organization, on: date) -> QuerySet[Person]:
    """Everybody who works in the agency on the day."""
    working = UnitMembership.objects.filter(holds_on(on), unit__organization=organization)
    return Person.objects.filter(pk__in=working.values("person_id"))


def agency_ids(user: User) -> frozenset[int]:
    """Agencies whose people the account may look up: where one works, holds a role or manages."""
    found = set(managed_ids(user))
    person_id = person_id_of(user)
    if person_id is not None:
        working = UnitMembership.objects.on(clock.today()).filter(person_id=person_id)
        found |= set(working.values_list("unit__organization_id", flat=True))
    for held in roles_today(user).assignments:
        found.add(held.agency_id)
    return frozenset(found)


def visible_to(user: User) -> QuerySet[Person]:
    """Persons whose page the account may open: oneself and the people of its agencies."""
    agencies = agency_ids(user)
    known = UnitMembership.objects.filter(unit__organization_id__in=agencies)
    condition = Q(pk=getattr(user, "person_id", None)) | Q(pk__in=known.values("person_id"))
    if managed_ids(user):
        condition |= Q(memberships__isnull=True)
    return Person.objects.filter(condition)


def may_see_particulars(user: User, person: Person) -> bool:
    """Whether the account may see personal data: the person, administrators, secretaries and clerks
    of the agency."""
    if getattr(user, "person_id", None) == person.pk:
        return True
    places = {(m.unit_id, m.unit.organization_id) for m in person.memberships.all()}
    held = roles_today(user)
    agencies = managed_ids(user) | held.organizations(Role.SECRETARY)
    units = held.units(Role.UNIT_CLERK)
    return any(unit in units or agency in agencies for unit, agency in places)


# --- roles ----------------------------------------------------------------------------------------


def roles_in(organization: Organization, *, past: bool = False) -> QuerySet[RoleAssignment]:
    """Assignments in the agency and its units, those of today and later; `past` adds the ended."""
    found = RoleAssignment.objects.filter(
        Q(organization=organization) | Q(unit__organization=organization)
    )
    if not past:
        found = found.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today()))
    return found.select_related(
        "person", "unit__organization", "organization", "delegated_by__person"
    ).order_by("unit__rank", "role", "person__sort_key", "valid_from")


def administrators_among(people: QuerySet[Person], on: date) -> QuerySet[Person]:
    """Those of the people who are administrators anywhere on the day."""
    held = RoleAssignment.objects.filter(holds_on(on), role__in=ADMINISTRATORS)
    return people.filter(pk__in=held.values("person_id"))


def role_assignments_of(person: Person) -> QuerySet[RoleAssignment]:
    """The person's assignments of today and later, with the delegations given from them."""
    return (
        RoleAssignment.objects.filter(person=person)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today()))
        .select_related("unit__organization", "organization", "delegated_by__person")
        .prefetch_related(
            Prefetch(
                "delegations",
                queryset=RoleAssignment.objects.filter(
                    Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
                )
                .select_related("person")
                .order_by("valid_from"),
                to_attr="running_delegations",
            )
        )
        .order_by("role", "valid_from")
    )


def accounts_leading(places: Mapping[str, Collection[int]]) -> QuerySet[User]:
    """The active accounts of holders of a role today in one of the units; `places`: role -> unit
    ids."""
    held = Q()
    for role, units in places.items():
        held |= Q(role=role, unit_id__in=units)
    rows = RoleAssignment.objects.filter(holds_on(clock.today())).filter(held)
    return User.objects.filter(is_active=True, person_id__in=rows.order_by().values("person_id"))
