"""What single cells mean: days, years, kinds. Each refusal is the sentence for that cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from nominations.awards.importing.sheet import text_of
from nominations.awards.models import CommendationType, Kind
from nominations.people.names import fold
from workflow import clock

EARLIEST = date(1945, 9, 2)
"""The State's own first day: nothing can have been decided before it."""

_DAY = re.compile(
    r"^(?:ngay\s*)?(\d{1,2})\s*(?:[/.\-]|thang)\s*(\d{1,2})\s*(?:[/.\-,]|nam)\s*(\d{4}|\d{2})$"
)
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_MIDNIGHT = re.compile(r"[ t]00:00(:00)?$")
_MONTH = re.compile(r"^(?:thang\s*)?(\d{1,2})\s*[/.\-]\s*(\d{4})$")
_YEAR = re.compile(r"^(?:nam\s*)?(\d{4})$")


class CellError(Exception):
    """A cell cannot be understood; the text is the reason, a full sentence."""


def _century(year: str) -> int:
    """A year of two digits lies in this century unless that were in the future."""
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) <= clock.today().year % 100 else 1900)


def _day(year: int, month: int, day: int, shown: str) -> date:
    if month > 12:
        raise CellError(
            _("“%(text)s” has month %(month)s: write day/month/year.")
            % {"text": shown, "month": month}
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise CellError(_("“%(text)s” is not a day of the calendar.") % {"text": shown}) from None


def read_day(value: Any) -> date:
    """A day: Excel's own date, or day/month/year in its usual spellings, or year-month-day.

    Never month/day/year. Refuses everything else, also the bare number of a date cell that lost
    its format.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    shown = text_of(value)
    text = _MIDNIGHT.sub("", fold(shown))
    if found := _DAY.match(text):
        return _day(_century(found[3]), int(found[2]), int(found[1]), shown)
    if found := _ISO.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]), shown)
    raise CellError(
        _("“%(text)s” is not a day: write day/month/year, such as 05/01/2016.") % {"text": shown}
    )


def read_decision_day(value: Any) -> date:
    """The day of a decision: not before 02/9/1945 and not in the future."""
    day = read_day(value)
    if day > clock.today():
        raise CellError(_("The day %(day)s has not come yet.") % {"day": f"{day:%d/%m/%Y}"})
    if day < EARLIEST:
        raise CellError(_("The day %(day)s is too long ago.") % {"day": f"{day:%d/%m/%Y}"})
    return day


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of birth as far as it is known: the year alone, or with month, or with day."""

    year: int
    month: int | None = None
    day: int | None = None

    def fits(self, born: date) -> bool:
        """Whether a recorded date of birth agrees with everything known."""
        return (
            born.year == self.year
            and self.month in (None, born.month)
            and self.day in (None, born.day)
        )


def read_birth(value: Any) -> Birth | None:
    """A date of birth: a day, "5/1980", "tháng 5/1980" or "1980"; None for an empty cell."""
    text = fold(text_of(value))
    if not text:
        return None
    if found := _YEAR.match(text):
        return Birth(int(found[1]))
    if (found := _MONTH.match(text)) and 1 <= int(found[1]) <= 12:
        return Birth(int(found[2]), int(found[1]))
    born = read_day(value)
    return Birth(born.year, born.month, born.day)


def read_year(value: Any) -> int:
    """The year of the award."""
    text = text_of(value)
    found = _YEAR.match(fold(text))
    if not found or not EARLIEST.year <= int(found[1]) <= clock.today().year:
        raise CellError(_("“%(text)s” is not a year up to now.") % {"text": text})
    return int(found[1])


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
_PLAIN = re.compile(r"[^a-z0-9]+")


def read_type(value: Any) -> str:
    """The commendation type by its usual names."""
    text = text_of(value)
    words = _PLAIN.sub(" ", fold(text)).strip()
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


_KINDS = {
    "ca nhan": Kind.INDIVIDUAL,
    "cn": Kind.INDIVIDUAL,
    "individual": Kind.INDIVIDUAL,
    "tap the": Kind.COLLECTIVE,
    "tt": Kind.COLLECTIVE,
    "collective": Kind.COLLECTIVE,
}


def read_kind(value: Any) -> str | None:
    """Individual or collective; None for an empty cell."""
    text = text_of(value)
    if not text:
        return None
    if fold(text) not in _KINDS:
        raise CellError(_("“%(text)s” is neither individual nor collective.") % {"text": text})
    return _KINDS[fold(text)]
