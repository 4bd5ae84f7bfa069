"""Visible records, and what depends on a record.

Grades, service and initiatives are seen by the person, by the reviewers and the clerk of the unit
and by secretary, director, delegate and inspector of the agency; discipline and examinations only
by the person, the secretary, the director and the inspector.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Prefetch, Q, QuerySet

from nominations.people.authorization import (
    has_permission,
    organization_ids,
    roles_today,
    unit_ids,
)
from nominations.people.models import Person, Unit, UnitMembership, User
from nominations.people.models.dated import holds_on
from nominations.people.queries import agency_ids, managed_ids
from nominations.people.roles import Role
from nominations.records.initiative_workflow import InitiativeState
from nominations.records.models import (
    AnnualGrade,
    Initiative,
    InitiativeAuthor,
    Recognition,
)
from nominations.records.models.base import Record
from nominations.records.scales import SCOPE_RANK, Scope
from nominations.vietnamese import fold
from workflow import clock


def secretary_agency_ids(user: User) -> frozenset[int]:
    """Agencies whose records the account keeps as council secretary."""
    return roles_today(user).organizations(Role.SECRETARY)


def conduct_ids(user: User) -> frozenset[int]:
    """Agencies whose discipline and examinations the account may see."""
    return roles_today(user).organizations(Role.SECRETARY, Role.DIRECTOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAccess:
    """The access of a reader to the records of one subject."""

    is_self: bool
    grades: bool
    conduct: bool
    service: bool
    entering: frozenset[int]
    """Agencies for which the reader enters and cancels records."""
    entering_staff: frozenset[int]
    """The same for service, absence and numbers of staff."""
    may_enter: bool
    may_enter_staff: bool
    agencies: frozenset[int]
    """Agencies whose records are shown; empty: of every agency."""

    def __bool__(self) -> bool:
        return self.grades or self.conduct or self.service

    def of_agencies(self) -> Q:
        """The condition on records that the reader may see."""
        return Q(organization_id__in=sorted(self.agencies)) if self.agencies else Q()


def _places(person: Person) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """(unit, agency) pairs: places of work today (for a leaver the last ones), and all places
    ever."""
    rows = list(
        UnitMembership.objects.filter(person=person).values_list(
            "unit_id", "unit__organization_id", "valid_from", "valid_to"
        )
    )
    today = clock.today()
    ever = {(unit, agency) for unit, agency, _from, _to in rows}
    now = {
        (unit, agency)
        for unit, agency, begins, ends in rows
        if begins <= today and (ends is None or ends >= today)
    }
    return now or ever, ever


def record_access(user: User, person: Person) -> RecordAccess:
    """What the account sees of a person.

    Readers of the present agency see the whole record; readers of an earlier one see what that
    agency recorded.
    """
    now, ever = _places(person)
    is_self = user.person_id is not None and user.person_id == person.pk
    held, conduct = roles_today(user), conduct_ids(user)
    viewers = held.organizations_with("view_nominations")
    kept_by_secretary, managed = secretary_agency_ids(user), managed_ids(user)
    here = {agency for _unit, agency in now}
    units = {unit for unit, _agency in now} & held.units_with("view_nominations")
    agencies = {agency for _unit, agency in ever}
    sees = bool(agencies & viewers or units or is_self)
    whole = bool(is_self or units or here & (viewers | managed))
    return RecordAccess(
        is_self=is_self,
        grades=sees,
        conduct=bool(is_self or agencies & conduct),
        service=sees or bool(agencies & managed),
        entering=kept_by_secretary,
        entering_staff=kept_by_secretary | managed,
        may_enter=bool(agencies & kept_by_secretary),
        may_enter_staff=bool(agencies & (kept_by_secretary | managed)),
        agencies=frozenset() if whole else frozenset(agencies & (viewers | managed)),
    )


def record_access_of_unit(user: User, unit: Unit) -> RecordAccess:
    """What the account sees of a unit as a collective: its people see its grades."""
    agency = {unit.organization_id}
    kept_by_secretary, managed = secretary_agency_ids(user), managed_ids(user)
    works_here = user.person_id is not None and (
        UnitMembership.objects.on(clock.today())
        .filter(person_id=user.person_id, unit=unit)
        .exists()
    )
    sees = (
        works_here
        or has_permission(user, "view_nominations", organization=unit.organization_id)
        or has_permission(user, "view_nominations", unit=unit)
    )
    return RecordAccess(
        is_self=False,
        grades=sees,
        conduct=bool(agency & conduct_ids(user)),
        service=sees or bool(agency & managed),
        entering=kept_by_secretary,
        entering_staff=kept_by_secretary | managed,
        may_enter=bool(agency & kept_by_secretary),
        may_enter_staff=bool(agency & (kept_by_secretary | managed)),
        agencies=frozenset(),
    )


# --- lists ----------------------------------------------------------------------------------------


def grades_visible_to(user: User) -> QuerySet[AnnualGrade]:
    """Valid grades of the reader's agencies and of the units the reader reviews or registers."""
    agencies = organization_ids(user, "view_nominations")
    units = unit_ids(user, "view_nominations")
    condition = Q(organization_id__in=sorted(agencies))
    if units:
        members = UnitMembership.objects.filter(holds_on(clock.today()), unit_id__in=sorted(units))
        condition |= Q(unit_id__in=sorted(units)) | Q(person_id__in=members.values("person_id"))
    return AnnualGrade.objects.not_cancelled().filter(condition)


