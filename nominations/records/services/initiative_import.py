"""Bulk entry of initiatives that were recognised before the system existed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.people.models import Organization, Unit
from nominations.records.initiative_workflow import INITIATIVES
from nominations.records.models import Initiative, InitiativeAuthor, InitiativeKind
from nominations.records.permissions import require_secretary
from nominations.records.scales import Scope
from nominations.records.services.entry import check_belonging, check_past, check_year, stream_of
from nominations.records.services.initiatives import GIVEN_UP, AuthorShare, check_authors
from nominations.vietnamese import clean_text, fold, tidy_name
from workflow import audit, clock
from workflow.actors import Actor
from workflow.engine import SYSTEM, perform_many


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedRow:
    """One initiative of a list; the first author is the main one, `unit` where it was made."""

    name: str
    year: int
    unit: Unit
    authors: Sequence[AuthorShare]
    scope: str
    kind: str = InitiativeKind.INITIATIVE
    summary: str = ""
    paper_number: str = ""
    paper_date: date | None = None
    issuer: str = ""
    data: dict[str, Any] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        day = self.paper_date
        self.data.update(
            scope=str(self.scope),
            paper_number=clean_text(self.paper_number)[:60],
            paper_date=day.isoformat() if day else None,
            issuer=clean_text(self.issuer)[:200],
        )


def import_recognised(
    *, actor: Actor, organization: Organization, rows: Sequence[RecognisedRow]
) -> list[Initiative]:
    """Import initiatives with their recognition, all or none, in a fixed number of statements.

    For the council secretary of the agency and the system; the actor of each history is the system,
    the history of the agency's records names the secretary. Refused, with the number of the row: a
    year or a paper in the future, an unknown scope, shares that do not make 100, authors or a unit
    of another agency, a name that the year already has.
    """
    require_secretary(actor, organization)
    if not rows:
        raise ValidationError(_("There is nothing to take over."), code="nothing_entered")
    _check(organization, rows)
    with transaction.atomic():
        now = clock.now()
        made = Initiative.objects.bulk_create(
            [
                Initiative(
                    organization=organization, unit=row.unit, kind=row.kind, year=row.year,
                    name=tidy_name(row.name)[:300], search_key=fold(tidy_name(row.name)[:300]),
                    summary=clean_text(row.summary), created_at=now,
                )
                for row in rows
            ],
            batch_size=500,
        )  # fmt: skip
        InitiativeAuthor.objects.bulk_create(
            [
                InitiativeAuthor(
                    initiative=one, person=author.person, share=author.share, is_main=not number
                )
                for one, row in zip(made, rows, strict=True)
                for number, author in enumerate(row.authors)
            ],
            batch_size=1000,
        )
        payload = {"record": "initiative", "count": len(made), "pks": [one.pk for one in made]}
        stream = stream_of(organization.pk)
        key = audit.record(stream, "record.imported", actor=actor, payload=payload)
        perform_many(
            INITIATIVES,
            [one.pk for one in made],
            "take_over",
            actor=SYSTEM,
            data_for={one.pk: row.data for one, row in zip(made, rows, strict=True)},
            joins=True,
            group=key,
        )
    return made


def _check(organization: Organization, rows: Sequence[RecognisedRow]) -> None:
    """Check every row, then duplicates of names among the rows and with existing ones."""
    faults: list[ValidationError] = []
    known = set(
        Initiative.objects.filter(organization=organization, year__in={row.year for row in rows})
        .exclude(state__in=GIVEN_UP)
        .values_list("year", "search_key")
    )
    for number, row in enumerate(rows, 1):
        key = (row.year, fold(tidy_name(row.name)[:300]))
        try:
            _check_row(row)
            if key in known:
                raise ValidationError(
                    _("An initiative of this name is registered for %(year)s already.")
                    % {"year": row.year},
                    code="registered_already",
                )
        except ValidationError as refusal:
            said = " ".join(refusal.messages)
            sentence = _("Row %(number)s: %(reason)s") % {"number": number, "reason": said}
            faults.append(ValidationError(sentence, code=refusal.error_list[0].code))
        known.add(key)
    if faults:
        raise ValidationError(faults)
    subjects = {one.person.pk: one.person for row in rows for one in row.authors}
    units = {row.unit.pk: row.unit for row in rows}
    check_belonging(organization, [*subjects.values(), *units.values()])


def _check_row(row: RecognisedRow) -> None:
    if not tidy_name(row.name):
        raise ValidationError(_("Enter the name of the initiative."), code="name_needed")
    if row.kind not in InitiativeKind.values:
        raise ValidationError(_("Choose initiative or research topic."), code="unknown_kind")
    if row.scope not in Scope.values:
        raise ValidationError(_("Enter the scope of the recognition."), code="unknown_scope")
    check_year(row.year)
    check_authors(row.authors)
    check_past(row.paper_date, "paper_future", _("The date of the paper lies in the future."))
