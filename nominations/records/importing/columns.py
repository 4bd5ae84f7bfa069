"""The columns that tables of records share, and those of each."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import pgettext_lazy

from nominations.importing import decision_headings
from nominations.importing.table_layout import TableColumn, TableLayout
from nominations.records.models import InitiativeKind
from nominations.records.scales import Grade, Scope


class RecordColumn(StrEnum):
    """The columns of the tables of grades and initiatives."""

    KIND = "kind"
    NAME = "name"
    COLLECTIVE = "collective"
    BIRTH_DATE = "birth_date"
    UNIT = "unit"
    YEAR = "year"
    GRADE = "grade"
    AUTHORS = "authors"
    SUMMARY = "summary"
    SCOPE = "scope"
    NUMBER = "number"
    DATE = "date"
    ISSUER = "issuer"


_PAPER = (
    TableColumn(
        code=RecordColumn.NUMBER,
        for_all=True,
        label=pgettext_lazy("column", "Decision number"),
        headings=(
            *decision_headings.NUMBER,
            "so van ban",
            "so quyet dinh cong nhan",
            "so qd cong nhan",
        ),
        needed=True,
        ditto=True,
        limit=60,
        width=18,
        form="@",
    ),
    TableColumn(
        code=RecordColumn.DATE,
        for_all=True,
        label=pgettext_lazy("column", "Decision date"),
        headings=(
            *decision_headings.DATE,
            "ngay thang nam quyet dinh",
            "ngay van ban",
            "ngay cong nhan",
            "ngay quyet dinh cong nhan",
        ),
        needed=True,
        ditto=True,
        width=15,
        form="dd/mm/yyyy",
    ),
    TableColumn(
        code=RecordColumn.ISSUER,
        for_all=True,
        label=pgettext_lazy("column", "Issued by"),
        headings=(
            *decision_headings.ISSUER,
            "cap ban hanh",
            "co quan cong nhan",
            "cap cong nhan",
        ),
        ditto=True,
        limit=200,
        width=30,
    ),
)
_UNIT = ("phong don vi", "phong", "don vi", "phong ban", "ten don vi", "don vi cong tac")

GRADES = TableLayout(
    (
        TableColumn(
            code=RecordColumn.KIND,
            label=pgettext_lazy("column", "Recipient kind"),
            headings=("doi tuong", "loai doi tuong", "ca nhan tap the", "ca nhan hay tap the"),
            width=12,
            choices=lambda: (
                pgettext_lazy("kind of subject", "Individual"),
                pgettext_lazy("kind of subject", "Collective"),
            ),
        ),
        TableColumn(
            code=RecordColumn.NAME,
            label=pgettext_lazy("column", "Full name or collective"),
            headings=(
                "ho ten",
                "ho ten tap the",
                "ho ten ten tap the",
                "ho ten hoac ten tap the",
                "ho ten ca nhan",
                "ten ca nhan tap the",
                "ho ten can bo",
                "ten",
            ),
            needed=True,
            width=30,
        ),
        TableColumn(
            code=RecordColumn.COLLECTIVE,
            label=pgettext_lazy("column", "Name of the collective"),
            headings=("tap the", "ten tap the"),
        ),
        TableColumn(
            code=RecordColumn.BIRTH_DATE,
            label=pgettext_lazy("column", "Date of birth"),
            headings=("ngay sinh", "sinh ngay", "nam sinh", "ngay thang nam sinh", "ns"),
            width=14,
            form="dd/mm/yyyy",
        ),
        TableColumn(
            code=RecordColumn.UNIT,
            for_all=True,
            label=pgettext_lazy("column", "Unit"),
            headings=_UNIT,
            ditto=True,
            width=26,
        ),
        TableColumn(
            code=RecordColumn.YEAR,
            for_all=True,
            label=pgettext_lazy("column", "Year"),
            headings=("nam", "nam danh gia", "nam xep loai", "nam cong tac"),
            needed=True,
            ditto=True,
            width=8,
        ),
        TableColumn(
            code=RecordColumn.GRADE,
            label=pgettext_lazy("column", "Grade of task completion"),
            headings=(
                "muc do hoan thanh nhiem vu",
                "muc do hoan thanh",
                "xep loai",
                "danh gia xep loai",
                "ket qua xep loai",
                "ket qua danh gia",
                "muc xep loai",
                "xep loai chat luong",
                "danh gia",
            ),
            needed=True,
            ditto=True,
            width=32,
            choices=lambda: Grade.labels,
        ),
        *_PAPER,
    ),
    stands_in={RecordColumn.NAME: RecordColumn.COLLECTIVE},
    once=(RecordColumn.BIRTH_DATE, RecordColumn.KIND),
    identifying=(RecordColumn.NAME, RecordColumn.COLLECTIVE, RecordColumn.GRADE),
)

INITIATIVES = TableLayout(
    (
        TableColumn(
            code=RecordColumn.NAME,
            label=pgettext_lazy("column", "Name of the initiative"),
            headings=(
                "ten sang kien",
                "sang kien",
                "ten sang kien de tai",
                "ten de tai",
                "ten giai phap",
                "ten sang kien giai phap",
                "de tai",
                "ten",
            ),
            needed=True,
            limit=300,
            width=44,
        ),
        TableColumn(
            code=RecordColumn.KIND,
            label=pgettext_lazy("column", "Initiative or topic"),
            headings=("loai", "loai sang kien", "sang kien hay de tai", "hinh thuc"),
            width=16,
            choices=lambda: InitiativeKind.labels,
        ),
        TableColumn(
            code=RecordColumn.YEAR,
            for_all=True,
            label=pgettext_lazy("column", "Year"),
            headings=("nam", "nam ap dung", "nam cong nhan", "nam thuc hien"),
            needed=True,
            ditto=True,
            width=8,
        ),
        TableColumn(
            code=RecordColumn.AUTHORS,
            label=pgettext_lazy("column", "Authors and shares"),
            headings=(
                "tac gia",
                "cac tac gia",
                "tac gia ty le",
                "tac gia ti le",
                "tac gia ty le dong gop",
                "ho ten tac gia",
                "nhom tac gia",
                "tac gia dong tac gia",
            ),
            needed=True,
            limit=1000,
            width=44,
        ),
        TableColumn(
            code=RecordColumn.UNIT,
            for_all=True,
            label=pgettext_lazy("column", "Unit"),
            headings=_UNIT,
            ditto=True,
            width=26,
        ),
        TableColumn(
            code=RecordColumn.SCOPE,
            for_all=True,
            label=pgettext_lazy("column", "Scope"),
            headings=(
                "pham vi",
                "pham vi anh huong",
                "pham vi cong nhan",
                "cap sang kien",
                "pham vi ap dung",
                "pham vi hieu qua anh huong",
            ),
            needed=True,
            ditto=True,
            width=14,
            choices=lambda: Scope.labels,
        ),
        *_PAPER,
        TableColumn(
            code=RecordColumn.SUMMARY,
            label=pgettext_lazy("column", "Summary and effect"),
            headings=("tom tat", "noi dung", "hieu qua", "noi dung hieu qua", "tom tat hieu qua"),
            limit=5000,
            width=40,
        ),
    ),
    once=(RecordColumn.KIND, RecordColumn.UNIT),
    identifying=(RecordColumn.NAME, RecordColumn.AUTHORS),
)

_GRADES = {
    Grade.EXCELLENT: (
        "hoan thanh xuat sac nhiem vu",
        "hoan thanh xuat sac chuc trach nhiem vu",
        "hoan thanh xuat sac",
        "htxsnv",
        "htxs",
        "xuat sac",
    ),
    Grade.WELL_DONE: ("hoan thanh tot nhiem vu", "hoan thanh tot", "httnv", "htt", "tot"),
    Grade.DONE: ("hoan thanh nhiem vu", "hoan thanh", "htnv", "ht"),
    Grade.NOT_DONE: ("khong hoan thanh nhiem vu", "khong hoan thanh", "khtnv", "kht"),
}
_SCOPES = {
    Scope.BASE: ("co so", "cap co so", "co quan", "cap so", "don vi", "cap don vi"),
    Scope.PROVINCE: ("tinh", "cap tinh", "toan tinh", "thanh pho", "cap thanh pho"),
    Scope.MINISTRY: ("bo", "cap bo", "bo nganh", "nganh", "cap nganh"),
    Scope.NATION: ("toan quoc", "cap quoc gia", "quoc gia", "cap nha nuoc", "nha nuoc"),
}
GRADE_WORDS = {words: grade for grade, spelled in _GRADES.items() for words in spelled}
SCOPE_WORDS = {words: scope for scope, spelled in _SCOPES.items() for words in spelled}
INITIATIVE_WORDS = {
    "sang kien": InitiativeKind.INITIATIVE,
    "sk": InitiativeKind.INITIATIVE,
    "giai phap": InitiativeKind.INITIATIVE,
    "de tai": InitiativeKind.TOPIC,
    "de tai khoa hoc": InitiativeKind.TOPIC,
    "de tai nghien cuu": InitiativeKind.TOPIC,
    "de tai nghien cuu khoa hoc": InitiativeKind.TOPIC,
    "de an": InitiativeKind.TOPIC,
}
