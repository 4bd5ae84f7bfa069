"""Service and absence of persons, headcounts of units."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.people.employment import ServiceBegin, ServiceEnd
from nominations.people.models import Organization, Person, Unit
from nominations.people.services.dates import (
    check_order,
    overlapping_rows,
    period_in_words,
    short_date,
)
from nominations.people.services.placements import require_workplace
from nominations.records.models import Absence, Headcount, Service
from nominations.records.permissions import require_staff_keeper
from nominations.records.scales import AbsenceKind, TrainingResult
from nominations.records.services.entry import (
    NO_PAPER,
    RecordPaper,
    check_past,
    check_subject,
    record_columns,
    recorded_once,
    write_history,
)
from workflow.actors import Actor


def _save_alone(
    row: Service | Absence, others: Any, sentence: str, code: str, actor: Actor
) -> None:
    """Lock the person, refuse a period that overlaps another one, save, write the history."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=row.person_id)
        other = others.filter(overlapping_rows(row.valid_from, row.valid_to)).first()
        if other is not None:
            raise ValidationError(
                sentence
                % {
                    "person": row.person.full_name,
                    "period": period_in_words(other.valid_from, other.valid_to),
                },
                code=code,
            )
        row.save()
        write_history("record.entered", row, actor=actor)


def enter_service(
    *,
    actor: Actor,
    organization: Organization,
    person: Person,
    valid_from: date,
    valid_to: date | None = None,
    begins_by: str = "",
    ends_by: str = "",
    paper: RecordPaper = NO_PAPER,
) -> Service:
    """Record from when to when a person serves in the agency, and how that began and ended; an open
    end is None.

    The council secretary and the administrator of the agency may, and the system. Refused: a period
    in the wrong order, one that overlaps another in the same agency, a person outside the agency, a
    kind of end without an end.
    """
    require_staff_keeper(actor, organization)
    check_subject(organization, person)
    check_order(valid_from, valid_to)
    if begins_by not in ("", *ServiceBegin.values) or ends_by not in ("", *ServiceEnd.values):
        raise ValidationError(_("Choose how the service began and ended."), code="unknown_way")
    if ends_by and valid_to is None:
        raise ValidationError(_("Enter the last day of the service."), code="end_needed")
    row = Service(
        person=person,
        begins_by=begins_by,
        ends_by=ends_by,
        valid_from=valid_from,
        valid_to=valid_to,
        **record_columns(actor, organization, paper),
    )
    others = Service.objects.not_cancelled().filter(person=person, organization=organization)
    sentence = _("The service of %(person)s %(period)s is recorded already; cancel it first.")
    _save_alone(row, others, sentence, "service_overlaps", actor)
    return row


def enter_absence(
    *,
    actor: Actor,
    organization: Organization,
    person: Person,
    kind: str,
    valid_from: date,
    valid_to: date | None = None,
    result: str = "",
    paper: RecordPaper = NO_PAPER,
) -> Absence:
    """Record days away from work, both ends included.

    The council secretary and the administrator of the agency may, and the system. Refused: a period
    in the wrong order, one that overlaps another absence, a training result without a training.
    """
    require_staff_keeper(actor, organization)
    check_subject(organization, person)
    if kind not in AbsenceKind.values:
        raise ValidationError(_("Choose the kind of absence."), code="unknown_kind")
    if result and (kind != AbsenceKind.TRAINING or result not in TrainingResult.values):
        raise ValidationError(
            _("Only a training has a training result."), code="result_without_training"
        )
    check_order(valid_from, valid_to)
    row = Absence(
        person=person,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        result=result,
        **record_columns(actor, organization, paper),
    )
    others = Absence.objects.not_cancelled().filter(person=person)
    sentence = _("%(person)s is recorded as absent %(period)s; the periods overlap.")
    _save_alone(row, others, sentence, "absence_overlaps", actor)
    return row


def enter_headcount(
    *, actor: Actor, organization: Organization, unit: Unit, counted_on: date, total: int,
    paper: RecordPaper = NO_PAPER,
) -> Headcount:  # fmt: skip
    """Record how many people a unit had on a day, if recorded memberships are incomplete.

    The council secretary and the administrator of the agency may, and the system. Refused: a day in
    the future, a unit of another agency, a household, a second count of the same day.
    """
    require_staff_keeper(actor, organization)
    check_subject(organization, unit=unit)
    require_workplace(unit)
    check_past(counted_on, "counted_in_future", _("The day of the count lies in the future."))
    row = Headcount(
        unit=unit, counted_on=counted_on, total=total, **record_columns(actor, organization, paper)
    )
    same = Headcount.objects.not_cancelled().filter(unit=unit, counted_on=counted_on)
    already = ValidationError(
        _("A headcount of %(day)s is recorded already; cancel that one first.")
        % {"day": short_date(counted_on)},
        code="counted_already",
    )
    with recorded_once(same, already):
        row.save()
        write_history("record.entered", row, actor=actor)
    return row
