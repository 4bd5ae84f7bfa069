"""From a sheet to a plan: what would be added, what is there already, what is wrong and where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from nominations.awards.importing import cells
from nominations.awards.importing.columns import Column
from nominations.awards.importing.matching import Catalogue, one_award
from nominations.awards.models import Award, AwardType, CommendationType, Form, Kind, Origin
from nominations.awards.services import NewAward
from nominations.importing.asking import Asking
from nominations.importing.lines import Line, walk
from nominations.importing.plan import Entry, Plan, Progress, quiet
from nominations.importing.sheet import Sheet
from nominations.people.importing.directory import Directory
from nominations.people.models import Organization, Person, Unit, UnitMembership
from nominations.vietnamese import fold

_Key = tuple[str, int, str, int, str, str]


class _Checker:
    def __init__(self, sheet: Sheet, organization: Organization, asking: Asking) -> None:
        self.plan = Plan(sheet, organization)
        self.asking = asking
        self.directory = Directory(organization)
        self.catalogue = Catalogue()
        self.standing = _Standing(organization)
        self.seen: dict[_Key, int] = {}

    def run(self, progress: Progress) -> Plan:
        return walk(self.plan, self._row, self.asking, progress)

    def _row(self, line: Line) -> None:
        entry = self._entry(line)
        if entry is not None and line.is_right:
            self._place(line, entry)

    def _entry(self, line: Line) -> Entry | None:
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
            line.short(column)
        if not line.is_right or recipient is None or award is None:
            return None
        version = self.catalogue.on(award, day)
        return self._compose(line, written, recipient, version, kind, year, number, day, issuer)

    def _award(self, line: Line) -> AwardType | None:
        text = line.needed(Column.AWARD)
        return line.attempt(Column.AWARD, lambda: one_award(self.catalogue, text)) if text else None

    def _type(self, line: Line, award: AwardType | None) -> str:
        """The commendation type; an emulation title is merit unless the cell says otherwise."""
        if not line.text(Column.TYPE) and award is not None and award.form == Form.TITLE:
            return CommendationType.MERIT
        return line.read(Column.TYPE, cells.read_type) or ""

    def _recipient(self, line: Line, award: AwardType | None) -> tuple[str, Person | Unit | None]:
        own = line.text(Column.COLLECTIVE)
        written = line.text(Column.NAME) or own
        where = Column.COLLECTIVE if own and not line.text(Column.NAME) else Column.NAME
        if not line.has(Column.NAME):
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
            return written, self.directory.find_unit(line, where, written)
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

    def _person(self, line: Line, where: Column, written: str) -> Person | None:
        birth = line.attempt(
            Column.BIRTH_DATE, lambda: cells.read_birth(line.raw(Column.BIRTH_DATE))
        )
        return self.directory.find_person(line, where, Column.BIRTH_DATE, written, birth)

    def _compose(
        self,
        line: Line,
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
        paper = f"{number}, {day:%d/%m/%Y}, {issuer}"
        place_words = ", ".join(filter(None, (new.position_name, new.unit_name)))
        details = (place_words, award.name, str(year), paper)
        return Entry(line.index, written, new.recipient_name, new, details)

    def _place(self, line: Line, entry: Entry) -> None:
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


def make_plan(
    sheet: Sheet,
    organization: Organization,
    answers: Mapping[str, str] | None = None,
    progress: Progress = quiet,
) -> Plan:
    """Read every row of the sheet against the agency's people, units, awards and the catalogue.

    Writes nothing and refuses nothing: what is wrong stands in `problems`, cell by cell. Names that
    come near a recorded one are asked about; without `answers` they are problems too.
    """
    return _Checker(sheet, organization, Asking(answers)).run(progress)
