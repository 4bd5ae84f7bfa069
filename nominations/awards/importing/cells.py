"""Parses cells of award history, besides those common to all tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from nominations.awards.importing.award_matching import school_year_months
from nominations.importing.cells import (
    BirthDate,
    CellError,
    read_birth,
    read_day,
    read_past_day,
    read_year,
    word_key,
)
from nominations.importing.cells import read_kind as read_person_or_unit
from nominations.importing.spreadsheet import text_of
from nominations.law.models import CommendationType, RecipientKind
from nominations.vietnamese import fold

__all__ = [
    "AwardYear",
    "BirthDate",
    "CellError",
    "read_award_year",
    "read_birth",
    "read_day",
    "read_decision_day",
    "read_kind",
    "read_type",
    "read_year",
]

read_decision_day = read_past_day
_SCHOOL_YEAR = re.compile(r"^nam hoc\s*:?\s*(\d{4})\s*[-–/]\s*(\d{4})$")
_HOUSEHOLD = ("ho", "ho gia dinh", "gia dinh")


@dataclass(frozen=True, slots=True)
class AwardYear:
    """The year of an award; of a school year the one in which it ends, with its period."""

    year: int
    achievement_from: date | None = None
    achievement_to: date | None = None


def read_award_year(value: Any) -> AwardYear:
    """A year, or a school year written as one: "năm học 2019-2020"."""
    found = _SCHOOL_YEAR.match(fold(text_of(value)))
    if found is None:
        return AwardYear(read_year(value))
    first, last = int(found[1]), int(found[2])
    if last != first + 1:
        raise CellError(
            _("A school year runs over two years in a row, not %(first)s-%(last)s.")
            % {"first": first, "last": last}
        )
    months = school_year_months()
    begins = date(first, months["first_month"], 1)
    ends = date(last, months["last_month"] + 1, 1) - timedelta(days=1)
    return AwardYear(read_year(last), begins, ends)


def read_kind(value: Any) -> str | None:
    """Individual, collective or household; None for an empty cell."""
    if fold(text_of(value)) in _HOUSEHOLD:
        return RecipientKind.HOUSEHOLD.value
    return read_person_or_unit(value)


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
