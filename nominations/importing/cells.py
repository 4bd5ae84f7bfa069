"""Parses single cells: days, years, numbers, words. A refusal is the sentence for that cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from nominations.importing.spreadsheet import text_of
from nominations.vietnamese import fold
from workflow import clock

EARLIEST = date(1945, 9, 2)
"""The founding day of the State: no decision can be earlier."""
EARLIEST_YEAR = 1900
YEARS_AHEAD = 50
"""The maximum number of years that a date may lie in the future."""
_SERIALS = range(7_000, 60_000)
"""Whole numbers that Excel shows where a date has lost its format: 1919 to 2064."""
_EXCEL_DAY_ZERO = date(1899, 12, 30)

_DAY = re.compile(
    r"^(?:(?:ngay|mung|mong)\s*)*(\d{1,2})\s*(?:[/.\-–—]|,?\s*thang)\s*(\d{1,2})"
    r"\s*(?:[/.\-–—,]|,?\s*nam)\s*(\d{4}|\d{2})$"
)
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_MIDNIGHT = re.compile(r"[ t]0?0:00(:00)?(\.0+)?$")
_MONTH = re.compile(r"^(?:thang\s*)?(\d{1,2})\s*(?:[/.\-]|,?\s*nam)\s*(\d{4})$")
_YEAR = re.compile(r"^(?:nam\s*)?(\d{4})$")
_GROUPED = re.compile(r"^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$")
_COMMA = re.compile(r"^[+-]?\d+(,\d+)?$")
_POINT = re.compile(r"^[+-]?\d+\.\d+$")


class CellError(Exception):
    """A cell cannot be understood; the text is the reason, a full sentence."""


class UnlikelyValue(CellError):
    """A cell can be read as `value`, shown as `label`, but is implausible: ask."""

    def __init__(self, why: str, value: Any, label: str) -> None:
        super().__init__(why)
        self.value, self.label = value, label


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
        found = date(year, month, day)
    except ValueError:
        raise CellError(_("“%(text)s” is not a day of the calendar.") % {"text": shown}) from None
    return _in_our_time(found, shown)


def _in_our_time(day: date, shown: str) -> date:
    if not EARLIEST_YEAR <= day.year <= clock.today().year + YEARS_AHEAD:
        raise CellError(
            _("The year of “%(text)s” cannot be right: write it with its four digits.")
            % {"text": shown}
        )
    return day


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _of_serial(shown: str) -> date | None:
    """The day that Excel keeps as this number."""
    number = int(shown) if shown.isdecimal() and len(shown) <= 6 else 0
    return _EXCEL_DAY_ZERO + timedelta(days=number) if number in _SERIALS else None


def read_day(value: Any) -> date:
    """A day: Excel's own date, or day/month/year in its usual spellings, or year-month-day.

    Never month/day/year. The bare number of a date cell that lost its format is unlikely; refuses
    everything else, also a year that lost its first digits.
    """
    shown = text_of(value)
    if isinstance(value, datetime):
        return _in_our_time(value.date(), shown)
    if isinstance(value, date):
        return _in_our_time(value, shown)
    text = _MIDNIGHT.sub("", fold(shown))
    if found := _DAY.match(text):
        return _day(_century(found[3]), int(found[2]), int(found[1]), shown)
    if found := _ISO.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]), shown)
    if day := _of_serial(shown):
        raise UnlikelyValue(
            _("“%(text)s” is how Excel keeps the day %(day)s when the cell has lost its format.")
            % {"text": shown, "day": _shown(day)},
            day,
            _shown(day),
        )
    raise CellError(
        _("“%(text)s” is not a day: write day/month/year, such as 05/01/2016.") % {"text": shown}
    )


def read_past_day(value: Any) -> date:
    """A day that is not before 02/9/1945 and not in the future, such as that of a decision."""
    try:
        return _require_past(read_day(value))
    except UnlikelyValue as doubt:
        _require_past(doubt.value)
        raise


def _require_past(day: date) -> date:
    if day > clock.today():
        raise CellError(_("The day %(day)s has not come yet.") % {"day": _shown(day)})
    if day < EARLIEST:
        raise CellError(_("The day %(day)s is too long ago.") % {"day": _shown(day)})
    return day


@dataclass(frozen=True, slots=True)
class BirthDate:
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

    @property
    def date(self) -> date | None:
        """The day itself when all of it is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


