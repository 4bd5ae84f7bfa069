"""From a sheet to a plan: what would be added, what is there already, what is wrong and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from nominations.awards.importing import cells
from nominations.awards.importing.cells import CellError
from nominations.awards.importing.columns import DITTO_COLUMNS, LABELS, Column
from nominations.awards.importing.matching import (
    BirthDateDiffers,
    BirthDateNeeded,
    Catalogue,
    Directory,
    one_award,
)
from nominations.awards.importing.sheet import Row, Sheet
from nominations.awards.models import Award, AwardType, CommendationType, Form, Kind, Origin
from nominations.awards.services import NewAward
from nominations.people.models import Organization, Person, Unit, UnitMembership
from nominations.people.names import fold

_DITTO = frozenset({"nt", "nhu tren", "-nt-", '"', "''", "”", "“", "〃"})
_LIMITS = {Column.NUMBER: 60, Column.ISSUER: 200, Column.POSITION: 120, Column.UNIT: 250}
_Key = tuple[str, int, str, int, str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell; `index` is the line in the file, counted from 0."""

    index: int
    column: Column
    message: str
    text: str = ""

    @property
    def line(self) -> int:
        """The line as Excel numbers it."""
        return self.index + 1

    @property
    def label(self) -> str:
        """The heading of the column."""
        return str(LABELS[self.column])


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is right: the award it stands for."""

    index: int
    written: str
    award_name: str
    new: NewAward

    @property
    def line(self) -> int:
        """The line as Excel numbers it."""
        return self.index + 1

    @property
    def matched_differently(self) -> bool:
        """Whether the name in the file is spelled in another way than the recorded one."""
        return self.written != self.new.recipient_name


@dataclass(slots=True)
class Plan:
    """What an import of the sheet would do; it may be carried out when there is no problem."""

    sheet: Sheet
    organization: Organization
    entries: list[Entry] = field(default_factory=list)
    already: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether every row is right."""
        return not self.problems

    @property
    def bad_lines(self) -> int:
        """Number of rows with a problem."""
        return len({problem.index for problem in self.problems})


class _Line:
    """One row being read: collects the problems of its cells and goes on to the next cell."""

    def __init__(self, row: Row, columns: dict[Column, int], above: dict[Column, Any]) -> None:
        self.row, self.columns, self.above = row, columns, above
        self.problems: list[Problem] = []
        self._texts: dict[Column, str] = {}

    def raw(self, column: Column) -> Any:
        """The cell, or the one above where the clerk wrote "như trên"."""
        position = self.columns.get(column)
        if column in DITTO_COLUMNS:
            if fold(self.row.text(position)) in _DITTO:
                return self.above.get(column)
            self.above[column] = self.row.value(position)
        return self.row.value(position)

    def text(self, column: Column) -> str:
        """The cell, or the one above it, as text."""
        if column not in self._texts:
            self._texts[column] = Row(self.row.index, [self.raw(column)]).text(0)
        return self._texts[column]

    def position(self, problem: Problem) -> int:
        """Where the cell of a problem stands in its row."""
        return self.columns.get(problem.column, 0)

    def fail(self, column: Column, message: str) -> None:
        """Note what is wrong with a cell."""
        text = self.row.text(self.columns.get(column))
        self.problems.append(Problem(self.row.index, column, message, text))

    def needed(self, column: Column) -> str:
        """The text of a cell that may not be empty."""
        text = self.text(column)
        if not text:
            self.fail(column, _("This cell may not be empty."))
        elif len(text) > _LIMITS.get(column, 250):
            self.fail(column, _("This text is too long."))
        return text

    def read(self, column: Column, reader: Callable[[Any], Any]) -> Any:
        """The meaning of a cell that may not be empty, None when there is a problem."""
        if not self.text(column):
            self.fail(column, _("This cell may not be empty."))
            return None
        return self.attempt(column, lambda: reader(self.raw(column)))

    def attempt(self, column: Column, act: Callable[[], Any]) -> Any:
        """The result of `act`, None when it refuses."""
        try:
            return act()
        except CellError as error:
            self.fail(column, str(error))
            return None