def graded_like(rows: QuerySet[AnnualGrade], text: str) -> QuerySet[AnnualGrade]:
    """Grades of persons and units whose name has every word, with or without diacritics."""
    for word in fold(text).split():
        rows = rows.filter(
            Q(person__search_key__contains=word) | Q(unit__search_key__contains=word)
        )
    return rows


def graded_in_unit(rows: QuerySet[AnnualGrade], unit: Unit) -> QuerySet[AnnualGrade]:
    """Grades of the unit itself and of those who work there today."""
    members = UnitMembership.objects.filter(holds_on(clock.today()), unit=unit)
    return rows.filter(Q(unit=unit) | Q(person_id__in=members.values("person_id")))


def years_graded(rows: QuerySet[AnnualGrade]) -> list[int]:
    """The years of which there are grades, the newest first."""
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def dependents_of(record: Record) -> list[dict[str, Any]]:
    """Awards and live nominations of the subject that may rest on a grade or a recognition.

    Those of the record's year and of later years, because a chain of years may begin there. Awards
    and nominations belong to rooms above this one and are reached through the subject.
    """
    if isinstance(record, AnnualGrade):
        subject: Any = record.person or record.unit
        subjects, year = [subject], record.year
    elif isinstance(record, Recognition):
        people = record.initiative.authors.select_related("person")
        subjects, year = [one.person for one in people], record.initiative.year
    else:
        return []
    return [line for subject in subjects for line in _resting(subject, year)]


def _resting(subject: Any, year: int) -> Iterator[dict[str, Any]]:
    awards = subject.awards.filter(year__gte=year, revoked_on__isnull=True)
    for award in awards.select_related("award_type").order_by("year", "pk"):
        yield {"year": award.year, "what": award.award_type.name, "who": subject}
    is_person = isinstance(subject, Person)
    nominations = subject.nominations if is_person else subject.collective_nominations
    rows = nominations.live().filter(campaign__year__gte=year)
    for row in rows.select_related("award_type", "campaign").order_by("campaign__year", "pk"):
        entry = {"year": row.campaign.year, "what": row.award_type.name, "who": subject}
        yield {**entry, "state": row.state}


# --- initiatives ----------------------------------------------------------------------------------


def visible_to(user: User) -> QuerySet[Initiative]:
    """What the account may see: drafts only their authors and the clerk of the unit, the others
    also the unit's reviewers and the agency's office; what is recognised the whole agency."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Initiative.objects.none()
    begun = ~Q(state=InitiativeState.DRAFT)
    condition = Q(organization_id__in=sorted(agency_ids(user)), state=InitiativeState.RECOGNISED)
    if user.person_id is not None:
        own = InitiativeAuthor.objects.filter(person_id=user.person_id)
        condition |= Q(pk__in=own.values("initiative_id"))
    held = roles_today(user)
    if clerk := held.units(Role.UNIT_CLERK):
        condition |= Q(unit_id__in=sorted(clerk))
    if units := held.units_with("view_nominations"):
        condition |= begun & Q(unit_id__in=sorted(units))
    if agencies := held.organizations_with("view_nominations"):
        condition |= begun & Q(organization_id__in=sorted(agencies))
    return Initiative.objects.filter(condition)


def reads_full_history(user: User, initiative: Initiative) -> bool:
    """Whether the account may read the whole history: authors, and readers of nominations of the
    unit or the agency; not colleagues, who see only recognised initiatives."""
    return (
        has_permission(user, "view_nominations", unit=initiative.unit_id)
        or has_permission(user, "view_nominations", organization=initiative.organization_id)
        or any(one.person_id == user.person_id for one in initiative.authors.all())
    )


def with_authors(rows: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """Initiatives with authors and recognitions filled in, in two more queries."""
    authors = InitiativeAuthor.objects.select_related("person").order_by("-is_main", "-share", "pk")
    return rows.select_related("unit", "organization").prefetch_related(
        Prefetch("authors", queryset=authors),
        Prefetch("recognitions", queryset=Recognition.objects.order_by("pk")),
    )


def initiatives_like(rows: QuerySet[Initiative], text: str) -> QuerySet[Initiative]:
    """Initiatives whose name or an author's name has every word, with or without diacritics."""
    for word in fold(text).split():
        authors = InitiativeAuthor.objects.filter(person__search_key__contains=word)
        rows = rows.filter(Q(search_key__contains=word) | Q(pk__in=authors.values("initiative_id")))
    return rows


def widest_recognition(recognitions: Iterable[Recognition]) -> Recognition | None:
    """The widest of the recognitions."""
    return max(recognitions, key=lambda one: SCOPE_RANK[Scope(one.scope)], default=None)


def newest_year(user: User) -> int:
    """The newest year with a grade the account sees; the present year without one."""
    found = grades_visible_to(user).aggregate(newest=Max("year"))["newest"]
    return int(found or clock.today().year)
