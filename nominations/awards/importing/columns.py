"""The columns of the table, and the many ways in which clerks head them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from nominations.people.names import fold

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Column(StrEnum):
    """What a column holds. The order is that of the blank table."""

    SERIAL = "serial"
    ADDRESS = "address"
    KIND = "kind"
    NAME = "name"
    COLLECTIVE = "collective"
    BIRTH_DATE = "birth_date"
    POSITION = "position"
    UNIT = "unit"
    AWARD = "award"
    TYPE = "type"
    YEAR = "year"
    NUMBER = "number"
    DATE = "date"
    ISSUER = "issuer"
    ACHIEVEMENTS = "achievements"
    GRADE = "grade"
    NOTE = "note"
    ERRORS = "errors"


LABELS: dict[Column, _StrOrPromise] = {
    Column.SERIAL: pgettext_lazy("column", "No."),
    Column.ADDRESS: pgettext_lazy("column", "Mr/Ms"),
    Column.KIND: pgettext_lazy("column", "Recipient kind"),
    Column.NAME: pgettext_lazy("column", "Full name or collective"),
    Column.COLLECTIVE: pgettext_lazy("column", "Name of the collective"),
    Column.BIRTH_DATE: pgettext_lazy("column", "Date of birth"),
    Column.POSITION: pgettext_lazy("column", "Position"),
    Column.UNIT: pgettext_lazy("column", "Unit"),
    Column.AWARD: pgettext_lazy("column", "Title or form of commendation"),
    Column.TYPE: pgettext_lazy("column", "Commendation type"),
    Column.YEAR: pgettext_lazy("column", "Year"),
    Column.NUMBER: pgettext_lazy("column", "Decision number"),
    Column.DATE: pgettext_lazy("column", "Decision date"),
    Column.ISSUER: pgettext_lazy("column", "Issued by"),
    Column.ACHIEVEMENTS: pgettext_lazy("column", "Achievements, initiatives"),
    Column.GRADE: pgettext_lazy("column", "Grade of task completion"),
    Column.NOTE: pgettext_lazy("column", "Note"),
    Column.ERRORS: pgettext_lazy("column", "Errors"),
}
REQUIRED = (
    Column.NAME,
    Column.AWARD,
    Column.TYPE,
    Column.YEAR,
    Column.NUMBER,
    Column.DATE,
    Column.ISSUER,
)
"""Without these columns a file is refused; COLLECTIVE may stand in for NAME."""

DITTO_COLUMNS = frozenset(
    {
        Column.UNIT,
        Column.AWARD,
        Column.TYPE,
        Column.YEAR,
        Column.NUMBER,
        Column.DATE,
        Column.ISSUER,
    }
)
"""Where "nt" (như trên) means the cell above."""

# Headings without marks, punctuation, "va" and "cua"; what stands in brackets is tried both ways.
_HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.SERIAL: ("stt", "tt", "so tt", "so thu tu", "thu tu"),
    Column.ADDRESS: ("ong ba", "ong", "danh xung", "ten goi"),
    Column.KIND: ("doi tuong", "loai doi tuong", "ca nhan tap the", "ca nhan hay tap the"),
    Column.NAME: (
        "ho ten",
        "ho ten tap the",
        "ho ten ten tap the",
        "ho ten hoac tap the",
        "ho ten hoac ten tap the",
        "ho ten ca nhan",
        "ho ten ca nhan ten tap the",
        "ho ten can bo",
        "ten ca nhan",
        "ten ca nhan tap the",
        "ten tap the ca nhan",
        "ten",
        "nguoi duoc khen thuong",
        "ten doi tuong",
    ),
    Column.COLLECTIVE: ("tap the", "ten tap the"),
    Column.BIRTH_DATE: ("ngay sinh", "sinh ngay", "nam sinh", "ngay thang nam sinh", "ns"),
    Column.POSITION: ("chuc vu", "chuc danh", "chuc vu chuc danh"),
    Column.UNIT: (
        "phong don vi",
        "phong",
        "don vi",
        "phong ban",
        "ten phong ban",
        "ten don vi",
        "don vi cong tac",
        "phong ban don vi",
    ),
    Column.AWARD: (
        "danh hieu hinh thuc",
        "danh hieu hinh thuc de nghi",
        "danh hieu hinh thuc khen thuong",
        "danh hieu",
        "danh hieu thi dua",
        "danh hieu thi dua hinh thuc khen thuong",
        "hinh thuc",
        "hinh thuc khen thuong",
        "hinh thuc khen",
        "khen thuong",
    ),
    Column.TYPE: ("loai hinh khen thuong", "loai hinh", "loai khen thuong", "loai hinh khen"),
    Column.YEAR: ("nam", "nam khen thuong", "nam thi dua", "nam thanh tich", "nam dat"),
    Column.NUMBER: (
        "so quyet dinh",
        "so qd",
        "quyet dinh so",
        "qd so",
        "so ky hieu quyet dinh",
        "so ky hieu",
        "so ky hieu qd",
    ),
    Column.DATE: (
        "ngay quyet dinh",
        "ngay qd",
        "ngay ky",
        "ngay ban hanh",
        "ngay thang quyet dinh",
        "ngay thang nam quyet dinh",
        "ngay ky quyet dinh",
    ),
    Column.ISSUER: (
        "co quan ban hanh",
        "noi ban hanh",
        "co quan quyet dinh",
        "cap quyet dinh",
        "nguoi ky",
        "co quan ban hanh quyet dinh",
        "cap ban hanh",
        "cap khen thuong",
        "noi cap",
    ),
    Column.ACHIEVEMENTS: (
        "thanh tich sang kien",
        "thanh tich",
        "sang kien",
        "tom tat thanh tich",
        "thanh tich sang kien so qd cong nhan",
    ),
    Column.GRADE: (
        "muc do hoan thanh nhiem vu",
        "muc do hoan thanh",
        "xep loai",
        "danh gia xep loai",
    ),
    Column.NOTE: ("ghi chu",),
    Column.ERRORS: ("loi",),
}
_COLUMN_OF = {words: column for column, headings in _HEADINGS.items() for words in headings}
_BRACKETS = re.compile(r"\([^)]*\)")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_IDLE_WORDS = frozenset({"va", "cua"})


def _key(text: str) -> str:
    words = _NOT_WORDS.sub(" ", fold(text)).split()
    return " ".join(word for word in words if word not in _IDLE_WORDS)


def column_of(heading: str) -> Column | None:
    """What a heading means, whatever its case, marks, spaces, punctuation or synonym."""
    for text in (heading, _BRACKETS.sub(" ", heading)):
        key = _key(text)
        found = _COLUMN_OF.get(key) or _COLUMN_OF.get(key.replace(" ", ""))
        if found is not None:
            return found
    compact = _key(heading).replace(" ", "")
    return next((c for words, c in _COLUMN_OF.items() if words.replace(" ", "") == compact), None)


def recognise(headings: Sequence[str]) -> dict[Column, int]:
    """The position of each known column in a row of headings; the first of two equal ones."""
    found: dict[Column, int] = {}
    for position, heading in enumerate(headings):
        column = column_of(heading) if heading else None
        if column is not None:
            found.setdefault(column, position)
    return found


def check_columns(headings: Sequence[str], columns: dict[Column, int]) -> None:
    """Refuse (ValidationError) a table that lacks a needed column or has one of them twice."""
    missing = [
        str(LABELS[column])
        for column in REQUIRED
        if column not in columns and not (column is Column.NAME and Column.COLLECTIVE in columns)
    ]
    if missing:
        raise ValidationError(
            _("The table lacks these columns: %(columns)s. Download the blank table to compare.")
            % {"columns": ", ".join(missing)},
            code="missing_columns",
        )
    needed = {*REQUIRED, Column.COLLECTIVE, Column.BIRTH_DATE, Column.KIND}
    for position, heading in enumerate(headings):
        column = column_of(heading) if heading else None
        if column in needed and columns[column] != position:
            raise ValidationError(
                _("The columns %(first)s and %(second)s mean the same: keep one of them.")
                % {"first": headings[columns[column]], "second": heading},
                code="column_twice",
            )
