"""Annual grades from a table: one for each person or collective and year, with its decision."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from nominations.importing.cells import (
    read_birth,
    read_kind,
    read_past_day,
    read_word,
    read_year,
)
from nominations.importing.name_questions import NameQuestions
from nominations.importing.plan import ImportPlan, PlannedRow
from nominations.importing.row_reader import RowReader
from nominations.importing.spreadsheet import Spreadsheet
from nominations.people.importing.directory_checker import DirectoryChecker
from nominations.people.models import Organization, Person, Unit, UnitMembership
from nominations.people.services.dates import short_date
from nominations.records.importing.columns import GRADE_WORDS, RecordColumn
from nominations.records.models import AnnualGrade
from nominations.records.scales import Grade
from nominations.records.services.entry import RecordPaper, record_columns, stream_of
from workflow import audit
from workflow.actors import Actor

_Key = tuple[str, int | None, int]


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One grade to write."""

    subject: Person | Unit
    year: int
    grade: str
    paper: RecordPaper


class GradeChecker(DirectoryChecker):
    def __init__(
        self, sheet: Spreadsheet, organization: Organization, name_questions: NameQuestions
    ) -> None:
        super().__init__(sheet, organization, name_questions)
        self.seen: dict[_Key, int] = {}
        self.recorded: dict[_Key, AnnualGrade] = {}
        rows = AnnualGrade.objects.not_cancelled()
        ours = UnitMembership.objects.filter(unit__organization=organization)
        for row in rows.filter(unit__organization=organization):
            self.recorded["unit", row.unit_id, row.year] = row
        for row in rows.filter(person_id__in=ours.values("person_id")):
            self.recorded["person", row.person_id, row.year] = row

    def check_row(self, line: RowReader) -> None:
        subject = self._subject(line)
        year = line.read(RecordColumn.YEAR, read_year)
        grade = line.read(
            RecordColumn.GRADE, lambda value: read_word(value, GRADE_WORDS, _grades())
        )
        number = line.needed(RecordColumn.NUMBER)
        day = line.read(RecordColumn.DATE, read_past_day)
        issuer = line.short(RecordColumn.ISSUER)
        if year and day and year > day.year:
            line.fail(
                RecordColumn.YEAR,
                _("The year %(year)s is after the decision of %(day)s.")
                % {"year": year, "day": short_date(day)},
            )
        born = subject.birth_date if isinstance(subject, Person) else None
        if born and year and year <= born.year:
            line.fail(RecordColumn.YEAR, _("The person was not born yet."))
        if not line.is_right or subject is None:
            return
        note = line.text("note")[:300]
        self._place(line, GradeRow(subject, year, grade, RecordPaper(number, day, issuer, note)))

    def _subject(self, line: RowReader) -> Person | Unit | None:
        written = line.text(RecordColumn.NAME) or line.text(RecordColumn.COLLECTIVE)
        where = (
            RecordColumn.NAME
            if line.text(RecordColumn.NAME) or not line.has(RecordColumn.COLLECTIVE)
            else RecordColumn.COLLECTIVE
        )
        if not line.has(RecordColumn.NAME):
            where = RecordColumn.COLLECTIVE
        if not written:
            line.fail(where, _("This cell may not be empty."))
            return None
        said = line.read_if_any(RecordColumn.KIND, read_kind)
        is_unit = where == RecordColumn.COLLECTIVE or self.directory.knows_unit(written)
        if said == "collective" or (said is None and is_unit):
            return self.directory.find_unit(line, where, written)
        birth = line.read_if_any(RecordColumn.BIRTH_DATE, read_birth)
        return self.directory.find_person(line, where, RecordColumn.BIRTH_DATE, written, birth)

    def _place(self, line: RowReader, row: GradeRow) -> None:
        """Add the row, or note that it is there already, in the file or on record."""
        kind = "person" if isinstance(row.subject, Person) else "unit"
        key = (kind, row.subject.pk, row.year)
        name = str(row.subject)
        other = self.seen.setdefault(key, line.index)
        if other != line.index:
            line.fail(
                RecordColumn.YEAR,
                _("%(name)s has a grade of %(year)s in %(place)s too: one grade a year.")
                % {"name": name, "year": row.year, "place": line.sheet.place(other)},
            )
            return
        label = str(Grade(row.grade).label)
        written = line.text(RecordColumn.NAME) or line.text(RecordColumn.COLLECTIVE)
        day = short_date(row.paper.date) if row.paper.date else ""
        paper = ", ".join(filter(None, (row.paper.number, day, row.paper.issuer)))
        entry = PlannedRow(
            index=line.index,
            written=written,
            name=name,
            new=row,
            details=(str(row.year), label, paper),
        )
        recorded = self.recorded.get(key)
        if recorded is None:
            self.plan.entries.append(entry)
        elif recorded.grade == row.grade:
            self.plan.already.append(entry)
        else:
            line.fail(
                RecordColumn.GRADE,
                _("%(name)s already has the grade “%(grade)s” of %(year)s; cancel that one first.")
                % {"name": name, "grade": recorded.get_grade_display(), "year": row.year},
            )


def _grades() -> str:
    return ", ".join(str(label) for label in Grade.labels)


def write(plan: ImportPlan, *, actor: Actor) -> None:
    """Enter the grades of a plan without problems; one entry in the history of the records."""
    organization = plan.organization
    columns = {
        paper: record_columns(actor, organization, paper)
        for paper in {entry.new.paper for entry in plan.entries}
    }
    rows = AnnualGrade.objects.bulk_create(
        [
            AnnualGrade(
                person=row.subject if isinstance(row.subject, Person) else None,
                unit=row.subject if isinstance(row.subject, Unit) else None,
                year=row.year,
                grade=row.grade,
                **columns[row.paper],
            )
            for row in (entry.new for entry in plan.entries)
        ],
        batch_size=500,
    )
    audit.record(
        stream_of(organization.pk),
        "record.imported",
        actor=actor,
        payload={
            "record": "annualgrade",
            "file": plan.sheet.file_name,
            "sha256": sha256(plan.sheet.content).hexdigest(),
            "count": len(rows),
            "pks": [row.pk for row in rows],
        },
    )
