"""Checks the grades of a sheet against the decrees: forbidden grades and warnings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from nominations.people.authorization import heads_of
from nominations.people.employment import ServiceBegin
from nominations.people.models import Person, Unit, UnitMembership
from nominations.people.models.dated import holds_on
from nominations.records.grading.decrees import ActChoice, acts_for, asks_own_regulation
from nominations.records.grading.limits import YearOfWork, grade_limits, rank_allowed_by_all
from nominations.records.models import Absence, AnnualGrade, Attestation, Discipline, Service
from nominations.records.months import months_in
from nominations.records.scales import GRADE_RANK, AbsenceKind, AttestationKind, Grade
from workflow import clock

ChosenGrades = Mapping[Person | Unit, str]


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One remark with its article. `blocks`: the text forbids the grade."""

    text: str
    source: str
    blocks: bool = False

    def __str__(self) -> str:
        return _("%(text)s (under %(source)s).") % {"text": self.text, "source": self.source}


@dataclass(slots=True, kw_only=True)
class _Sheet:
    """The grades of a unit's year, recorded and chosen, with further data of the check."""

    unit: Unit
    year: int
    grades: dict[Person | Unit, str]
    chosen: ChosenGrades
    own_regulation: bool | None = None
    works: dict[int, YearOfWork] = field(default_factory=dict)
    manages: dict[int, bool] = field(default_factory=dict)


def sheet_remarks(
    unit: Unit, year: int, recorded: Iterable[AnnualGrade], chosen: ChosenGrades | None = None
) -> list[ReviewLine]:
    """Remarks on the grades of a unit and its members for a year, the forbidden ones first.

    `recorded` are existing grades, `chosen` those about to be entered: only these are blocked. A
    fixed number of statements, whatever the size of the unit.
    """
    grades: dict[Person | Unit, str] = {
        subject: row.grade for row in recorded if (subject := row.person or row.unit)
    }
    sheet = _Sheet(unit=unit, year=year, grades={**grades, **(chosen or {})}, chosen=chosen or {})
    if not acts_for("", year) or not sheet.grades:
        return []
    _read_works(sheet)
    found = [*_limits(sheet), *_head(sheet), *_shares(sheet), *_bodies(sheet)]
    return sorted(found, key=lambda line: not line.blocks)


def _day(year: int) -> date:
    return min(date(year, 12, 31), clock.today())


def _read_works(sheet: _Sheet) -> None:
    """The year of work of everybody who has a grade."""
    first, last = date(sheet.year, 1, 1), date(sheet.year, 12, 31)
    people = [one.pk for one in sheet.grades if isinstance(one, Person)]
    in_year = Q(valid_from__lte=last) & (Q(valid_to__isnull=True) | Q(valid_to__gte=first))
    of = {"person_id__in": people}
    places: dict[int, list[UnitMembership]] = defaultdict(list)
    rows = UnitMembership.objects.filter(in_year, is_primary=True, **of)
    for place in rows.select_related("position").order_by("valid_from"):
        places[place.person_id].append(place)
    services: dict[int, list[Service]] = defaultdict(list)
    for service in Service.objects.not_cancelled().filter(**of).order_by("valid_from"):
        services[service.person_id].append(service)
    absences: dict[int, list[Absence]] = defaultdict(list)
    for absence in Absence.objects.not_cancelled().filter(in_year, **of):
        absences[absence.person_id].append(absence)
    disciplines: dict[int, list[Discipline]] = defaultdict(list)
    for discipline in Discipline.objects.not_cancelled().filter(**of):
        disciplines[discipline.person_id].append(discipline)
    if asks_own_regulation(sheet.year):
        said = Attestation.objects.not_cancelled().filter(
            unit=sheet.unit, year=sheet.year, what=AttestationKind.GRADING_REGULATION
        )
        sheet.own_regulation = said.values_list("holds", flat=True).first()
    for key in people:
        sheet.manages[key] = any(one.position.is_manager for one in places[key][-1:])
        sheet.works[key] = _work(sheet, places[key], services[key], absences[key], disciplines[key])


def _work(
    sheet: _Sheet,
    places: list[UnitMembership],
    services: list[Service],
    absences: list[Absence],
    disciplines: list[Discipline],
) -> YearOfWork:
    periods = [(one.valid_from, one.valid_to) for one in services or places]
    away = [
        (one.valid_from, one.valid_to)
        for one in absences
        if one.kind in (AbsenceKind.OTHER, AbsenceKind.SICK)
    ]
    began = services[0] if services else None
    recruited: bool | None = None
    if began is not None and began.valid_from.year < sheet.year:
        recruited = False
    elif began is not None and began.begins_by:
        recruited = began.begins_by == ServiceBegin.RECRUITED
    return YearOfWork(
        year=sheet.year,
        kinds=tuple(one.staff_kind for one in places),
        own_regulation=sheet.own_regulation,
        service_months=months_in(sheet.year, periods) if periods else None,
        absence_months=months_in(sheet.year, away),
        recruited=recruited,
        absences=frozenset(one.kind for one in absences),
        disciplines=disciplines,
    )


