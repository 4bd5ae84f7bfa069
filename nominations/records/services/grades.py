"""Entering annual grades, one or a whole list, and attestations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.people.models import Organization, Person, Unit
from nominations.people.services.placements import require_workplace
from nominations.records.models import AnnualGrade, Attestation
from nominations.records.permissions import require_secretary
from nominations.records.scales import AttestationKind, Grade
from nominations.records.services.entry import (
    NO_PAPER,
    RecordPaper,
    check_belonging,
    check_subject,
    check_year,
    record_columns,
    recorded_once,
    stream_of,
    write_history,
)
from workflow import audit
from workflow.actors import Actor


def enter_grade(
    *,
    actor: Actor,
    organization: Organization,
    year: int,
    grade: str,
    person: Person | None = None,
    unit: Unit | None = None,
    paper: RecordPaper = NO_PAPER,
) -> AnnualGrade:
    """Enter the grade of one person or unit for a year.

    Only the council secretary of the agency and the system may. Refused: a year in the future, a
    subject outside the agency, an unknown grade, a second grade in one year.
    """
    require_secretary(actor, organization)
    check_subject(organization, person, unit)
    subject: Any = person or unit
    return enter_grades(
        actor=actor, organization=organization, year=year, grades={subject: grade}, paper=paper
    )[0]


def enter_grades(
    *,
    actor: Actor,
    organization: Organization,
    year: int,
    grades: Mapping[Person | Unit, str],
    paper: RecordPaper = NO_PAPER,
) -> list[AnnualGrade]:
    """Enter the grades of a year for persons and units, all or none, with a fixed number of
    statements.

    Refuses what `enter_grade` refuses, with one sentence for each that has a grade already.
    """
    require_secretary(actor, organization)
    if not grades:
        raise ValidationError(_("Choose at least one grade."), code="nothing_entered")
    check_year(year, [one for one in grades if isinstance(one, Person)])
    for grade in grades.values():
        if grade not in Grade.values:
            raise ValidationError(_("Choose a grade of the scale."), code="unknown_grade")
    for subject in grades:
        if isinstance(subject, Unit):
            require_workplace(subject)
    check_belonging(organization, list(grades))
    columns = record_columns(actor, organization, paper)
    rows = [
        AnnualGrade(
            person=subject if isinstance(subject, Person) else None,
            unit=subject if isinstance(subject, Unit) else None,
            year=year,
            grade=grade,
            **columns,
        )
        for subject, grade in grades.items()
    ]
    _refuse_second(year, grades)
    try:
        with transaction.atomic():
            AnnualGrade.objects.bulk_create(rows, batch_size=1000)
            _tell_entered(actor, organization, rows)
    except IntegrityError:  # a concurrent request entered one of them
        _refuse_second(year, grades)
        raise
    return rows


def _refuse_second(year: int, grades: Mapping[Person | Unit, str]) -> None:
    """Refuse subjects that have a grade of the year, with one sentence for each."""
    persons = [one.pk for one in grades if isinstance(one, Person)]
    units = [one.pk for one in grades if isinstance(one, Unit)]
    grades_of_year = (
        AnnualGrade.objects.not_cancelled().filter(year=year).select_related("person", "unit")
    )
    there = [
        *(grades_of_year.filter(person_id__in=persons) if persons else ()),
        *(grades_of_year.filter(unit_id__in=units) if units else ()),
    ]
    if there:
        raise ValidationError(
            [
                ValidationError(
                    _("%(subject)s already has the grade “%(grade)s” of %(year)s;"
                      " cancel that one first.")
                    % {
                        "subject": row.person or row.unit,
                        "grade": row.get_grade_display(),
                        "year": year,
                    },
                    code="graded_already",
                )
                for row in there
            ]
        )  # fmt: skip


def _tell_entered(actor: Actor, organization: Organization, rows: list[AnnualGrade]) -> None:
    if len(rows) == 1:
        write_history("record.entered", rows[0], actor=actor)
        return
    audit.record(
        stream_of(organization.pk),
        "record.entered",
        actor=actor,
        payload={
            "record": "annualgrade",
            "year": rows[0].year,
            "paper_number": rows[0].paper_number,
            "paper_date": rows[0].paper_date,
            "issuer": rows[0].issuer,
            "rows": [
                {"pk": row.pk, "person_id": row.person_id, "unit_id": row.unit_id,
                 "grade": str(row.grade)}
                for row in rows
            ],
        },
    )  # fmt: skip


def record_attestation(
    *,
    actor: Actor,
    organization: Organization,
    year: int,
    what: str,
    holds: bool,
    person: Person | None = None,
    unit: Unit | None = None,
    paper: RecordPaper = NO_PAPER,
) -> Attestation:
    """Record an attestation about a person or a unit in a year, for or against.

    Only the council secretary of the agency and the system may. Refused: a year in the future, a
    subject outside the agency, the same matter attested twice for a year.
    """
    require_secretary(actor, organization)
    check_subject(organization, person, unit)
    check_year(year, [person] if person else ())
    if what not in AttestationKind.values:
        raise ValidationError(_("Choose what is attested."), code="unknown_matter")
    row = Attestation(
        person=person, unit=unit, year=year, what=what, holds=holds,
        **record_columns(actor, organization, paper),
    )  # fmt: skip
    same = Attestation.objects.not_cancelled().filter(
        person=person, unit=unit, year=year, what=what
    )
    already = ValidationError(
        _("“%(what)s” is attested for %(year)s already; cancel that record first.")
        % {"what": AttestationKind(what).label, "year": year},
        code="attested_already",
    )
    with recorded_once(same, already):
        row.save()
        write_history("record.entered", row, actor=actor)
    return row
