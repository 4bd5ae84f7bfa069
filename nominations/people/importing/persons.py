"""The columns of a table of persons, and the identification of a row's person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from nominations.importing.cells import BirthDate, CellError
from nominations.importing.name_questions import NEW
from nominations.importing.plan import AnswerOption
from nominations.importing.row_reader import RowReader
from nominations.importing.table_layout import TableColumn, TableLayout
from nominations.people.employment import ServiceBegin, StaffKind
from nominations.people.importing.directory import BirthDateNeeded, Directory, places_of
from nominations.people.models import Gender, Person, Position, Unit, UnitMembership
from nominations.vietnamese import spelling_key


class PersonColumn(StrEnum):
    """The columns of the table of persons."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    GENDER = "gender"
    POSITION = "position"
    UNIT = "unit"
    SINCE = "since"
    RECRUITED = "recruited"
    BEGAN_BY = "began_by"
    STAFF_KIND = "staff_kind"


TABLE = TableLayout(
    (
        TableColumn(
            code=PersonColumn.NAME,
            label=pgettext_lazy("column", "Full name"),
            headings=("ho ten", "ten", "ho ten can bo", "ho ten cong chuc", "ten can bo"),
            needed=True,
            limit=150,
            width=28,
        ),
        TableColumn(
            code=PersonColumn.BIRTH_DATE,
            label=pgettext_lazy("column", "Date of birth"),
            headings=("ngay sinh", "sinh ngay", "nam sinh", "ngay thang nam sinh", "ns"),
            width=15,
            form="dd/mm/yyyy",
        ),
        TableColumn(
            code=PersonColumn.GENDER,
            label=pgettext_lazy("column", "Gender"),
            headings=("gioi tinh", "nam nu", "ong ba", "phai"),
            width=10,
            choices=lambda: Gender.labels,
        ),
        TableColumn(
            code=PersonColumn.POSITION,
            for_all=True,
            label=pgettext_lazy("column", "Position"),
            headings=("chuc vu", "chuc danh", "chuc vu chuc danh", "vi tri viec lam"),
            needed=True,
            limit=120,
            width=22,
        ),
        TableColumn(
            code=PersonColumn.UNIT,
            for_all=True,
            label=pgettext_lazy("column", "Unit"),
            headings=(
                "phong don vi",
                "don vi",
                "phong",
                "phong ban",
                "don vi cong tac",
                "ten don vi",
                "ma don vi",
            ),
            needed=True,
            ditto=True,
            width=30,
        ),
        TableColumn(
            code=PersonColumn.SINCE,
            for_all=True,
            label=pgettext_lazy("column", "In the unit since"),
            headings=(
                "ngay ve don vi",
                "tu ngay",
                "ngay nhan cong tac",
                "ngay bo nhiem",
                "ve don vi tu ngay",
                "ngay ve phong",
                "cong tac tai don vi tu ngay",
            ),
            ditto=True,
            width=16,
            form="dd/mm/yyyy",
        ),
        TableColumn(
            code=PersonColumn.RECRUITED,
            label=pgettext_lazy("column", "Recruited on"),
            headings=(
                "ngay tuyen dung",
                "ngay vao nganh",
                "ngay vao lam",
                "tuyen dung ngay",
                "ngay vao co quan",
                "ngay bat dau cong tac",
            ),
            width=16,
            form="dd/mm/yyyy",
        ),
        TableColumn(
            code=PersonColumn.BEGAN_BY,
            label=pgettext_lazy("column", "How the service began"),
            headings=("bat dau do", "hinh thuc tiep nhan", "hinh thuc vao co quan", "tiep nhan do"),
            width=24,
            choices=lambda: ServiceBegin.labels,
        ),
        TableColumn(
            code=PersonColumn.STAFF_KIND,
            for_all=True,
            label=pgettext_lazy("column", "Kind of staff"),
            headings=(
                "loai nguoi lam viec",
                "cong chuc vien chuc",
                "cong chuc hay vien chuc",
                "cong chuc vien chuc hop dong",
                "loai can bo",
                "doi tuong quan ly",
            ),
            width=22,
            choices=lambda: StaffKind.labels,
        ),
    ),
    once=(
        PersonColumn.BIRTH_DATE,
        PersonColumn.GENDER,
        PersonColumn.SINCE,
        PersonColumn.RECRUITED,
        PersonColumn.BEGAN_BY,
        PersonColumn.STAFF_KIND,
    ),
    identifying=(PersonColumn.NAME,),
)
GENDERS = {
    "nam": Gender.MALE,
    "ong": Gender.MALE,
    "male": Gender.MALE,
    "m": Gender.MALE,
    "nu": Gender.FEMALE,
    "ba": Gender.FEMALE,
    "female": Gender.FEMALE,
    "f": Gender.FEMALE,
}
STAFF_KINDS = {
    "cong chuc": StaffKind.CIVIL_SERVANT,
    "cc": StaffKind.CIVIL_SERVANT,
    "vien chuc": StaffKind.PUBLIC_EMPLOYEE,
    "vc": StaffKind.PUBLIC_EMPLOYEE,
    "nguoi lao dong hop dong": StaffKind.CONTRACT,
    "hop dong lao dong": StaffKind.CONTRACT,
    "hop dong": StaffKind.CONTRACT,
    "hdld": StaffKind.CONTRACT,
    "cong nhan": StaffKind.WORKER,
    "nong dan": StaffKind.FARMER,
    "hoc sinh sinh vien": StaffKind.LEARNER,
    "hoc sinh": StaffKind.LEARNER,
    "sinh vien": StaffKind.LEARNER,
    "hoc vien": StaffKind.LEARNER,
    "luc luong vu trang": StaffKind.ARMED_FORCES,
    "quan nhan": StaffKind.ARMED_FORCES,
}
BEGINS = {
    "moi tuyen dung": ServiceBegin.RECRUITED,
    "tuyen dung": ServiceBegin.RECRUITED,
    "tuyen dung moi": ServiceBegin.RECRUITED,
    "chuyen den tu co quan khac": ServiceBegin.TRANSFERRED,
    "chuyen den": ServiceBegin.TRANSFERRED,
    "tiep nhan": ServiceBegin.TRANSFERRED,
    "dieu dong": ServiceBegin.TRANSFERRED,
    "duoc biet phai den": ServiceBegin.SECONDED,
    "biet phai den": ServiceBegin.SECONDED,
    "biet phai": ServiceBegin.SECONDED,
}


