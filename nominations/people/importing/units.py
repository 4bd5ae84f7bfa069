"""Plan an import of units: new ones, changes and mergers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from nominations.importing.cells import read_day, read_whole, read_word
from nominations.importing.name_questions import NEW, NameQuestions
from nominations.importing.plan import AnswerOption, PlannedRow
from nominations.importing.row_reader import RowReader
from nominations.importing.spreadsheet import Spreadsheet
from nominations.importing.table_layout import TableColumn, TableLayout
from nominations.people.body_kinds import BODY_KINDS, OF_A_UNIT, BodyKind
from nominations.people.importing.directory_checker import DirectoryChecker
from nominations.people.models import Organization, Unit
from nominations.people.services.dates import short_date
from nominations.vietnamese import fold, spelling_key
from workflow import clock


class UnitColumn(StrEnum):
    """The columns of the table of units."""

    CODE = "code"
    NAME = "name"
    RANK = "rank"
    KIND = "kind"
    FROM = "from"
    TO = "to"
    SUCCESSOR = "successor"


TABLE = TableLayout(
    (
        TableColumn(
            code=UnitColumn.CODE,
            label=pgettext_lazy("column", "Code of the unit"),
            headings=("ma don vi", "ma phong", "ma", "ma phong don vi", "ky hieu"),
            needed=True,
            limit=35,
            width=14,
            form="@",
        ),
        TableColumn(
            code=UnitColumn.NAME,
            label=pgettext_lazy("column", "Name of the unit"),
            headings=(
                "ten don vi",
                "ten phong",
                "don vi",
                "phong don vi",
                "phong",
                "ten",
                "phong ban",
                "ten phong ban",
            ),
            needed=True,
            width=36,
        ),
        TableColumn(
            code=UnitColumn.RANK,
            label=pgettext_lazy("column", "Order in lists"),
            headings=("thu tu sap xep", "thu tu hien thi", "sap xep", "so thu tu sap xep"),
            width=12,
        ),
        TableColumn(
            code=UnitColumn.FROM,
            for_all=True,
            label=pgettext_lazy("column", "Founded on"),
            headings=(
                "ngay thanh lap",
                "thanh lap ngay",
                "thanh lap",
                "hieu luc tu",
                "tu ngay",
                "ngay bat dau",
                "hoat dong tu",
            ),
            needed=True,
            width=15,
            form="dd/mm/yyyy",
        ),
        TableColumn(
            code=UnitColumn.TO,
            label=pgettext_lazy("column", "Existed until"),
            headings=(
                "ngay ket thuc",
                "den ngay",
                "hieu luc den",
                "ngay giai the",
                "giai the",
                "ngay sap nhap",
                "ket thuc",
            ),
            width=15,
            form="dd/mm/yyyy",
        ),
        TableColumn(
            code=UnitColumn.SUCCESSOR,
            label=pgettext_lazy("column", "Merged into"),
            headings=(
                "sap nhap vao",
                "nhap vao",
                "don vi ke thua",
                "don vi tiep nhan",
                "ke thua",
                "sap nhap vao don vi",
            ),
            width=36,
        ),
        TableColumn(
            code=UnitColumn.KIND,
            for_all=True,
            label=pgettext_lazy("column", "Kind of unit"),
            headings=("loai don vi", "loai hinh don vi", "loai phong", "loai tap the"),
            width=24,
            choices=lambda: [kind.label for kind in OF_A_UNIT],
        ),
    ),
    once=(UnitColumn.TO, UnitColumn.SUCCESSOR),
    identifying=(UnitColumn.CODE, UnitColumn.NAME),
)
_SEVERAL = re.compile(r"\s*[;\n]\s*")


@dataclass(slots=True, kw_only=True)
class UnitRow:
    """The values of a row; `unit` is the recorded one, None for a new one."""

    line: RowReader
    unit: Unit | None
    code: str
    name: str
    rank: int | None
    kind: str
    valid_from: date | None
    valid_to: date | None
    merged_into: str = ""
    successor: Unit | UnitRow | None = None
    changes: list[str] = field(default_factory=list)

    @property
    def recorded(self) -> Unit:
        """The unit in the database; for a new one only after it is written."""
        assert self.unit is not None  # noqa: S101 -- the writer makes the new ones first
        return self.unit

    @property
    def begins(self) -> date:
        """The first day, which every row that is written has."""
        assert self.valid_from is not None  # noqa: S101 -- a row without it is refused
        return self.valid_from

    def ends_on(self) -> date | None:
        """The last day, in the file or as recorded."""
        return self.valid_to or (self.unit.valid_to if self.unit else None)


class UnitChecker(DirectoryChecker):
    def __init__(
        self, sheet: Spreadsheet, organization: Organization, name_questions: NameQuestions
    ) -> None:
        super().__init__(sheet, organization, name_questions)
        self.rows: list[UnitRow] = []
        self.by_code: dict[str, UnitRow] = {}

    def check_row(self, line: RowReader) -> None:
        code, name = line.needed(UnitColumn.CODE), line.needed(UnitColumn.NAME)
        rank = line.read_if_any(UnitColumn.RANK, read_whole)
        kind = line.read_if_any(UnitColumn.KIND, _read_kind)
        first = line.read(UnitColumn.FROM, read_day)
        last = line.read_if_any(UnitColumn.TO, read_day)
        if first and last and last < first:
            line.fail(
                UnitColumn.TO,
                _("The last day is before the first day %(day)s.") % {"day": short_date(first)},
            )
        row = UnitRow(
            line=line,
            unit=None,
            code=code,
            name=name,
            rank=rank,
            kind=str(kind or ""),
            valid_from=first,
            valid_to=last,
            merged_into=line.text(UnitColumn.SUCCESSOR),
        )
        if not code or not name:
            return
        if self._stands_twice(row):
            return
        self.by_code[fold(code)] = row
        self.rows.append(row)
        found = line.attempt(UnitColumn.NAME, lambda: self._recorded(line, code, name, first))
        row.unit = found if isinstance(found, Unit) else None

    def _stands_twice(self, row: UnitRow) -> bool:
        """Report the same code in two rows, and two different successors as such."""
        other = self.by_code.get(fold(row.code))
        if other is None:
            return False
        words = {"place": row.line.sheet.place(other.line.index), "name": other.name}
        one, two = other.merged_into, row.merged_into
        if one and two and spelling_key(one) != spelling_key(two):
            row.line.fail(
                UnitColumn.SUCCESSOR,
                _(
                    "%(name)s is merged into %(one)s in %(place)s and into %(two)s here: a"
                    " unit has one successor."
                )
                % {**words, "one": one, "two": two},
            )
        else:
            row.line.fail(UnitColumn.CODE, _("The same unit stands in %(place)s.") % words)
        return True

    def _recorded(self, line: RowReader, code: str, name: str, first: date | None) -> Unit | str:
        """The recorded unit of a row, or NEW; a similar name becomes a question."""
        by_code = self.directory.unit_of_code(code)
        if by_code is not None:
            return by_code
        for unit in self.directory.units.values():
            if spelling_key(unit.name) == spelling_key(name) and not _is_over(unit, first):
                line.fail(
                    UnitColumn.CODE,
                    _("%(name)s is recorded under the code %(code)s.")
                    % {"name": unit.name, "code": unit.code},
                )
                return NEW
        near = [
            choice
            for choice in self.directory.unit_choices(name)
            if not _is_over(self.directory.units[int(choice.value)], first)
        ]
        if not near:
            return NEW
        said = line.ask(
            UnitColumn.NAME,
            f"{fold(code)}|{spelling_key(name)}",
            name,
            [*near, AnswerOption(NEW, _("A new unit"))],
        )
        return NEW if said == NEW else self.directory.units[int(said)]

    # --- the rows together ------------------------------------------------------------------------

    def check_together(self) -> None:
        for row in self.rows:
            if row.merged_into:
                row.successor = self._successor(row)
        for row in self.rows:
            self._check_circle(row)
        for row in self.rows:
            if row.line.is_right:
                self._place(row)

    def _successor(self, row: UnitRow) -> Unit | UnitRow | None:
        named = [part for part in _SEVERAL.split(_whole_text(row.line)) if part]
        if len(named) > 1:
            row.line.fail(
                UnitColumn.SUCCESSOR,
                _("%(count)s successors are named (%(names)s): a unit has one successor.")
                % {"count": len(named), "names": ", ".join(named)},
            )
            return None
        if row.ends_on() is None:
            row.line.fail(UnitColumn.TO, _("A merged unit has a last day: write it here."))
        found = self._named(row, row.merged_into)
        recorded = row.unit.successor if row.unit else None
        if recorded is not None and found is not None and _unit_of(found) != recorded:
            row.line.fail(
                UnitColumn.SUCCESSOR,
                _("%(name)s is recorded as merged into %(other)s: a unit has one successor.")
                % {"name": row.name, "other": recorded.name},
            )
        return found

    def _named(self, row: UnitRow, text: str) -> Unit | UnitRow | None:
        """The unit with that code or name, first in the file, then among recorded ones."""
        for other in self.rows:
            if fold(other.code) == fold(text) or spelling_key(other.name) == spelling_key(text):
                if other is row:
                    row.line.fail(UnitColumn.SUCCESSOR, _("A unit is not merged into itself."))
                    return None
                return other
        return self.directory.find_unit(row.line, UnitColumn.SUCCESSOR, text)

    def _check_circle(self, row: UnitRow) -> None:
        seen: list[Any] = [row]
        current: Any = row.successor
        while isinstance(current, UnitRow) and current not in seen:
            seen.append(current)
            current = current.successor
        if isinstance(current, UnitRow) and current is row:
            names = " → ".join([*(one.name for one in seen), row.name])
            row.line.fail(
                UnitColumn.SUCCESSOR,
                _("These units are merged into each other in a circle: %(names)s.")
                % {"names": names},
            )

    def _place(self, row: UnitRow) -> None:
        if row.unit is not None:
            row.changes = _changes(row, row.unit)
        last = _("until %(day)s") % {"day": short_date(row.valid_to)} if row.valid_to else ""
        into = _("merged into %(name)s") % {"name": row.successor.name} if row.successor else ""
        since = _("from %(start)s") % {"start": short_date(row.begins)}
        details = (row.code, since, last, into)
        written = row.name if row.unit and not row.changes else ""
        entry = PlannedRow(
            index=row.line.index,
            written=written,
            name=row.name,
            new=row,
            details=details,
            changes=tuple(row.changes),
            warning=_stays_closed(row),
        )
        if row.unit is not None and not row.changes:
            self.plan.already.append(entry)
        else:
            self.plan.entries.append(entry)


def _read_kind(value: Any) -> str:
    return read_word(value, BODY_KINDS, ", ".join(str(kind.label) for kind in OF_A_UNIT))


def _whole_text(line: RowReader) -> str:
    return str(line.raw(UnitColumn.SUCCESSOR) or "").strip()


def _is_over(unit: Unit, day: date | None) -> bool:
    """Whether the unit had ended when the other one began: then the name is free again."""
    return day is not None and unit.valid_to is not None and unit.valid_to < day


def _stays_closed(row: UnitRow) -> str:
    """The note that a recorded unit has ended and stays so."""
    last = row.unit.valid_to if row.unit else None
    if last is None or last >= clock.today() or row.ends_on() != last or row.valid_to:
        return ""
    return _(
        "%(name)s ended on %(day)s and stays closed: to open it again, write a later last day here"
        " or change it in the list of units."
    ) % {"name": row.name, "day": short_date(last)}


def _unit_of(found: Unit | UnitRow) -> Unit | None:
    return found.unit if isinstance(found, UnitRow) else found


def _changes(row: UnitRow, unit: Unit) -> list[str]:
    found = []
    said = {
        _("Code"): (unit.code, row.code),
        _("Name"): (unit.name, row.name),
        _("Order in lists"): (unit.rank, row.rank),
        _("Kind of unit"): (_kind_named(unit.body_kind), _kind_named(row.kind)),
        _("First day"): (unit.valid_from, row.valid_from),
        _("Last day"): (unit.valid_to, row.valid_to),
    }
    for label, (before, after) in said.items():
        if after is not None and after != before:
            found.append(f"{label}: {_word(before)} → {_word(after)}")
    if row.successor is not None and (
        unit.successor is None or _unit_of(row.successor) != unit.successor
    ):
        found.append(_("Merged into: %(name)s") % {"name": row.successor.name})
    return found


def _kind_named(kind: str) -> str | None:
    return str(BodyKind(kind).label) if kind else None


def _word(value: Any) -> str:
    if value is None:
        return _("(empty)")
    return short_date(value) if isinstance(value, date) else str(value)
