"""Plan an import of persons: new ones, recorded ones and their changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Protocol

from django.utils.translation import gettext as _

from nominations.importing.cells import (
    BirthDate,
    read_birth,
    read_day,
    read_past_day,
    read_word,
    require_likely_age,
)
from nominations.importing.name_matching import NameIndex
from nominations.importing.name_questions import NEW, NameQuestions
from nominations.importing.plan import AnswerOption, PlannedRow
from nominations.importing.row_reader import AS_WRITTEN, RowReader
from nominations.importing.spreadsheet import Spreadsheet
from nominations.people.employment import ServiceBegin, StaffKind
from nominations.people.importing.directory import BirthDateNeeded, places_of
from nominations.people.importing.directory_checker import DirectoryChecker
from nominations.people.importing.person_names import (
    PersonNameCell,
    capitalised_name,
    is_capitalised,
    require_letters,
)
from nominations.people.importing.persons import (
    BEGINS,
    GENDERS,
    STAFF_KINDS,
    PersonColumn,
    PersonIdentity,
    PersonRow,
)
from nominations.people.importing.place_changes import (
    current_place,
    is_same_place,
    stays_away,
    was_there,
)
from nominations.people.models import Gender, Organization, Person, Position, Unit, UnitMembership
from nominations.people.services.dates import short_date
from nominations.vietnamese import spelling_key, tidy_name
from workflow import clock
from workflow.actors import Actor

OF_WORKING_AGE, AT_BEGINNING, LONGEST_CAREER = (17, 75), (16, 65), 55
"""Ages and years beyond which a date is probably an error and needs a confirmation."""


class CareerStore(Protocol):
    """Interface to store the day of recruitment, implemented by another room."""

    def first_days(self, organization: Organization) -> Mapping[int, date]:
        """The first day on record of each person of the agency."""

    def record(
        self, rows: list[tuple[Person, date, str]], organization: Organization, actor: Actor
    ) -> None:
        """Write the days, each with how the service began, inside the caller's transaction."""