@dataclass(slots=True, kw_only=True)
class PersonRow:
    """The values of a row; None keeps the recorded value.

    `person` is the recorded one, None for somebody new; `new_place`: a membership begins on `since`
    and `ends` (the present main one) is over the day before. `place` is a recorded one whose kind
    of staff the row gives.
    """

    person: Person | None
    name: str
    birth_date: date | None
    gender: str
    unit: Unit
    position: Position | str
    since: date | None
    recruited: date | None
    began_by: str = ""
    staff_kind: str = ""
    new_place: bool = False
    place: UnitMembership | None = None
    ends: UnitMembership | None = None

    @property
    def recorded(self) -> Person:
        """The person in the database; for a new one only after it is written."""
        assert self.person is not None  # noqa: S101 -- the writer makes the new ones first
        return self.person

    @property
    def begins(self) -> date:
        """The first day of the new place; only for rows with one."""
        assert self.since is not None  # noqa: S101 -- a new place without it is refused
        return self.since


class PersonIdentity:
    """Identifies the person of a row: recorded, new, or a question."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self._lines: dict[int, int] = {}
        self._new: dict[str, list[tuple[int, BirthDate | None]]] = {}

    def find(
        self, line: RowReader, name: str, birth: BirthDate | None, unit: Unit | None
    ) -> Person | str:
        """The recorded person, or NEW; raises what `RowReader.attempt` catches."""
        namesakes = self.directory.namesakes(name)
        if not namesakes:
            return self._near(line, name, birth)
        if birth is not None:
            return self._by_birth(line, name, birth, unit, namesakes)
        if len(namesakes) > 1:
            raise BirthDateNeeded(
                _("%(count)s people are called %(name)s: write the date of birth as recorded.")
                % {"count": len(namesakes), "name": namesakes[0].full_name}
            )
        if unit is None or _worked_in(namesakes[0], unit):
            return namesakes[0]
        return self._ask(line, f"{spelling_key(name)}|{unit.pk}", name, namesakes)

    def _near(self, line: RowReader, name: str, birth: BirthDate | None) -> Person | str:
        choices = self.directory.person_choices(name, birth)
        if not choices:
            return NEW
        said = line.ask(
            PersonColumn.NAME, f"{spelling_key(name)}|{birth}", name, [*choices, _newcomer()]
        )
        return NEW if said == NEW else self.directory.people[int(said)]

    def _by_birth(
        self,
        line: RowReader,
        name: str,
        birth: BirthDate,
        unit: Unit | None,
        namesakes: list[Person],
    ) -> Person | str:
        fitting = [one for one in namesakes if one.birth_date and birth.fits(one.birth_date)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise BirthDateNeeded(
                _("%(count)s people are called %(name)s: write the date of birth as recorded.")
                % {"count": len(fitting), "name": fitting[0].full_name}
            )
        undated = [one for one in namesakes if one.birth_date is None]
        if len(namesakes) == len(undated) == 1 and unit and _worked_in(undated[0], unit):
            return undated[0]
        return self._ask(line, f"{spelling_key(name)}|{birth}", name, namesakes)

    def _ask(self, line: RowReader, subject: str, name: str, people: list[Person]) -> Person | str:
        choices = [AnswerOption(str(one.pk), self.directory.described(one), 100) for one in people]
        said = line.ask(PersonColumn.NAME, subject, name, [*choices, _newcomer()])
        return NEW if said == NEW else self.directory.people[int(said)]

    # --- the same person in two rows --------------------------------------------------------------

    def once(
        self, line: RowReader, found: Person | str, name: str, birth: BirthDate | None
    ) -> None:
        """Refuse (CellError) a person who occurs earlier in the file."""
        if isinstance(found, Person):
            other = self._lines.setdefault(found.pk, line.index)
            if other != line.index:
                raise CellError(
                    _("The same person stands in %(place)s.") % {"place": line.sheet.place(other)}
                )
            return
        same = self._new.setdefault(spelling_key(name), [])
        for other, born in same:
            if birth is None or born is None:
                raise BirthDateNeeded(
                    _(
                        "%(name)s stands in %(place)s too: write the dates of birth of both to tell"
                        " them apart."
                    )
                    % {"place": line.sheet.place(other), "name": name}
                )
            if birth == born:
                raise CellError(
                    _("The same person stands in %(place)s.") % {"place": line.sheet.place(other)}
                )
        same.append((line.index, birth))


def _worked_in(person: Person, unit: Unit) -> bool:
    return any(place.unit_id == unit.pk for place in places_of(person))


def _newcomer() -> AnswerOption:
    return AnswerOption(NEW, _("Somebody new"))
