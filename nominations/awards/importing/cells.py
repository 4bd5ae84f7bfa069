"""What single cells of award history mean, besides what every table has."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nominations.importing.cells import (
    BirthDate,
    CellError,
    read_birth,
    read_day,
    read_kind,
    read_past_day,
    read_year,
    word_key,
)
from nominations.importing.spreadsheet import text_of
from nominations.law.models import CommendationType
from nominations.vietnamese import fold

__all__ = [
    "BirthDate",
    "CellError",
    "read_birth",
    "read_day",
    "read_decision_day",
    "read_kind",
    "read_type",
    "read_year",
]

read_decision_day = read_past_day

_TYPES: dict[str, tuple[str, ...]] = {
    CommendationType.MERIT: (
        "cong trang",
        "cong trang va thanh tich",
        "cong trang va thanh tich dat duoc",
        "theo cong trang",
        "theo cong trang va thanh tich dat duoc",
        "thuong xuyen",
        "hang nam",
    ),
    CommendationType.SUDDEN: ("dot xuat", "thanh tich dot xuat", "lap thanh tich dot xuat"),
    CommendationType.MOVEMENT: (
        "phong trao",
        "phong trao thi dua",
        "theo phong trao thi dua",
        "chuyen de",
        "theo chuyen de",
        "theo dot",
        "thi dua theo dot chuyen de",
        "theo dot hoac chuyen de",
    ),
    CommendationType.CONTRIBUTION: (
        "cong hien",
        "qua trinh cong hien",
        "qua trinh cong hien lau dai",
    ),
    CommendationType.SENIORITY: ("nien han", "theo nien han"),
    CommendationType.FOREIGN: ("doi ngoai", "khen thuong doi ngoai"),
}
_TYPE_OF = {
    **{words: value for value, spellings in _TYPES.items() for words in spellings},
    **{value.lower().replace("_", " "): value for value in CommendationType.values},
}


def read_type(value: Any) -> str:
    """The commendation type by its usual names."""
    text = text_of(value)
    words = word_key(text)
    found = _TYPE_OF.get(words) or _TYPE_OF.get(words.removeprefix("khen thuong "))
    if found is None:
        labels = {fold(str(label)): value for value, label in CommendationType.choices}
        found = labels.get(fold(text))
    if found is None:
        known = ", ".join(str(label) for label in CommendationType.labels)
        raise CellError(
            _("“%(text)s” is no commendation type. Known: %(known)s.")
            % {"text": text, "known": known}
        )
    return found
