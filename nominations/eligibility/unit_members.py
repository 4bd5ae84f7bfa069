"""The members of units in a year: who they are, how they were graded, what they hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from nominations.awards.models import Award
from nominations.eligibility.facts import MembersFact
from nominations.eligibility.record_rows import RecordRow, read_record_rows, row_part
from nominations.people.employment import ServiceBegin
from nominations.people.gender import Gender
from nominations.people.models import UnitMembership
from nominations.people.models.dated import holds_on
from nominations.records.grading.decrees import acts_for
from nominations.records.models import AnnualGrade, Discipline, Headcount, Service
from nominations.records.months import months_in
from nominations.records.scales import DISCIPLINE_RANK, GRADE_RANK

_GENDER = "person__gender"


@dataclass(slots=True)
class _People:
    """What is known of everybody who is a member of one of the units."""

    grades: dict[int, int] = field(default_factory=dict)
    held: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    disciplines: dict[int, int] = field(default_factory=dict)
    recruits: set[int] = field(default_factory=set)


def counting_day(year: int, on: date) -> date:
    """The day on which members are counted: the last of the year, or today while it runs."""
    return min(on, date(year, 12, 31))


def _rows(units: Sequence[int], year: int, on: date) -> dict[str, list[RecordRow]]:
    """Members, their grades, awards and disciplines of the year, and headcounts: one query."""
    day = counting_day(year, on)
    not_cancelled = Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=on)
    members = UnitMembership.objects.filter(holds_on(day), unit_id__in=units, is_primary=True)
    theirs = {"person_id__in": members.order_by().values("person_id")}
    disciplined = Discipline.objects.filter(
        not_cancelled, decided_on__year=year, decided_on__lte=on, **theirs
    )
    recruits = Service.objects.filter(
        not_cancelled, begins_by=ServiceBegin.RECRUITED, valid_from__year=year, **theirs
    )
    counts = Headcount.objects.filter(
        not_cancelled, unit_id__in=units, counted_on__year=year, counted_on__lte=day
    )
    return read_record_rows(
        [
            row_part("member", members, key="person_id", pk="pk", number="unit_id", code=_GENDER),
            row_part(
                "grade",
                AnnualGrade.objects.filter(not_cancelled, year=year, **theirs),
                key="person_id",
                pk="pk",
                code="grade",
            ),
            row_part(
                "award",
                Award.objects.known_on(on).filter(year=year, **theirs),
                key="person_id",
                code="award_type__code",
            ),
            row_part("discipline", disciplined, key="person_id", code="form"),
            row_part(
                "recruit", recruits, key="person_id", pk="pk", begins="valid_from", ends="valid_to"
            ),
            row_part(
                "headcount", counts, key="unit_id", pk="pk", number="total", begins="counted_on"
            ),
        ],
        subjects=len(units),
    )


def _people(rows: Mapping[str, Sequence[RecordRow]], year: int) -> _People:
    people = _People(grades={row.key: GRADE_RANK[row.code] for row in rows["grade"]})
    min_months = min((one.act.months.minimum for one in acts_for("", year)), default=0)
    people.recruits = {
        row.key for row in rows["recruit"] if months_in(year, [(row.begins, row.ends)]) < min_months
    }
    for row in rows["award"]:
        people.held[row.key].add(row.code)
    for row in rows["discipline"]:
        rank = DISCIPLINE_RANK[row.code]
        people.disciplines[row.key] = max(people.disciplines.get(row.key, 0), rank)
    return people


def members_of_units(
    units: Iterable[int], *, year: int, on: date, nominated: Mapping[int, frozenset[str]],
    parts: Mapping[int, Collection[int]] | None = None,
) -> dict[int, MembersFact]:  # fmt: skip
    """What is known of the members of each unit: those whose main place of work it is on the last
    day of the year (today while it runs). A unit nobody works in has no entry.

    `parts` names, for a unit that stands for its agency as a whole, all units of the agency: its
    members are theirs, and its number of members is counted from theirs where each has a count.
    """
    wholes = parts or {}
    everywhere = {*units, *(one for inner in wholes.values() for one in inner)}
    rows = _rows(sorted(everywhere), year, on)
    members: dict[int, dict[int, str]] = defaultdict(dict)
    for row in rows["member"]:
        members[row.number][row.key] = row.code
    people = _people(rows, year)
    counts = sorted(rows["headcount"], key=lambda row: row.begins)
    counted = {row.key: row.number for row in counts}  # the last one of the year, up to the day
    for whole, inner in wholes.items():
        working = [unit for unit in inner if unit in members]
        members[whole] = {key: sex for unit in working for key, sex in members[unit].items()}
        if whole not in counted and working and all(unit in counted for unit in working):
            counted[whole] = sum(counted[unit] for unit in working)
    members = {unit: found for unit, found in members.items() if found}
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
        recruits=sum(one in people.recruits and one not in people.grades for one in found),
        holders=dict(holders),
        discipline=max((people.disciplines.get(one, 0) for one in found), default=0),
        women=None if "" in sexes else sum(sex == Gender.FEMALE for sex in sexes),
    )
