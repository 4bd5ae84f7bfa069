"""The record of a person or a unit, year by year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from nominations.people.models import Person, Unit
from nominations.records.initiative_workflow import InitiativeState
from nominations.records.models import (
    Absence,
    AnnualGrade,
    Attestation,
    Discipline,
    Examination,
    Headcount,
    Initiative,
    InitiativeAuthor,
    Service,
)
from nominations.records.models.base import Record
from nominations.records.queries import RecordAccess, widest_recognition, with_authors


@dataclass(slots=True, kw_only=True)
class YearLine:
    """Everything on record of one year."""

    year: int
    grade: AnnualGrade | None = None
    former: AnnualGrade | None = None
    attestations: list[Attestation] = field(default_factory=list)
    initiatives: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class YearlyRecord:
    """A record page: years down, then conduct, service, headcounts, and what was cancelled."""

    years: list[YearLine]
    disciplines: list[Discipline] = field(default_factory=list)
    examinations: list[Examination] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    headcounts: list[Headcount] = field(default_factory=list)
    cancelled: list[Record] = field(default_factory=list)


class _Reader:
    """Reads the records of one subject that the reader may see, cancelled ones separately."""

    def __init__(self, subject: Person | Unit, access: RecordAccess) -> None:
        column = "person" if isinstance(subject, Person) else "unit"
        self.condition = Q(**{column: subject}) & access.of_agencies()
        self.cancelled: list[Record] = []

    def not_cancelled(self, model: Any) -> list[Any]:
        rows = list(model.objects.filter(self.condition).select_related("recorded_by__person"))
        self.cancelled += [row for row in rows if row.cancelled_on is not None]
        return [row for row in rows if row.cancelled_on is None]


def yearly_record_of_person(person: Person, access: RecordAccess) -> YearlyRecord:
    """The record of a person as far as the reader may see it."""
    reader = _Reader(person, access)
    record = YearlyRecord(
        years=_years(reader, access, _initiatives_of(person) if access.grades else [])
    )
    if access.conduct:
        record.disciplines = reader.not_cancelled(Discipline)
        record.examinations = reader.not_cancelled(Examination)
    if access.service:
        record.services = reader.not_cancelled(Service)
        record.absences = reader.not_cancelled(Absence)
    record.cancelled = reader.cancelled
    return record


def yearly_record_of_unit(unit: Unit, access: RecordAccess) -> YearlyRecord:
    """The record of a unit as far as the reader may see it."""
    reader = _Reader(unit, access)
    record = YearlyRecord(years=_years(reader, access, []))
    if access.conduct:
        record.examinations = reader.not_cancelled(Examination)
    if access.service:
        record.headcounts = reader.not_cancelled(Headcount)
    record.cancelled = reader.cancelled
    return record


def _initiatives_of(person: Person) -> list[dict[str, Any]]:
    """Initiatives in progress or recognised, with the widest scope and the person's share."""
    shares = dict(
        InitiativeAuthor.objects.filter(person=person).values_list("initiative_id", "share")
    )
    rows = Initiative.objects.filter(pk__in=shares).exclude(
        state__in=[InitiativeState.DRAFT, InitiativeState.REJECTED, InitiativeState.WITHDRAWN]
    )
    return [
        {
            "row": row,
            "share": shares[row.pk],
            "recognition": widest_recognition(row.valid_recognitions),
        }
        for row in with_authors(rows)
    ]


def _years(
    reader: _Reader, access: RecordAccess, initiatives: list[dict[str, Any]]
) -> list[YearLine]:
    if not access.grades:
        return []
    grades = {row.year: row for row in reader.not_cancelled(AnnualGrade)}
    cancelled = {row.pk: row for row in reader.cancelled if isinstance(row, AnnualGrade)}
    formers = {year: cancelled.get(row.replaces_id or 0) for year, row in grades.items()}
    attested: dict[int, list[Attestation]] = defaultdict(list)
    for row in reader.not_cancelled(Attestation):
        attested[row.year].append(row)
    made: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in initiatives:
        made[one["row"].year].append(one)
    return [
        YearLine(
            year=year,
            grade=grades.get(year),
            former=formers.get(year),
            attestations=attested.get(year, []),
            initiatives=made.get(year, []),
        )
        for year in sorted({*grades, *attested, *made}, reverse=True)
    ]