class _Checker:
    def __init__(self, sheet: Sheet, organization: Organization) -> None:
        self.plan = Plan(sheet, organization)
        self.directory = Directory(organization)
        self.catalogue = Catalogue()
        self.standing = _Standing(organization)
        self.above: dict[Column, Any] = {}
        self.seen: dict[_Key, int] = {}

    def run(self) -> Plan:
        for row in self.plan.sheet.rows:
            line = _Line(row, self.plan.sheet.columns, self.above)
            entry = self._entry(line)
            if entry is not None and not line.problems:
                self._place(line, entry)
            self.plan.problems.extend(sorted(line.problems, key=line.position))
        return self.plan

    def _entry(self, line: _Line) -> Entry | None:
        number, issuer = line.needed(Column.NUMBER), line.needed(Column.ISSUER)
        year = line.read(Column.YEAR, cells.read_year)
        day = line.read(Column.DATE, cells.read_decision_day)
        if year and day and year > day.year:
            line.fail(
                Column.YEAR,
                _("The year %(year)s is after the decision of %(day)s.")
                % {"year": year, "day": f"{day:%d/%m/%Y}"},
            )
        award = self._award(line)
        written, recipient = self._recipient(line, award)
        kind = self._type(line, award)
        for column in (Column.POSITION, Column.UNIT):
            if len(line.text(column)) > _LIMITS[column]:
                line.fail(column, _("This text is too long."))
        if line.problems or recipient is None or award is None:
            return None
        version = self.catalogue.on(award, day)
        return self._compose(line, written, recipient, version, kind, year, number, day, issuer)

    def _award(self, line: _Line) -> AwardType | None:
        text = line.needed(Column.AWARD)
        return line.attempt(Column.AWARD, lambda: one_award(self.catalogue, text)) if text else None

    def _type(self, line: _Line, award: AwardType | None) -> str:
        """The commendation type; an emulation title is merit unless the cell says otherwise."""
        if not line.text(Column.TYPE) and award is not None and award.form == Form.TITLE:
            return CommendationType.MERIT
        return line.read(Column.TYPE, cells.read_type) or ""

    def _recipient(self, line: _Line, award: AwardType | None) -> tuple[str, Person | Unit | None]:
        own = line.text(Column.COLLECTIVE)
        written = line.text(Column.NAME) or own
        where = Column.COLLECTIVE if own and not line.text(Column.NAME) else Column.NAME
        if Column.NAME not in line.columns:
            where = Column.COLLECTIVE
        if not written:
            line.fail(where, _("This cell may not be empty."))
            return "", None
        said = line.attempt(Column.KIND, lambda: cells.read_kind(line.raw(Column.KIND)))
        kind = said or self._kind(written, where, award)
        if award is not None and not award.is_for(kind):
            line.fail(Column.AWARD, self._wrong_kind(award, kind))
            return written, None
        if kind == Kind.COLLECTIVE:
            return written, line.attempt(where, lambda: self.directory.unit(written))
        return written, self._person(line, where, written)

    def _kind(self, written: str, where: Column, award: AwardType | None) -> str:
        """What the table does not say: the column, the catalogue or the name tells it."""
        if where is Column.COLLECTIVE:
            return Kind.COLLECTIVE
        if self.directory.knows_unit(written):
            return Kind.COLLECTIVE
        if award is not None and not award.for_individuals:
            known = self.directory.knows_person(written)
            return Kind.INDIVIDUAL if known else Kind.COLLECTIVE
        return Kind.INDIVIDUAL

    def _wrong_kind(self, award: AwardType, kind: str) -> str:
        words = (
            _("%(award)s is not given to collectives.")
            if kind == Kind.COLLECTIVE
            else _("%(award)s is not given to individuals.")
        )
        return words % {"award": award.name}

    def _person(self, line: _Line, where: Column, written: str) -> Person | None:
        birth = line.attempt(
            Column.BIRTH_DATE, lambda: cells.read_birth(line.raw(Column.BIRTH_DATE))
        )
        try:
            return self.directory.person(written, birth)
        except (BirthDateNeeded, BirthDateDiffers) as error:
            known = Column.BIRTH_DATE in line.columns
            line.fail(Column.BIRTH_DATE if known else where, str(error))
        except CellError as error:
            line.fail(where, str(error))
        return None

    def _compose(
        self,
        line: _Line,
        written: str,
        recipient: Person | Unit,
        award: AwardType,
        kind: str,
        year: int,
        number: str,
        day: date,
        issuer: str,
    ) -> Entry:
        is_person = isinstance(recipient, Person)
        place = _place_of(recipient, year) if is_person else None
        new = NewAward(
            organization_id=self.plan.organization.pk,
            award_type_id=award.pk,
            kind=Kind.INDIVIDUAL if is_person else Kind.COLLECTIVE,
            commendation_type=kind,
            year=year,
            recipient_name=recipient.full_name if is_person else recipient.name,
            person_id=recipient.pk if is_person else None,
            collective_id=None if is_person else recipient.pk,
            decision_number=number,
            decision_date=day,
            issuer=issuer,
            position_name=line.text(Column.POSITION) or (place.position.name if place else ""),
            unit_name=line.text(Column.UNIT) or (place.unit.name if place else ""),
            origin=Origin.IMPORT,
        )
        return Entry(line.row.index, written, award.name, new)

    def _place(self, line: _Line, entry: Entry) -> None:
        """Add the entry, or note that it is there already or stands in the file twice."""
        key = self.standing.key(entry.new)
        if key in self.seen:
            line.fail(
                self._name_column,
                _("The same award stands in line %(line)s.") % {"line": self.seen[key] + 1},
            )
            return
        self.seen[key] = entry.index
        if key in self.standing.revoked:
            line.fail(Column.NUMBER, _("This award was revoked; it cannot be imported again."))
        elif key in self.standing.valid:
            self.plan.already.append(entry)
        elif other := self.standing.other_decision(key):
            line.fail(
                Column.NUMBER,
                _("This title of %(year)s is already recorded under decision %(number)s.")
                % {"year": entry.new.year, "number": other},
            )
        else:
            self.standing.add(key, entry.new.decision_number)
            self.plan.entries.append(entry)

    @property
    def _name_column(self) -> Column:
        columns = self.plan.sheet.columns
        return Column.NAME if Column.NAME in columns else Column.COLLECTIVE


