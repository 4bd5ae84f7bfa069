"""The columns of a table of award history, and their usual headings."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import pgettext_lazy

from nominations.importing import decision_headings
from nominations.importing.table_layout import TableColumn as About
from nominations.importing.table_layout import TableLayout
from nominations.law.models import CommendationType, RecipientKind


class AwardColumn(StrEnum):
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


_COLUMNS = (
    About(
        code=AwardColumn.ADDRESS,
        label=pgettext_lazy("column", "Mr/Ms"),
        headings=(
            "ong ba",
            "ong",
            "danh xung",
            "ten goi",
        ),
        width=9,
    ),
    About(
        code=AwardColumn.KIND,
        label=pgettext_lazy("column", "Recipient kind"),
        headings=(
            "doi tuong",
            "loai doi tuong",
            "ca nhan tap the",
            "ca nhan hay tap the",
        ),
        width=12,
        choices=lambda: RecipientKind.labels,
    ),
    About(
        code=AwardColumn.NAME,
        label=pgettext_lazy("column", "Full name or collective"),
        headings=(
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
        needed=True,
        width=28,
    ),
    About(
        code=AwardColumn.COLLECTIVE,
        label=pgettext_lazy("column", "Name of the collective"),
        headings=(
            "tap the",
            "ten tap the",
        ),
    ),
    About(
        code=AwardColumn.BIRTH_DATE,
        label=pgettext_lazy("column", "Date of birth"),
        headings=(
            "ngay sinh",
            "sinh ngay",
            "nam sinh",
            "ngay thang nam sinh",
            "ns",
        ),
        width=13,
        form="dd/mm/yyyy",
    ),
    About(
        code=AwardColumn.POSITION,
        label=pgettext_lazy("column", "Position"),
        headings=(
            "chuc vu",
            "chuc danh",
            "chuc vu chuc danh",
        ),
        limit=120,
        width=20,
    ),
    About(
        code=AwardColumn.UNIT,
        for_all=True,
        label=pgettext_lazy("column", "Unit"),
        headings=(
            "phong don vi",
            "phong",
            "don vi",
            "phong ban",
            "ten phong ban",
            "ten don vi",
            "don vi cong tac",
            "phong ban don vi",
        ),
        ditto=True,
        width=26,
    ),
    About(
        code=AwardColumn.AWARD,
        label=pgettext_lazy("column", "Title or form of commendation"),
        headings=(
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
        needed=True,
        ditto=True,
        width=34,
    ),
    About(
        code=AwardColumn.TYPE,
        for_all=True,
        label=pgettext_lazy("column", "Commendation type"),
        headings=(
            "loai hinh khen thuong",
            "loai hinh",
            "loai khen thuong",
            "loai hinh khen",
        ),
        needed=True,
        ditto=True,
        width=24,
        choices=lambda: CommendationType.labels,
    ),
    About(
        code=AwardColumn.YEAR,
        for_all=True,
        label=pgettext_lazy("column", "Year"),
        headings=(
            "nam",
            "nam khen thuong",
            "nam thi dua",
            "nam thanh tich",
            "nam dat",
        ),
        needed=True,
        ditto=True,
        width=8,
    ),
    About(
        code=AwardColumn.NUMBER,
        for_all=True,
        label=pgettext_lazy("column", "Decision number"),
        headings=(
            *decision_headings.NUMBER,
            "so ky hieu qd",
        ),
        needed=True,
        ditto=True,
        limit=60,
        width=18,
        form="@",
    ),
    About(
        code=AwardColumn.DATE,
        for_all=True,
        label=pgettext_lazy("column", "Decision date"),
        headings=(
            *decision_headings.DATE,
            "ngay thang quyet dinh",
            "ngay thang nam quyet dinh",
            "ngay ky quyet dinh",
        ),
        needed=True,
        ditto=True,
        width=15,
        form="dd/mm/yyyy",
    ),
    About(
        code=AwardColumn.ISSUER,
        for_all=True,
        label=pgettext_lazy("column", "Issued by"),
        headings=(
            *decision_headings.ISSUER,
            "co quan ban hanh quyet dinh",
            "cap ban hanh",
            "cap khen thuong",
            "noi cap",
        ),
        needed=True,
        ditto=True,
        limit=200,
        width=30,
    ),
    About(
        code=AwardColumn.ACHIEVEMENTS,
        label=pgettext_lazy("column", "Achievements, initiatives"),
        headings=(
            "thanh tich sang kien",
            "thanh tich",
            "sang kien",
            "tom tat thanh tich",
            "thanh tich sang kien so qd cong nhan",
        ),
        width=34,
    ),
    About(
        code=AwardColumn.GRADE,
        label=pgettext_lazy("column", "Grade of task completion"),
        headings=(
            "muc do hoan thanh nhiem vu",
            "muc do hoan thanh",
            "xep loai",
            "danh gia xep loai",
        ),
        width=18,
    ),
)
TABLE = TableLayout(
    _COLUMNS,
    stands_in={AwardColumn.NAME: AwardColumn.COLLECTIVE},
    once=(AwardColumn.BIRTH_DATE, AwardColumn.KIND),
    identifying=(AwardColumn.NAME, AwardColumn.COLLECTIVE, AwardColumn.AWARD),
)
"""COLLECTIVE may stand in for NAME; the other needed columns may not be missing."""
REQUIRED = tuple(AwardColumn(code) for code in TABLE.needed)


def column_of(heading: str) -> AwardColumn | None:
    """What a heading means, whatever its case, marks, spaces, punctuation or synonym."""
    code = TABLE.code_of(heading)
    return None if code is None else AwardColumn(code)