def read_birth(value: Any) -> BirthDate | None:
    """A date of birth: a day, "5/1980", "tháng 5/1980" or "1980"; None for an empty cell.

    Refuses one that has not come, and one that nobody can be working or honoured with.
    """
    text = fold(text_of(value))
    if not text:
        return None
    if found := _YEAR.match(text):
        return _alive(BirthDate(int(found[1])), text)
    if (found := _MONTH.match(text)) and 1 <= int(found[1]) <= 12:
        return _alive(BirthDate(int(found[2]), int(found[1])), text)
    try:
        born = read_day(value)
    except UnlikelyValue as doubt:
        day: date = doubt.value
        birth = _alive(BirthDate(day.year, day.month, day.day), doubt.label)
        raise UnlikelyValue(str(doubt), birth, doubt.label) from None
    return _alive(BirthDate(born.year, born.month, born.day), _shown(born))


YOUNGEST, OLDEST = 10, 110
"""Ages outside of which a date of birth is certainly an error."""


def _alive(birth: BirthDate, shown: str) -> BirthDate:
    age = clock.today().year - birth.year
    if age < 0:
        raise CellError(_("This day has not come yet."))
    if not YOUNGEST <= age <= OLDEST:
        raise CellError(
            _("Who was born on “%(text)s” is %(age)s years old: that cannot be right.")
            % {"text": shown, "age": age}
        )
    return birth


def require_likely_age(birth: BirthDate, *, on: date, minimum: int, maximum: int) -> None:
    """Raise UnlikelyValue if the age on the day is outside the bounds."""
    age = on.year - birth.year
    if minimum <= age <= maximum:
        return
    words = {"year": birth.year, "age": age, "day": _shown(on)}
    label = _("%(age)s years old, as written") % words
    raise UnlikelyValue(
        _("Who was born in %(year)s is %(age)s years old on %(day)s.") % words, birth, label
    )


def read_year(value: Any) -> int:
    """A year from 1945 up to now."""
    text = text_of(value)
    found = _YEAR.match(fold(text))
    if found and int(found[1]) > clock.today().year:
        raise CellError(_("The year %(year)s has not come yet.") % {"year": found[1]})
    if not found or int(found[1]) < EARLIEST.year:
        raise CellError(_("“%(text)s” is not a year up to now.") % {"text": text})
    return int(found[1])


def read_number(value: Any) -> Decimal:
    """A number as Vietnamese write it: "1.234,5"; also "0.65", which groups no thousands.

    A percent sign behind it is left out. Refuses everything else, also "1,234.5".
    """
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return Decimal(str(value)).normalize()
    shown = text_of(value)
    text = re.sub(r"\s", "", shown).removesuffix("%")
    if _GROUPED.match(text) or _COMMA.match(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _POINT.match(text):
        return Decimal(text)
    raise CellError(_("“%(text)s” is not a number: write 1.234,5.") % {"text": shown})


def read_whole(value: Any) -> int:
    """A whole number, zero or more."""
    number = read_number(value)
    if number != int(number) or number < 0:
        raise CellError(_("“%(text)s” is not a whole number.") % {"text": text_of(value)})
    return int(number)


_WORDS = re.compile(r"[^a-z0-9]+")


def word_key(text: str) -> str:
    """Words for comparing: without marks, case and punctuation."""
    return _WORDS.sub(" ", fold(text)).strip()


def read_word(value: Any, meanings: Mapping[str, str], known: str) -> str:
    """What a word stands for, by its folded spellings; the refusal lists the `known` ones."""
    text = text_of(value)
    found = meanings.get(word_key(text))
    if found is None:
        raise CellError(
            _("“%(text)s” is not known here. Known: %(known)s.") % {"text": text, "known": known}
        )
    return found


_INDIVIDUAL, _COLLECTIVE = "individual", "collective"
_KINDS = {
    "ca nhan": _INDIVIDUAL,
    "cn": _INDIVIDUAL,
    "individual": _INDIVIDUAL,
    "tap the": _COLLECTIVE,
    "tt": _COLLECTIVE,
    "collective": _COLLECTIVE,
}


def read_kind(value: Any) -> str | None:
    """Individual or collective; None for an empty cell."""
    text = text_of(value)
    if not text:
        return None
    if fold(text) not in _KINDS:
        raise CellError(_("“%(text)s” is neither individual nor collective.") % {"text": text})
    return _KINDS[fold(text)]