def _place_of(person: Person, year: int) -> UnitMembership | None:
    """Where the person worked at the end of the award's year, as far as it is recorded."""
    places: list[UnitMembership] = person.places  # type: ignore[attr-defined]
    held = [place for place in places if place.holds_on(date(year, 12, 31))]
    return held[-1] if held else None


def number_key(number: str) -> str:
    """A decision number for comparing: "45/QĐ-STC" and "45 / qđ-stc" are one."""
    return fold(number).replace(" ", "")


class _Standing:
    """The awards the agency's people and units have already."""

    def __init__(self, organization: Organization) -> None:
        self.codes = dict(AwardType.objects.values_list("pk", "code"))
        self.titles = set(AwardType.objects.filter(form=Form.TITLE).values_list("code", flat=True))
        self.valid: set[_Key] = set()
        self.revoked: set[_Key] = set()
        self._decisions: dict[tuple[Any, ...], str] = {}
        people = UnitMembership.objects.filter(unit__organization=organization)
        known = Award.objects.filter(
            Q(person_id__in=people.values("person_id")) | Q(collective__organization=organization)
        )
        for award in known.only(
            "kind",
            "person_id",
            "collective_id",
            "award_type_id",
            "year",
            "commendation_type",
            "decision_number",
            "revoked_on",
        ):
            if award.revoked_on is None:
                self.add(self.key(award), award.decision_number)
            else:
                self.revoked.add(self.key(award))
        self.revoked -= self.valid

    def key(self, award: Award | NewAward) -> _Key:
        """By what two awards are the same: recipient, award, year, type and decision number."""
        recipient = award.person_id or award.collective_id
        return (
            str(award.kind),
            int(recipient or 0),
            self.codes[award.award_type_id],
            award.year,
            str(award.commendation_type),
            number_key(award.decision_number),
        )

    def add(self, key: _Key, number: str) -> None:
        """Note an award that stands, or is about to."""
        self.valid.add(key)
        self._decisions[key[:5]] = number

    def other_decision(self, key: _Key) -> str:
        """For an emulation title, won once a year: the number under which it stands already."""
        return self._decisions.get(key[:5], "") if key[2] in self.titles else ""


def make_plan(sheet: Sheet, organization: Organization) -> Plan:
    """Read every row of the sheet against the agency's people, units, awards and the catalogue.

    Writes nothing and refuses nothing: what is wrong stands in `problems`, cell by cell.
    """
    return _Checker(sheet, organization).run()
