"""The columns of a table of outcomes from above, and what the words of an outcome mean."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nominations.importing import decision_headings
from nominations.importing.cells import CellError, word_key
from nominations.importing.spreadsheet import text_of
from nominations.importing.table_layout import TableColumn, TableLayout
from nominations.vietnamese import fold


class OutcomeColumn(StrEnum):
    """What a column holds. The order is that of the table to fill in."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    UNIT = "unit"
    PROPOSED = "proposed"
    OUTCOME = "outcome"
    GIVEN = "given"
    NUMBER = "number"
    DATE = "date"
    ISSUER = "issuer"
    REASON = "reason"
    CODE = "code"


class AnswerFromAbove(StrEnum):
    """The answer of the superior authority about one dossier."""

    GRANTED = "granted"
    REFUSED = "refused"
    OTHER = "other"


WORDS = {
    AnswerFromAbove.GRANTED: gettext_lazy("Conferred"),
    AnswerFromAbove.REFUSED: gettext_lazy("Not approved"),
    AnswerFromAbove.OTHER: gettext_lazy("Another award"),
}
_SPELLINGS = {
    AnswerFromAbove.GRANTED: (
        "duoc",
        "duoc tang",
        "duoc tang thuong",
        "duoc khen",
        "duoc khen thuong",
        "duoc cong nhan",
        "duoc duyet",
        "tang",
        "tang thuong",
        "khen",
        "khen thuong",
        "cong nhan",
        "dong y",
        "duyet",
        "dat",
    ),
    AnswerFromAbove.REFUSED: (
        "khong",
        "khong duoc",
        "khong duoc tang",
        "khong duoc khen",
        "khong duoc khen thuong",
        "khong duoc cong nhan",
        "khong duoc duyet",
        "khong tang",
        "khong khen",
        "khong khen thuong",
        "khong cong nhan",
        "khong dong y",
        "khong duyet",
        "khong dat",
        "khong du dieu kien",
        "chua du dieu kien",
    ),
    AnswerFromAbove.OTHER: (
        "hinh thuc khac",
        "danh hieu khac",
        "tang hinh thuc khac",
        "khen hinh thuc khac",
        "khen thuong hinh thuc khac",
        "danh hieu hinh thuc khac",
    ),
}
_RETURNED = ("tra lai", "tra lai de bo sung", "tra lai bo sung", "bo sung")
_ANSWER_OF = {words: answer for answer, known in _SPELLINGS.items() for words in known}


def read_answer(value: Any) -> AnswerFromAbove:
    """Parse an answer: conferred, not approved, or another award; refuses anything else."""
    text = text_of(value)
    words = word_key(text)
    found = _ANSWER_OF.get(words)
    if found is None:
        labels = {fold(str(label)): answer for answer, label in WORDS.items()}
        found = labels.get(fold(text))
    if found is not None:
        return found
    if words in _RETURNED:
        raise CellError(
            _("A dossier returned for supplement has no outcome yet: leave the cell empty.")
        )
    known = ", ".join(str(label) for label in WORDS.values())
    raise CellError(
        _("“%(text)s” is no outcome. Known: %(known)s.") % {"text": text, "known": known}
    )


_COLUMNS = (
    TableColumn(
        code=OutcomeColumn.NAME,
        label=pgettext_lazy("column", "Full name or collective"),
        headings=(
            "ho ten",
            "ho ten tap the",
            "ho ten ten tap the",
            "ho ten hoac ten tap the",
            "ho ten ca nhan ten tap the",
            "ten ca nhan tap the",
            "ten tap the ca nhan",
            "tap the ca nhan",
            "ca nhan tap the",
            "ten don vi ca nhan",
            "nguoi duoc de nghi",
        ),
        needed=True,
        width=28,
    ),
    TableColumn(
        code=OutcomeColumn.BIRTH_DATE,
        label=pgettext_lazy("column", "Date of birth"),
        headings=("ngay sinh", "sinh ngay", "nam sinh", "ngay thang nam sinh", "ns"),
        width=13,
        form="dd/mm/yyyy",
    ),
    TableColumn(
        code=OutcomeColumn.UNIT,
        label=pgettext_lazy("column", "Unit"),
        headings=(
            "phong don vi",
            "phong",
            "don vi",
            "phong ban",
            "ten don vi",
            "don vi cong tac",
            "chuc vu don vi",
        ),
        ditto=True,
        width=26,
    ),
    TableColumn(
        code=OutcomeColumn.PROPOSED,
        label=pgettext_lazy("column", "Award proposed"),
        headings=(
            "de nghi",
            "danh hieu hinh thuc de nghi",
            "danh hieu hinh thuc khen thuong de nghi",
            "hinh thuc de nghi",
            "danh hieu de nghi",
            "de nghi khen thuong",
        ),
        ditto=True,
        width=34,
    ),
    TableColumn(
        code=OutcomeColumn.OUTCOME,
        for_all=True,
        label=pgettext_lazy("column", "Outcome"),
        headings=("ket qua", "ket qua xet", "ket qua xet khen thuong", "ket qua khen thuong"),
        needed=True,
        width=20,
        choices=WORDS.values,
    ),
    TableColumn(
        code=OutcomeColumn.GIVEN,
        label=pgettext_lazy("column", "Award given instead"),
        headings=(
            "hinh thuc khac",
            "danh hieu hinh thuc khac",
            "danh hieu hinh thuc khac duoc tang",
            "duoc tang",
            "danh hieu hinh thuc duoc tang",
            "hinh thuc duoc tang",
            "danh hieu hinh thuc duoc tang thay",
        ),
        width=34,
    ),
    TableColumn(
        code=OutcomeColumn.NUMBER,
        for_all=True,
        label=pgettext_lazy("column", "Decision number"),
        headings=(
            *decision_headings.NUMBER,
            "so van ban",
        ),
        needed=True,
        ditto=True,
        limit=60,
        width=18,
        form="@",
    ),
    TableColumn(
        code=OutcomeColumn.DATE,
        for_all=True,
        label=pgettext_lazy("column", "Decision date"),
        headings=(
            *decision_headings.DATE,
            "ngay van ban",
        ),
        needed=True,
        ditto=True,
        width=15,
        form="dd/mm/yyyy",
    ),
    TableColumn(
        code=OutcomeColumn.ISSUER,
        for_all=True,
        label=pgettext_lazy("column", "Issued by"),
        headings=(
            *decision_headings.ISSUER,
            "nguoi quyet dinh",
        ),
        ditto=True,
        limit=200,
        width=30,
    ),
    TableColumn(
        code=OutcomeColumn.REASON,
        label=pgettext_lazy("column", "Reason"),
        headings=("ly do", "ly do khong duoc khen thuong", "ly do khong tang"),
        ditto=True,
        limit=2000,
        width=34,
    ),
    TableColumn(
        code=OutcomeColumn.CODE,
        label=pgettext_lazy("column", "Dossier code"),
        headings=("ma ho so", "ma so ho so", "ma"),
        limit=36,
        width=38,
        form="@",
    ),
)
TABLE = TableLayout(
    _COLUMNS,
    stands_in={OutcomeColumn.NAME: OutcomeColumn.CODE},
    once=(OutcomeColumn.BIRTH_DATE, OutcomeColumn.CODE, OutcomeColumn.PROPOSED),
    identifying=(OutcomeColumn.NAME, OutcomeColumn.CODE),
)
"""Columns that are not needed if dossiers are named by code."""