class PersonChecker(DirectoryChecker):
    def __init__(
        self,
        sheet: Spreadsheet,
        organization: Organization,
        name_questions: NameQuestions,
        careers: CareerStore | None = None,
    ) -> None:
        super().__init__(sheet, organization, name_questions, with_unplaced=True)
        self.identity = PersonIdentity(self.directory)
        self.positions = {position.pk: position for position in Position.objects.all()}
        self.names = NameIndex.of((pk, position.name) for pk, position in self.positions.items())
        self.recruited = careers.first_days(organization) if careers else {}
        self.new_positions: dict[str, str] = {}

    def check_together(self) -> None:
        if self.new_positions:
            names = ", ".join(sorted(self.new_positions.values()))
            self.plan.notices.append(
                _(
                    "New positions will be recorded: %(names)s. The administrator says afterwards"
                    " which of them are management posts and in which order they stand."
                )
                % {"names": names}
            )

    def check_row(self, line: RowReader) -> None:
        taken = self._name(line)
        name = taken.name
        birth = self._birth(line, taken)
        gender = self._gender(line, taken)
        unit_text = line.needed(PersonColumn.UNIT)
        unit = self.directory.find_unit(line, PersonColumn.UNIT, unit_text) if unit_text else None
        since = line.read_if_any(PersonColumn.SINCE, read_day)
        recruited = line.read_if_any(PersonColumn.RECRUITED, read_past_day)
        began_by = self._word(line, PersonColumn.BEGAN_BY, BEGINS, ServiceBegin.labels)
        staff_kind = self._word(line, PersonColumn.STAFF_KIND, STAFF_KINDS, StaffKind.labels)
        if began_by and not recruited:
            line.fail(PersonColumn.RECRUITED, _("Write the day on which the service began."))
        if since and recruited and since < recruited:
            line.fail(PersonColumn.SINCE, _("This day is before the day of recruitment."))
        _check_days(line, birth, since, recruited)
        position = self._position(line, taken.position)
        found = self._who(line, name, birth, unit) if name and unit else None
        if not line.is_right or found is None or unit is None:
            return
        person = found if isinstance(found, Person) else None
        born = birth.date if birth else None
        row = PersonRow(
            person=person,
            name=name,
            birth_date=born,
            gender=gender,
            unit=unit,
            position=position,
            since=since,
            recruited=recruited,
            began_by=began_by,
            staff_kind=staff_kind,
        )
        changes = self._place(line, row)
        if line.is_right:
            self._enter(line, row, changes)

    def _word(
        self,
        line: RowReader,
        column: PersonColumn,
        words: Mapping[str, str],
        labels: Iterable[object],
    ) -> str:
        """The value of a cell with one of some words; "" for an empty cell."""
        known = ", ".join(str(label) for label in labels)
        said = line.read_if_any(column, lambda value: read_word(value, words, known))
        return str(said) if said else ""

    def _name(self, line: RowReader) -> PersonNameCell:
        """The name and the other parts of the cell; a new person's name must look like one."""
        text = line.needed(PersonColumn.NAME)
        if line.problems:
            return PersonNameCell(name="")

        def find() -> PersonNameCell:
            taken = self.directory.name_cell(line, PersonColumn.NAME, text)
            name = _as_written(taken.name)
            if not self.directory.namesakes(name):
                require_letters(name)
                if not is_capitalised(name):
                    name = capitalised_name(name)
                    why = _("The name does not begin with capital letters.")
                    choices = [AnswerOption(AS_WRITTEN, name)]
                    line.ask(PersonColumn.NAME, f"{text}|letters", text, choices, why)
            return replace(taken, name=name)

        return line.attempt(PersonColumn.NAME, find) or PersonNameCell(name="")

    def _birth(self, line: RowReader, taken: PersonNameCell) -> BirthDate | None:
        birth: BirthDate | None = line.read_if_any(PersonColumn.BIRTH_DATE, read_birth)
        if birth is None or taken.birth is None:
            return birth or taken.birth
        if birth.date and not taken.birth.fits(birth.date):
            line.fail(PersonColumn.NAME, _("The date of birth behind the name is another one."))
        return birth

    def _gender(self, line: RowReader, taken: PersonNameCell) -> str:
        """The gender in the column, else by the form of address; refuses a contradiction."""
        said: str = (
            line.read_if_any(PersonColumn.GENDER, lambda v: read_word(v, GENDERS, _genders())) or ""
        )
        if said and taken.gender and said != taken.gender:
            line.fail(
                PersonColumn.GENDER,
                _("The form of address before the name tells another gender."),
            )
        return said or taken.gender

    def _position(self, line: RowReader, behind_name: str) -> Position | str:
        """The recorded position, or the name of a new one."""
        text = line.text(PersonColumn.POSITION) or behind_name
        if not text:
            line.needed(PersonColumn.POSITION)
        line.short(PersonColumn.POSITION)
        exact = self.names.find(text) if text else []
        if exact:
            return self.positions[exact[0]]

        def find() -> Position | str:
            near = [
                AnswerOption(str(pk), self.positions[pk].name, round(score * 100))
                for pk, score in self.names.close(text)
            ]
            if near:
                new = AnswerOption(NEW, _("A new position"))
                said = line.ask(PersonColumn.POSITION, spelling_key(text), text, [*near, new])
                if said != NEW:
                    return self.positions[int(said)]
            return self.new_positions.setdefault(spelling_key(text), text)

        return (line.attempt(PersonColumn.POSITION, find) or "") if text else ""

    def _who(
        self, line: RowReader, name: str, birth: BirthDate | None, unit: Unit
    ) -> Person | str | None:
        def find() -> Person | str | None:
            try:
                found = self.identity.find(line, name, birth, unit)
                self.identity.once(line, found, name, birth)
            except BirthDateNeeded as error:
                raise_at = (
                    PersonColumn.BIRTH_DATE
                    if line.has(PersonColumn.BIRTH_DATE)
                    else PersonColumn.NAME
                )
                line.fail(raise_at, str(error))
                return None
            if found == NEW and birth is not None and birth.date is None:
                line.fail(
                    PersonColumn.BIRTH_DATE,
                    _("Write day, month and year of birth of a new person, or leave it empty."),
                )
            return found

        return line.attempt(PersonColumn.NAME, find)

    # --- what changes -----------------------------------------------------------------------------

    def _place(self, line: RowReader, row: PersonRow) -> list[str]:
        """Plan the place of work; returns the changes of a recorded person in words."""
        changes = [] if row.person is None else self._of_person(line, row)
        current = current_place(row.person) if row.person else None
        stays = current is not None and is_same_place(current, row)
        if not stays and not (row.person is not None and was_there(row)):
            self._begin(line, row, current)
            after = f"{_name(row.position)}, {row.unit.name}"
            if current is not None:
                changes.append(f"{current.position.name}, {current.unit.name} → {after}")
            elif row.person is not None:
                changes.append(after)
        if stays and current is not None and row.staff_kind not in ("", current.staff_kind):
            row.place = current
            before = current.get_staff_kind_display() or _("(empty)")
            now = StaffKind(row.staff_kind).label
            changes.append(f"{_('Kind of staff')}: {before} → {now}")
        if row.recruited and row.person is not None:
            known = self.recruited.get(row.person.pk)
            if known is None:
                changes.append(_("Recruited on %(day)s") % {"day": short_date(row.recruited)})
            elif known != row.recruited:
                line.fail(
                    PersonColumn.RECRUITED,
                    _("%(day)s is recorded as the day of recruitment: cancel that record first.")
                    % {"day": short_date(known)},
                )
            else:
                row.recruited = None
        return changes

    def _of_person(self, line: RowReader, row: PersonRow) -> list[str]:
        person, changes = row.person, []
        assert person is not None  # noqa: S101 -- asked by the only caller
        if row.birth_date and row.birth_date != person.birth_date:
            before = short_date(person.birth_date) if person.birth_date else _("(empty)")
            changes.append(f"{_('Date of birth')}: {before} → {short_date(row.birth_date)}")
        if row.gender and row.gender != person.gender:
            before = person.get_gender_display() or _("(empty)")
            changes.append(f"{_('Gender')}: {before} → {Gender(row.gender).label}")
        return changes

    def _begin(self, line: RowReader, row: PersonRow, current: UnitMembership | None) -> None:
        """Plan a new place of work: it needs a first day, after that of the present one."""
        row.since = row.since or (row.recruited if current is None else None)
        if row.since is None:
            line.fail(
                PersonColumn.SINCE, _("Write from which day on the person works in this unit.")
            )
            return
        if row.unit.valid_to is not None and row.unit.valid_to < row.since:
            line.fail(
                PersonColumn.UNIT,
                _("%(place)s has not existed since %(day)s.")
                % {"place": row.unit.name, "day": short_date(row.unit.valid_to)},
            )
        later = (
            [p for p in places_of(row.person) if p.valid_from >= row.since] if row.person else []
        )
        if later:
            words = {"unit": later[-1].unit.name, "day": short_date(later[-1].valid_from)}
            line.fail(
                PersonColumn.SINCE,
                _("The person works in %(unit)s since %(day)s: a new place begins later.") % words,
            )
        row.new_place, row.ends = True, current

    def _enter(self, line: RowReader, row: PersonRow, changes: list[str]) -> None:
        recorded = row.person.full_name if row.person else row.name
        born = short_date(row.birth_date) if row.birth_date else ""
        gender = str(Gender(row.gender).label) if row.gender else ""
        since = _("from %(start)s") % {"start": short_date(row.since)} if row.since else ""
        details = (born, gender, _name(row.position), row.unit.name, since)
        entry = PlannedRow(
            index=line.index,
            written=line.text(PersonColumn.NAME),
            name=recorded,
            new=row,
            details=details,
            changes=tuple(changes),
            warning=stays_away(row),
        )
        if row.person is not None and not changes:
            self.plan.already.append(entry)
        else:
            self.plan.entries.append(entry)


