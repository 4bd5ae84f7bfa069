"""Plan an import of households: new ones, recorded ones and their changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from nominations.importing.cells import CellError, read_day, read_word
from nominations.importing.name_questions import NEW, NameQuestions
from nominations.importing.plan import AnswerOption, PlannedRow
from nominations.importing.row_reader import RowReader
from nominations.importing.spreadsheet import Spreadsheet
from nominations.importing.table_checker import TableChecker
from nominations.importing.table_layout import TableColumn, TableLayout
from nominations.people.gender import HONORIFICS
from nominations.people.importing.person_names import (
    PersonNameCell,
    capitalised_name,
    is_capitalised,
    require_letters,
    split_name_cell,
)
from nominations.people.importing.persons import GENDERS
from nominations.people.models import Organization, Unit
from nominations.people.services.dates import short_date
from nominations.people.services.households import household_name
from nominations.vietnamese import fold, spelling_key, tidy_name
from workflow import clock


class HouseholdColumn(StrEnum):
    """The columns of the table of households."""

    HONORIFIC = "honorific"
    NAME = "representative"
    ADDRESS = "address"
    FROM = "from"
    TO = "to"
    CODE = "code"


TABLE = TableLayout(
    (
        TableColumn(
            code=HouseholdColumn.HONORIFIC,
            label=pgettext_lazy("column", "Form of address"),
            headings=(
                "danh xung",
                "xung ho",
                "ong ba",
                "ong hoac ba",
                "gioi tinh",
                "gioi tinh nguoi dai dien",
                "gioi tinh chu ho",
            ),
            width=12,
            choices=lambda: HONORIFICS.values(),
        ),
        TableColumn(
            code=HouseholdColumn.NAME,
            label=pgettext_lazy("column", "Representative"),
            headings=(
                "nguoi dai dien",
                "nguoi dai dien ho gia dinh",
                "ho ten nguoi dai dien",
                "dai dien",
                "dai dien ho gia dinh",
                "chu ho",
                "ho ten chu ho",
                "ten chu ho",
                "ho gia dinh",
                "ten ho gia dinh",
                "ho ten",
            ),
            needed=True,
            limit=150,
            width=32,
        ),
        TableColumn(
            code=HouseholdColumn.ADDRESS,
            label=pgettext_lazy("column", "Address"),
            headings=(
                "dia chi",
                "dia chi ho gia dinh",
                "dia chi thuong tru",
                "noi o",
                "noi cu tru",
                "noi thuong tru",
                "cho o",
            ),
            needed=True,
            ditto=True,
            width=44,
        ),
        TableColumn(
            code=HouseholdColumn.FROM,
            label=pgettext_lazy("column", "On the list from"),
            headings=("tu ngay", "ngay bat dau", "hieu luc tu", "co trong danh sach tu ngay"),
            width=15,
            form="dd/mm/yyyy",
        ),
        TableColumn(
            code=HouseholdColumn.TO,
            label=pgettext_lazy("column", "On the list until"),
            headings=("den ngay", "ngay ket thuc", "hieu luc den", "co trong danh sach den ngay"),
            width=15,
            form="dd/mm/yyyy",
        ),
        TableColumn(
            code=HouseholdColumn.CODE,
            label=pgettext_lazy("column", "Code of the household"),
            headings=("ma ho gia dinh", "ma ho", "ma"),
            limit=35,
            width=14,
            form="@",
        ),
    ),
    once=(
        HouseholdColumn.HONORIFIC,
        HouseholdColumn.FROM,
        HouseholdColumn.TO,
        HouseholdColumn.CODE,
    ),
    identifying=(HouseholdColumn.NAME,),
)
_PREFIX = re.compile(r"^\s*(?:hộ\s+gia\s+đình|gia\s+đình|hộ)\s*:?\s+(?=\S)", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class HouseholdRow:
    """The values of a row; `unit` is the recorded household, None for a new one."""

    unit: Unit | None
    representative: str
    gender: str
    address: str
    valid_from: date
    valid_to: date | None
    changes: list[str] = field(default_factory=list)

    @property
    def recorded(self) -> Unit:
        """The household in the database; for a new one only after it is written."""
        assert self.unit is not None  # noqa: S101 -- the writer makes the new ones first
        return self.unit

    @property
    def name(self) -> str:
        """The name on papers."""
        return household_name(self.representative, self.gender)


def _key(representative: str, address: str) -> tuple[str, str]:
    return spelling_key(representative), spelling_key(address)


class HouseholdChecker(TableChecker):
    def __init__(
        self, sheet: Spreadsheet, organization: Organization, name_questions: NameQuestions
    ) -> None:
        super().__init__(sheet, organization, name_questions)
        rows = Unit.objects.households().filter(organization=organization).order_by("code")
        self.known: dict[int, Unit] = {row.pk: row for row in rows}
        self._codes = {fold(row.code): row for row in self.known.values()}
        self._lines: dict[int | tuple[str, str], int] = {}

    def check_row(self, line: RowReader) -> None:
        taken = self._representative(line)
        address = tidy_name(line.needed(HouseholdColumn.ADDRESS))
        said = self._gender(line, taken.gender)
        first = line.read_if_any(HouseholdColumn.FROM, read_day)
        last = line.read_if_any(HouseholdColumn.TO, read_day)
        found = self._which(line, taken.name, address)
        if not line.is_right or found is None:
            return
        unit = found if isinstance(found, Unit) else None
        gender = said or (unit.representative_gender if unit else "")
        if not gender:
            column = HouseholdColumn.HONORIFIC
            line.fail(
                column if line.has(column) else HouseholdColumn.NAME,
                _("Write Ông or Bà: papers call the household by it."),
            )
            return
        row = HouseholdRow(
            unit=unit,
            representative=_spelled(line, taken.name, unit.representative if unit else ""),
            gender=gender,
            address=_spelled(line, address, unit.address if unit else ""),
            valid_from=first or (unit.valid_from if unit else clock.today()),
            valid_to=last or (unit.valid_to if unit else None),
        )
        if row.valid_to and row.valid_to < row.valid_from:
            line.fail(
                HouseholdColumn.TO if last else HouseholdColumn.FROM,
                _("The last day is before the first day %(day)s.")
                % {"day": short_date(row.valid_from)},
            )
            return
        self._place(line, row)

    def _representative(self, line: RowReader) -> PersonNameCell:
        """The name without "Hộ gia đình" and the form of address before it."""
        text = _PREFIX.sub("", line.needed(HouseholdColumn.NAME))

        def read() -> PersonNameCell:
            taken = split_name_cell(text, lambda _text: False)
            if taken.extra or taken.position or taken.birth:
                raise CellError(_("Write the name of the representative alone in this cell."))
            require_letters(taken.name)
            right = is_capitalised(taken.name) and not taken.name.isupper()
            name = taken.name if right else capitalised_name(taken.name)
            return PersonNameCell(name=name, gender=taken.gender)

        nobody = PersonNameCell(name="")
        return (line.attempt(HouseholdColumn.NAME, read) or nobody) if text else nobody

    def _gender(self, line: RowReader, of_address: str) -> str:
        """The gender in the column, else by the form of address before the name."""
        words = ", ".join(str(word) for word in HONORIFICS.values())
        column = HouseholdColumn.HONORIFIC
        said: str = line.read_if_any(column, lambda v: read_word(v, GENDERS, words)) or ""
        if said and of_address and said != of_address:
            line.fail(column, _("The form of address before the name tells another gender."))
        return said or of_address

    def _which(self, line: RowReader, name: str, address: str) -> Unit | str | None:
        """The recorded household, or NEW; None where there is a problem or an open question."""
        if not name or not address:
            return None
        if code := line.short(HouseholdColumn.CODE):
            found = line.attempt(HouseholdColumn.CODE, lambda: self._of_code(code))
            return self._once(line, found, name, address) if found else None
        same = [one for one in self.known.values() if _key_of(one) == _key(name, address)]
        if same:
            return self._once(line, same[0], name, address)
        answer = line.attempt(
            HouseholdColumn.NAME, lambda: self._household_by_answer(line, name, address)
        )
        return self._once(line, answer, name, address) if answer else None

    def _of_code(self, code: str) -> Unit:
        if fold(code) not in self._codes:
            raise CellError(
                _("No household has the code %(code)s: leave the cell empty for a new one.")
                % {"code": code}
            )
        return self._codes[fold(code)]

    def _household_by_answer(self, line: RowReader, name: str, address: str) -> Unit | str:
        """Asks whether a household of the same representative has moved, or is another one."""
        namesakes = [
            one
            for one in self.known.values()
            if spelling_key(one.representative) == spelling_key(name)
        ]
        if not namesakes:
            return NEW
        choices = [
            AnswerOption(str(one.pk), f"{one.name}, {one.address} ({one.code})")
            for one in namesakes
        ]
        choices.append(AnswerOption(NEW, _("Another household")))
        said = line.ask(
            HouseholdColumn.NAME,
            "|".join(_key(name, address)),
            f"{name}, {address}",
            choices,
            _("A household of this representative is recorded at another address."),
        )
        return NEW if said == NEW else self.known[int(said)]

    def _once(
        self, line: RowReader, found: Unit | str, name: str, address: str
    ) -> Unit | str | None:
        """Refuse a household that occurs earlier in the file (with recorded or new values), and one
        that would become equal to another recorded one."""
        keys: list[int | tuple[str, str]] = [found.pk] if isinstance(found, Unit) else []
        if not isinstance(found, Unit) or _key_of(found) != _key(name, address):
            keys.append(_key(name, address))
            same = [one for one in self.known.values() if _key_of(one) == _key(name, address)]
            if same:
                line.fail(
                    HouseholdColumn.CODE,
                    _("A household of this representative and address is recorded as %(code)s.")
                    % {"code": same[0].code},
                )
                return None
        for key in keys:
            other = self._lines.setdefault(key, line.index)
            if other != line.index:
                place = line.sheet.place(other)
                line.fail(
                    HouseholdColumn.NAME,
                    _("The same household stands in %(place)s.") % {"place": place},
                )
                return None
        return found

    def _place(self, line: RowReader, row: HouseholdRow) -> None:
        if row.unit is not None:
            row.changes = _changes(row, row.unit)
        since = _("from %(start)s") % {"start": short_date(row.valid_from)}
        last = _("until %(day)s") % {"day": short_date(row.valid_to)} if row.valid_to else ""
        entry = PlannedRow(
            index=line.index,
            written="",
            name=row.name,
            new=row,
            details=(row.address, row.unit.code if row.unit else "", since, last),
            changes=tuple(row.changes),
            warning=_stays_off(row),
        )
        is_there = row.unit is not None and not row.changes
        (self.plan.already if is_there else self.plan.entries).append(entry)


def _spelled(line: RowReader, said: str, recorded: str) -> str:
    """The text of the file; the recorded one if they differ in spelling only, unless the row names
    the household by its code."""
    same = spelling_key(said) == spelling_key(recorded)
    return recorded if same and not line.text(HouseholdColumn.CODE) else said


def _key_of(unit: Unit) -> tuple[str, str]:
    return _key(unit.representative, unit.address)


def _stays_off(row: HouseholdRow) -> str:
    """The note that a recorded household stays ended."""
    last = row.unit.valid_to if row.unit else None
    if last is None or last >= clock.today() or row.valid_to != last:
        return ""
    return _(
        "%(name)s is off the list since after %(day)s and stays off it: to put it up again, write a"
        " later last day, or open it among the ended ones and empty its last day."
    ) % {"name": row.name, "day": short_date(last)}


def _changes(row: HouseholdRow, unit: Unit) -> list[str]:
    said = {
        _("Form of address"): (HONORIFICS[unit.representative_gender], HONORIFICS[row.gender]),
        _("Representative"): (unit.representative, row.representative),
        _("Address"): (unit.address, row.address),
        _("First day"): (short_date(unit.valid_from), short_date(row.valid_from)),
        _("Last day"): (_last(unit.valid_to), _last(row.valid_to)),
    }
    return [f"{label}: {was} → {now}" for label, (was, now) in said.items() if was != now]


def _last(day: date | None) -> str:
    return short_date(day) if day else _("(empty)")
