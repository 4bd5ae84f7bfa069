"""The members of units in a year: who they are, how they were graded, what they hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from nominations.awards.models import Award
from nominations.eligibility.facts import MembersFact
from nominations.people.models import UnitMembership
from nominations.people.models.dated import holds_on
from nominations.people.models.persons import Gender
from nominations.records.models import AnnualGrade, Discipline, Headcount
from nominations.records.scales import DISCIPLINE_RANK, GRADE_RANK


@dataclass(slots=True)
class _People:
    """What is known of everybody who is a member of one of the units."""

    grades: dict[int, int] = field(default_factory=dict)
    held: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    disciplines: dict[int, int] = field(default_factory=dict)


def _day(year: int, on: date) -> date:
    """The day on which members are counted: the last of the year, or today while it runs."""
    return min(on, date(year, 12, 31))


def _read(persons: Sequence[int], year: int, on: date) -> _People:
    people = _People()
    standing = Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=on)
    for start in range(0, len(persons), 2000):
        chunk = persons[start : start + 2000]
        graded = AnnualGrade.objects.filter(standing, person_id__in=chunk, year=year)
        for key, grade in graded.order_by("pk").values_list("person_id", "grade"):
            people.grades[key] = GRADE_RANK[grade]
        awarded = Award.objects.known_on(on).filter(person_id__in=chunk, year=year)
        for key, code in awarded.order_by().values_list("person_id", "award_type__code"):
            people.held[key].add(code)
        punished = Discipline.objects.filter(
            standing, person_id__in=chunk, decided_on__year=year, decided_on__lte=on
        )
        for key, form in punished.order_by().values_list("person_id", "form"):
            people.disciplines[key] = max(people.disciplines.get(key, 0), DISCIPLINE_RANK[form])
    return people


def _headcounts(units: Sequence[int], year: int, on: date) -> dict[int, int]:
    """The last count of each unit in the year, up to the day."""
    standing = Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=on)
    rows = (
        Headcount.objects.filter(
            standing, unit_id__in=units, counted_on__year=year, counted_on__lte=_day(year, on)
        )
        .order_by("counted_on", "pk")
        .values_list("unit_id", "total")
    )
    return dict(rows)


def members_of_units(
    units: Iterable[int], *, year: int, on: date, nominated: Mapping[int, frozenset[str]]
) -> dict[int, MembersFact]:
    """What is known of the members of each unit: those whose main place of work it is on the last
    day of the year (today while it runs). A unit nobody works in has no entry."""
    keys = sorted(set(units))
    rows = (
        UnitMembership.objects.filter(holds_on(_day(year, on)), unit_id__in=keys, is_primary=True)
        .order_by()
        .values_list("unit_id", "person_id", "person__gender")
    )
    members: dict[int, dict[int, str]] = defaultdict(dict)
    for unit, person, gender in rows:
        members[unit][person] = gender
    people = _read(sorted({one for found in members.values() for one in found}), year, on)
    counted = _headcounts(keys, year, on)
    return {
        unit: _fact(found, people, counted.get(unit), nominated) for unit, found in members.items()
    }


def _fact(
    found: Mapping[int, str],
    people: _People,
    counted: int | None,
    nominated: Mapping[int, frozenset[str]],
) -> MembersFact:
    grades = Counter(people.grades[one] for one in found if one in people.grades)
    holders: Counter[str] = Counter()
    for one in found:
        holders.update(people.held.get(one, set()) | nominated.get(one, frozenset()))
    sexes = list(found.values())
    return MembersFact(
        total=counted if counted is not None else len(found),
        grades=dict(grades),
        ungraded=len(found) - sum(grades.values()),
        holders=dict(holders),
        discipline=max((people.disciplines.get(one, 0) for one in found), default=0),
        women=None if "" in sexes else sum(sex == Gender.FEMALE for sex in sexes),
    )