def _check_days(
    line: RowReader, birth: BirthDate | None, since: date | None, recruited: date | None
) -> None:
    """Add questions about implausible dates: too early, too late, too young."""
    today = clock.today()
    days = ((PersonColumn.SINCE, since), (PersonColumn.RECRUITED, recruited))
    if birth is not None:
        _likely(line, PersonColumn.BIRTH_DATE, birth, today, OF_WORKING_AGE)
    for column, day in days:
        if day is None:
            continue
        if birth is not None:
            _likely(line, column, birth, day, AT_BEGINNING)
        if not today.year - LONGEST_CAREER <= day.year <= today.year + 1:
            words = {"day": short_date(day)}
            why = _("The day %(day)s is unlikely for the beginning of somebody's work.") % words
            line.attempt(column, partial(line.confirm, column, why, short_date(day)))


def _likely(
    line: RowReader, column: PersonColumn, birth: BirthDate, on: date, ages: tuple[int, int]
) -> None:
    youngest, oldest = ages
    line.attempt(column, lambda: require_likely_age(birth, on=on, minimum=youngest, maximum=oldest))


def _as_written(text: str) -> str:
    """The name with normal capitals: "NGUYỄN VĂN AN" becomes "Nguyễn Văn An"."""
    name = tidy_name(text)
    return name.title() if name.isupper() and len(name) > 2 else name


def _genders() -> str:
    return ", ".join(str(label) for label in Gender.labels)


def _name(position: Position | str) -> str:
    return position if isinstance(position, str) else position.name
