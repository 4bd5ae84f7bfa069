"""Discipline and examinations: visible to few, logged in the history without their content."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.people.models import Organization, Person, Unit
from nominations.people.services.dates import check_order, short_date
from nominations.records.models import Discipline, Examination
from nominations.records.permissions import require_secretary
from nominations.records.scales import (
    DisciplineConcern,
    DisciplineForm,
    DisciplineTrack,
    ExaminationKind,
)
from nominations.records.services.entry import (
    NO_PAPER,
    RecordPaper,
    check_past,
    check_subject,
    record_columns,
    write_history,
)
from workflow.actors import Actor

COUNTED_WITHIN = 20
"""The maximum years between a decision and the grade in which its act counts; more is an error."""


def enter_discipline(
    *,
    actor: Actor,
    organization: Organization,
    person: Person,
    form: str,
    decided_on: date,
    ends_on: date | None = None,
    track: str = DisciplineTrack.ADMINISTRATIVE,
    concerns: str = "",
    counted_year: int | None = None,
    paper: RecordPaper,
) -> Discipline:
    """Record a disciplinary decision with its number. `counted_year`: the year in whose grade the
    act counts, where that is another one than the decision's.

    Only the council secretary of the agency and the system may. Refused: a decision in the future
    or without a number, an end before the decision, a person outside the agency, the same decision
    twice.
    """
    require_secretary(actor, organization)
    check_subject(organization, person)
    if form not in DisciplineForm.values:
        raise ValidationError(_("Choose the form of discipline."), code="unknown_form")
    check_past(decided_on, "decided_in_future", _("The day of the decision lies in the future."))
    if not paper.number.strip():
        raise ValidationError(
            _("Enter the number of the disciplinary decision."), code="paper_needed"
        )
    check_order(decided_on, ends_on)
    _check_act(decided_on, track, concerns, counted_year)
    row = Discipline(
        track=track,
        concerns=concerns,
        counted_year=counted_year,
        person=person,
        form=form,
        decided_on=decided_on,
        ends_on=ends_on,
        **record_columns(actor, organization, paper),
    )
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if (
            Discipline.objects.not_cancelled()
            .filter(person=person, decided_on=decided_on, paper_number=row.paper_number)
            .exists()
        ):
            raise ValidationError(
                _("Decision %(number)s of %(day)s is recorded already.")
                % {"number": row.paper_number, "day": short_date(decided_on)},
                code="recorded_already",
            )
        row.save()
        write_history("record.entered", row, actor=actor)
    return row


def _check_act(decided_on: date, track: str, concerns: str, counted_year: int | None) -> None:
    """Refuse unknown words and an implausible year."""
    if track not in DisciplineTrack.values or concerns not in ("", *DisciplineConcern.values):
        raise ValidationError(_("Choose what the act concerns."), code="unknown_concern")
    if counted_year is not None and abs(counted_year - decided_on.year) > COUNTED_WITHIN:
        raise ValidationError(
            _("The year %(year)s is too far from the decision.") % {"year": counted_year},
            code="counted_too_far",
        )


def open_examination(
    *,
    actor: Actor,
    organization: Organization,
    kind: str,
    opened_on: date,
    person: Person | None = None,
    unit: Unit | None = None,
    paper: RecordPaper = NO_PAPER,
) -> Examination:
    """Record that a matter is being examined: until it is closed no nomination may go on.

    Only the council secretary of the agency and the system may. Refused: a day in the future, a
    subject outside the agency, the same kind of matter opened twice on one day.
    """
    require_secretary(actor, organization)
    check_subject(organization, person, unit)
    if kind not in ExaminationKind.values:
        raise ValidationError(_("Choose what is being examined."), code="unknown_kind")
    check_past(opened_on, "opened_in_future", _("The day of the opening lies in the future."))
    row = Examination(
        person=person,
        unit=unit,
        kind=kind,
        opened_on=opened_on,
        **record_columns(actor, organization, paper),
    )
    with transaction.atomic():
        subject: Any = person or unit
        type(subject).objects.select_for_update().get(pk=subject.pk)
        same = Examination.objects.not_cancelled().filter(
            person=person, unit=unit, kind=kind, opened_on=opened_on
        )
        if same.exists():
            raise ValidationError(
                _("This matter is recorded as opened on %(day)s already.")
                % {"day": short_date(opened_on)},
                code="recorded_already",
            )
        row.save()
        write_history("record.entered", row, actor=actor)
    return row


def close_examination(
    *, actor: Actor, examination: Examination, closed_on: date, fault_found: bool | None
) -> Examination:
    """Close a matter with its finding: only then does it no longer bar a nomination.

    Only the council secretary of the agency and the system may. Refused: closing without a finding,
    a day in the future or before the opening, a matter that is closed or cancelled.
    """
    require_secretary(actor, examination.organization)
    if fault_found is None:
        raise ValidationError(
            _("Say whether a fault was found; the matter stays open until then."),
            code="finding_needed",
        )
    check_past(closed_on, "closed_in_future", _("The day of the closing lies in the future."))
    with transaction.atomic():
        row = Examination.objects.select_for_update().get(pk=examination.pk)
        if row.cancelled_on is not None:
            raise ValidationError(_("This record is cancelled."), code="cancelled_already")
        if row.closed_on is not None:
            raise ValidationError(
                _("This matter is closed since %(day)s.") % {"day": short_date(row.closed_on)},
                code="closed_already",
            )
        if closed_on < row.opened_on:
            raise ValidationError(
                _("The matter was opened on %(day)s; it cannot be closed before.")
                % {"day": short_date(row.opened_on)},
                code="closed_before_opened",
            )
        row.closed_on, row.fault_found = closed_on, fault_found
        row.save(update_fields=["closed_on", "fault_found"])
        write_history("record.closed", row, actor=actor)
    return row