def _limits(sheet: _Sheet) -> list[ReviewLine]:
    """Remarks on grades above the limits by absence, months of work and discipline."""
    lines = []
    for subject, grade in sheet.grades.items():
        if not isinstance(subject, Person):
            continue
        work, rank = sheet.works[subject.pk], GRADE_RANK[Grade(grade)]
        lowest, highest = rank_allowed_by_all(work)
        if rank <= lowest:
            continue
        limit = min(
            (one for choice in work.acts() for one in grade_limits(choice.act, work)),
            key=lambda one: (not one.sure, one.rank),
        )
        sure = rank > highest
        says = (
            _("%(person)s: the grade “%(grade)s” may not be given, because %(why)s")
            if sure
            else _("%(person)s: the grade “%(grade)s” may not be given, if %(why)s")
        )
        words = {"person": subject, "grade": Grade(grade).label, "why": limit.why}
        lines.append(ReviewLine(says % words, limit.source, sure and subject in sheet.chosen))
    return lines


def _head(sheet: _Sheet) -> list[ReviewLine]:
    """Remarks on a head graded above the unit."""
    body = sheet.grades.get(sheet.unit)
    if body is None:
        return []
    keys = heads_of(sheet.unit, on=_day(sheet.year))
    lines = []
    for subject, grade in sheet.grades.items():
        if not isinstance(subject, Person) or subject.pk not in keys:
            continue
        acts = sheet.works[subject.pk].acts()
        ruled = [one.act for one in acts if one.act.head.not_above_body]
        if not ruled or GRADE_RANK[Grade(grade)] <= GRADE_RANK[Grade(body)]:
            continue
        words = {"person": subject, "grade": Grade(grade).label, "body": Grade(body).label}
        text = _("%(person)s heads the unit and is graded “%(grade)s”, above the unit’s “%(body)s”")
        entering = subject in sheet.chosen or sheet.unit in sheet.chosen
        source = ruled[0].cited(ruled[0].head.article)
        lines.append(ReviewLine(text % words, source, entering and len(ruled) == len(acts)))
    return lines


def _shares(sheet: _Sheet) -> list[ReviewLine]:
    """Remarks on the share of excellent grades, in the agency and in each group."""
    choice = _act_of_sheet(sheet)
    rule = choice.act.share
    if sheet.year < rule.first_year:
        return []
    counted: dict[bool | None, Counter[str]] = defaultdict(Counter)
    rows: Iterable[dict[str, Any]] = (
        UnitMembership.objects.filter(
            holds_on(_day(sheet.year)),
            is_primary=True,
            unit__organization=sheet.unit.organization_id,
            person__grades__year=sheet.year,
            person__grades__cancelled_on__isnull=True,
        )
        .order_by()
        .values("position__is_manager", "person__grades__grade")
        .annotate(count=Count("pk"))
    )
    for row in rows:
        counted[row["position__is_manager"]][row["person__grades__grade"]] += row["count"]
    for subject, grade in sheet.chosen.items():
        if isinstance(subject, Person):
            counted[sheet.manages[subject.pk]][grade] += 1
    counted[None] = sum(counted.values(), Counter())
    source = choice.act.cited(rule.article) + (f"; {rule.party}" if rule.party else "")
    names = {
        None: _("the agency"),
        True: _("the group of managers"),
        False: _("the group of those who manage nobody"),
    }
    return [
        line
        for group, words in names.items()
        if (group is None or rule.groups)
        and (line := _share(words, counted[group], rule.percent, rule.raised, source))
    ]


def _share(
    where: str, grades: Counter[str], percent: int, raised: int, source: str
) -> ReviewLine | None:
    best, well = grades[Grade.EXCELLENT], grades[Grade.WELL_DONE]
    if best * 100 <= percent * well:
        return None
    words = {"where": where, "best": best, "well": well, "percent": percent, "raised": raised}
    if best * 100 <= raised * well:
        text = _(
            "In %(where)s %(best)s are graded excellent and %(well)s well: above %(percent)s%%,"
            " which needs a decision for an outstanding body"
        )
    else:
        text = _(
            "In %(where)s %(best)s are graded excellent and %(well)s well: above %(raised)s%%,"
            " the most that an outstanding body may be allowed"
        )
    return ReviewLine(text % words, source)


def _act_of_sheet(sheet: _Sheet) -> ActChoice:
    """The act by which most of the sheet is graded."""
    found = Counter(choice for work in sheet.works.values() for choice in work.acts()[:1])
    return found.most_common(1)[0][0] if found else acts_for("", sheet.year)[0]


def _bodies(sheet: _Sheet) -> list[ReviewLine]:
    """Remarks on the share of excellent units of the agency."""
    acts = [one.act for one in acts_for("", sheet.year, sheet.own_regulation) if one.act.bodies]
    if not acts or sheet.unit not in sheet.grades:
        return []
    act = acts[-1] if sheet.own_regulation else acts[0]
    rule = act.bodies
    assert rule is not None  # noqa: S101 -- just asked
    rows = AnnualGrade.objects.not_cancelled().filter(
        unit__organization=sheet.unit.organization_id, year=sheet.year
    )
    grades = Counter(rows.values_list("grade", flat=True))
    if sheet.unit in sheet.chosen:
        grades[sheet.chosen[sheet.unit]] += 1
    where, source = _("the units of the agency"), act.cited(rule.share_article)
    if rule.few and sum(grades.values()) < rule.few:
        if grades[Grade.EXCELLENT] <= rule.few_at_most:
            return []
        text = _("Of fewer than %(few)s units at most %(most)s may be graded excellent")
        words = {"few": rule.few, "most": rule.few_at_most}
        return [ReviewLine(text % words, source)]
    line = _share(where, grades, rule.share_percent, rule.share_raised, source)
    return [line] if line else []
