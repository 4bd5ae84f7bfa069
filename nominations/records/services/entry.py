"""The shared part of all records: paper, checks of dates and agency, history entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nominations.people.models import Organization, Person, Unit, UnitMembership
from nominations.people.services.dates import short_date
from nominations.records.models.base import Record
from nominations.vietnamese import clean_text
from workflow import audit, clock
from workflow.actors import Actor
from workflow.canonical import encode

EARLIEST_YEAR = 1945
"""The first year of which anything can be recorded."""
SEALED_KINDS = frozenset({"discipline", "examination"})
"""Records whose content is not in the history, since administrators read it: an entry has their key
and a checksum of the content."""


@dataclass(frozen=True, slots=True)
class RecordPaper:
    """The paper of a record."""

    number: str = ""
    date: date | None = None
    issuer: str = ""
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """The columns of a record."""
        return {
            "paper_number": clean_text(self.number)[:60],
            "paper_date": self.date,
            "issuer": clean_text(self.issuer)[:200],
            "note": clean_text(self.note)[:300],
        }


NO_PAPER = RecordPaper()


def record_columns(actor: Actor, organization: Organization, paper: RecordPaper) -> dict[str, Any]:
    """Columns that every new record has: agency, paper, by whom and when."""
    check_past(paper.date, "paper_future", _("The date of the paper lies in the future."))
    return {
        "organization": organization,
        "recorded_at": clock.now(),
        "recorded_by_id": actor.pk,
        **paper.columns(),
    }


@contextmanager
def recorded_once(same: QuerySet[Any], already: ValidationError) -> Iterator[None]:
    """Guards a block that writes a unique record.

    Raises `already` if `same` finds one, or on a unique violation by a concurrent write; the block
    is rolled back.
    """
    try:
        with transaction.atomic():
            if same.exists():
                raise IntegrityError
            yield
    except IntegrityError:
        raise already from None


def check_past(day: date | None, code: str, sentence: str) -> None:
    """Refuse a date in the future."""
    if day is not None and day > clock.today():
        raise ValidationError(sentence, code=code)


def check_year(year: int, persons: Iterable[Person] = ()) -> None:
    """Refuse a year in the future, before there were records, or before a person was born."""
    if year > clock.today().year:
        raise ValidationError(
            _("The year %(year)s has not come yet.") % {"year": year}, code="future_year"
        )
    if year < EARLIEST_YEAR:
        raise ValidationError(
            _("The year %(year)s is too early.") % {"year": year}, code="year_too_early"
        )
    for person in persons:
        if person.birth_date is not None and year <= person.birth_date.year:
            raise ValidationError(
                _("%(person)s was born on %(day)s, so a record of %(year)s cannot be right.")
                % {
                    "person": person.full_name,
                    "day": short_date(person.birth_date),
                    "year": year,
                },
                code="before_birth",
            )


def check_subject(
    organization: Organization, person: Person | None = None, unit: Unit | None = None
) -> None:
    """Refuse a record of nobody, of two at once, or of somebody outside the agency."""
    subjects = [one for one in (person, unit) if one is not None]
    if len(subjects) != 1:
        raise ValidationError(
            _("A record is of one person or of one unit."), code="one_subject_needed"
        )
    check_belonging(organization, subjects)


def check_belonging(organization: Organization, subjects: Sequence[Person | Unit]) -> None:
    """Refuse people who never worked in the agency, and units of another one."""
    persons = [one for one in subjects if isinstance(one, Person)]
    known = set(
        UnitMembership.objects.filter(
            person__in=persons, unit__organization=organization
        ).values_list("person_id", flat=True)
    )
    for subject in subjects:
        belongs = (
            subject.pk in known
            if isinstance(subject, Person)
            else subject.organization_id == organization.pk
        )
        if not belongs:
            raise ValidationError(
                _("%(subject)s does not belong to %(agency)s.")
                % {"subject": subject, "agency": organization.name},
                code="not_of_agency",
            )


def stream_of(organization_id: int) -> str:
    """The audit stream of the records of an agency."""
    return f"records:{organization_id}"


def kind_of(record: Record) -> str:
    """The name of a kind of record in the history."""
    return str(record._meta.model_name)


LATER_COLUMNS = {
    "track": "CHINH_QUYEN",
    "concerns": "",
    "counted_year": None,
    "begins_by": "",
    "ends_by": "",
    "replaces_id": None,
}
"""Columns added later: left out while empty, so that earlier checksums still match."""


def content_of(record: Record) -> dict[str, Any]:
    """The content of a record by column, as in the history."""
    left_out = {"id", "organization_id", "cancelled_on", "cancel_reason", "recorded_at"}
    found = {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.attname not in left_out
    }
    return {
        name: value
        for name, value in found.items()
        if name not in LATER_COLUMNS or value != LATER_COLUMNS[name]
    }


def content_checksum(record: Record) -> str:
    """The checksum of a record's content, which the history has for confidential records."""
    return sha256(encode(content_of(record)).encode()).hexdigest()


def write_history(
    action: str, record: Record, *, actor: Actor, more: Mapping[str, Any] | None = None
) -> None:
    """Record the act on a record in the history of its agency."""
    kind = kind_of(record)
    content = {"seal": content_checksum(record)} if kind in SEALED_KINDS else content_of(record)
    extra = {} if kind in SEALED_KINDS else dict(more or {})
    audit.record(
        stream_of(record.organization_id),
        action,
        actor=actor,
        payload={"record": kind, "pk": record.pk, **content, **extra},
    )
