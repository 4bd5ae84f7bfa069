"""Which rows the facts of a subject rest on: one part of the common query for each table."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Field, IntegerField, Min, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from nominations.awards.models import Award
from nominations.eligibility.record_rows import (
    PAPER,
    RecordPart,
    RecordRow,
    by_source,
    one_statement,
    read_record_rows,
    row_part,
)
from nominations.people.models import Person, Unit, UnitMembership
from nominations.prepared_query import PreparedQuery
from nominations.records.grading.decrees import asks_own_regulation
from nominations.records.initiative_workflow import InitiativeState
from nominations.records.models import (
    Absence,
    AnnualGrade,
    Attestation,
    Discipline,
    Examination,
    Recognition,
    Service,
)
from nominations.records.scales import AttestationKind

_FIELDS: dict[str, Field[Any, Any]] = {
    "subject": Person._meta.get_field("id"),
    "year": AnnualGrade._meta.get_field("year"),
    "first": UnitMembership._meta.get_field("valid_from"),
    "last": UnitMembership._meta.get_field("valid_from"),
    "on": UnitMembership._meta.get_field("valid_from"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRecords:
    """Whose records of which year, as known on the day `on`; `first` and `last` of the year.

    `among` is the condition that a column holds one of the subjects. The rest may be parameters of
    a prepared query; `own_regulation`: whether it matters if a unit has a regulation of its own.
    """

    among: Callable[[str], Q]
    year: Any
    first: Any
    last: Any
    on: Any
    own_regulation: bool


class RecordParts(ABC):
    """What persons and units have in common. `subject` is the column that names the subject."""

    subject = ""
    holder = ""
    _prepared: dict[bool, PreparedQuery[RecordRow]]

    def __init_subclass__(cls) -> None:
        cls._prepared = {}

    def __init__(self, asked: AskedRecords) -> None:
        self.asked = asked

    @classmethod
    def rows(cls, keys: Sequence[int], *, year: int, on: date) -> dict[str, list[RecordRow]]:
        """The rows of the subjects by part; what is asked of one subject is composed once."""
        given = {"year": year, "first": date(year, 1, 1), "last": date(year, 12, 31), "on": on}
        own = asks_own_regulation(year)
        if len(keys) == 1:
            return by_source(cls._prepare(own).rows(subject=keys[0], **given))

        def among(column: str) -> Q:
            return Q(**{f"{column}__in": keys})

        parts = cls(AskedRecords(among=among, own_regulation=own, **given)).parts()
        return read_record_rows(parts, subjects=len(keys))

    @classmethod
    def _prepare(cls, own_regulation: bool) -> PreparedQuery[RecordRow]:
        def compose(subject: Any, **given: Any) -> QuerySet[Any, Any]:
            def among(column: str) -> Q:
                return Q(**{column: subject})

            asked = AskedRecords(among=among, own_regulation=own_regulation, **given)
            return one_statement(cls(asked).parts())

        known = cls._prepared.get(own_regulation)
        if known is None:
            known = cls._prepared[own_regulation] = PreparedQuery(RecordRow, compose, **_FIELDS)
        return known

    def _of(self, model: Any, *conditions: Q, **more: Any) -> Any:
        """Rows of the subjects that stand on the day: a later cancellation does not count yet."""
        of_subject = self.asked.among(f"{self.subject}_id")
        return model.objects.filter(self._not_cancelled(), of_subject, *conditions, **more)

    def _not_cancelled(self) -> Q:
        return Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=self.asked.on)

    @abstractmethod
    def _agencies(self) -> QuerySet[Any]:
        """Ids of the agencies of the subjects."""

    def parts(self) -> list[RecordPart]:
        key = f"{self.subject}_id"
        still = Q(closed_on__isnull=True) | Q(closed_on__gt=self.asked.on)
        awards = Award.objects.known_on(self.asked.on).filter(self.asked.among(self.holder))
        # First year with an award on record, by agency: of the years before nobody knows.
        agencies = Award.objects.filter(organization_id__in=self._agencies()).order_by()
        first = agencies.values("organization_id").annotate(first=Min("year"))
        return [
            row_part(
                "grade",
                self._of(AnnualGrade, year__lte=self.asked.year),
                key=key, pk="pk", year="year", code="grade", **PAPER,
            ),
            row_part(
                "award",
                awards.filter(year__lte=self.asked.year),
                key=self.holder, pk="pk", year="year", code="award_type__code",
                kind="commendation_type", ends="achievement_to",
                paper_number="decision_number", paper_date="decision_date", issuer="issuer",
            ),
            row_part(
                "examination",
                self._of(Examination, still, opened_on__lte=self.asked.on),
                key=key, pk="pk", code="kind", begins="opened_on", **PAPER,
            ),
            row_part(
                "attestation",
                self._of(Attestation, year=self.asked.year),
                key=key, pk="pk", code="what", number=Cast("holds", IntegerField()), **PAPER,
            ),
            row_part("first_award_year", first, key="organization_id", year="first"),
        ]  # fmt: skip


class PersonParts(RecordParts):
    """The records of persons."""

    subject = "person"
    holder = "person_id"

    def _places(self) -> QuerySet[UnitMembership]:
        return UnitMembership.objects.filter(
            self.asked.among("person_id"), is_primary=True, valid_from__lte=self.asked.on
        )

    def _agencies(self) -> QuerySet[Any]:
        return self._places().order_by().values("unit__organization_id")

    def _regulations(self) -> list[RecordPart]:
        """Whether the units have grading regulations of their own, where that matters."""
        if not self.asked.own_regulation:
            return []
        said = Attestation.objects.filter(
            self._not_cancelled(),
            what=AttestationKind.GRADING_REGULATION,
            year=self.asked.year,
            unit_id__in=self._places().order_by().values("unit_id"),
        )
        number = Cast("holds", IntegerField())
        return [row_part("regulation", said, key="unit_id", pk="pk", number=number)]

    def parts(self) -> list[RecordPart]:
        asked = self.asked
        overlap = Q(valid_from__lte=asked.last) & (
            Q(valid_to__isnull=True) | Q(valid_to__gte=asked.first)
        )
        dates = {"key": "person_id", "pk": "pk", "begins": "valid_from", "ends": "valid_to"}
        dated = Q(paper_date__isnull=True) | Q(paper_date__lte=self.asked.on)
        recognised = Recognition.objects.filter(
            self._not_cancelled(),
            dated,
            asked.among("initiative__authors__person_id"),
            initiative__state=InitiativeState.RECOGNISED,
            initiative__year__lte=self.asked.year,
        )
        return [
            *super().parts(),
            row_part("name", Person.objects.filter(asked.among("pk")), key="pk", text="full_name"),
            row_part(
                "discipline",
                self._of(Discipline, decided_on__lte=self.asked.on),
                key="person_id", pk="pk", code="form", begins="decided_on", ends="ends_on",
                kind="concerns", year=Coalesce("counted_year", Value(0)), **PAPER,
            ),
            row_part("service", self._of(Service), code="begins_by", **dates),
            row_part(
                "place",
                self._places(),
                number="unit__organization_id", share="unit_id", kind="staff_kind", **dates,
            ),
            *self._regulations(),
            row_part("absence", self._of(Absence, overlap), code="kind", kind="result", **dates),
            row_part(
                "initiative",
                recognised,
                key="initiative__authors__person_id", pk="pk", number="initiative_id",
                share="initiative__authors__share", year="initiative__year",
                code="scope", kind="initiative__kind", text="initiative__name", **PAPER,
            ),
        ]  # fmt: skip


class UnitParts(RecordParts):
    """The records of units."""

    subject = "unit"
    holder = "collective_id"

    def _agencies(self) -> QuerySet[Any]:
        return Unit.objects.filter(self.asked.among("pk")).order_by().values("organization_id")
