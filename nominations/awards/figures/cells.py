"""Parses cells of a table of counts: numbers with words, years and periods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nominations.awards.importing.cells import read_award_year
from nominations.importing.cells import CellError, read_whole
from nominations.importing.spreadsheet import text_of
from nominations.law.models import RecipientKind
from nominations.vietnamese import fold

MAX_COUNT = 100_000
_NOTHING = frozenset({"-", "–", "—", "0", "khong", "khong co"})
_COUNTED = re.compile(r"^(\d[\d.]*)\s*(ca nhan|tap the|ho gia dinh|nguoi|cn|tt|hgd)?$")
_BETWEEN = re.compile(r"\s*(?:,|;|\+|\bva\b)\s*")
_KINDS = {
    "ca nhan": RecipientKind.INDIVIDUAL,
    "cn": RecipientKind.INDIVIDUAL,
    "nguoi": RecipientKind.INDIVIDUAL,
    "tap the": RecipientKind.COLLECTIVE,
    "tt": RecipientKind.COLLECTIVE,
    "ho gia dinh": RecipientKind.HOUSEHOLD,
    "hgd": RecipientKind.HOUSEHOLD,
}
_PERIOD = re.compile(
    r"^(?:(?:trong|cac|tu|ca|tong|cong|\d{1,2})\s+)*(?:giai doan|nam|thoi ky)?\s*:?\s*\(?"
    r"(\d{4})\s*(?:[-–—/]|den(?: nam)?)\s*(?:nam\s+)?(\d{4})\)?$"
)


@dataclass(frozen=True, slots=True, order=True)
class YearSpan:
    """A year, or several in a row."""

    first: int
    last: int

    @property
    def years(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def is_one_year(self) -> bool:
        return self.first == self.last

    def __str__(self) -> str:
        return str(self.first) if self.is_one_year else f"{self.first}-{self.last}"

    def overlaps(self, other: YearSpan) -> bool:
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: YearSpan) -> bool:
        """Whether the other lies within this one."""
        return self.first <= other.first and other.last <= self.last


def is_two_years(value: Any) -> bool:
    """Whether a cell names two years in a row, which may be a school year or a period."""
    found = _PERIOD.match(fold(text_of(value)))
    return found is not None and int(found[2]) == int(found[1]) + 1


def read_span(value: Any) -> YearSpan:
    """A year, a school year ("năm học 2019-2020": the year in which it ends) or a period.

    Refuses (CellError) everything else, a period whose years are not in order, and years to come.
    """
    text = text_of(value)
    found = _PERIOD.match(fold(text))
    if found is None:
        year = read_award_year(value).year
        return YearSpan(year, year)
    first, last = (read_award_year(found[number]).year for number in (1, 2))
    if first >= last:
        raise CellError(
            _("The period “%(text)s” does not run from an earlier to a later year.")
            % {"text": text}
        )
    return YearSpan(first, last)


def read_counts(value: Any) -> dict[str, int]:
    """Numbers by kind of recipient, "" where the cell does not say it; empty for an empty cell.

    "48", "12 tập thể", "48 cá nhân và 07 tập thể"; a dash is nought. Refuses (CellError) everything
    else.
    """
    shown = text_of(value).strip()
    text = fold(shown).strip()
    if not text:
        return {}
    if text in _NOTHING:
        return {"": 0}
    found: dict[str, int] = {}
    for part in _BETWEEN.split(text) if isinstance(value, str) else [text]:
        counted = _COUNTED.match(part)
        if counted is None:
            raise _no_count(shown)
        kind = str(_KINDS[counted[2]]) if counted[2] else ""
        if kind in found:
            raise _no_count(shown)
        found[kind] = _whole(counted[1], shown)
    if "" in found and len(found) > 1:
        raise _no_count(shown)
    return found


def _whole(digits: str, shown: str) -> int:
    try:
        count = read_whole(digits)
    except CellError:
        raise _no_count(shown) from None
    if count > MAX_COUNT:
        raise CellError(_("“%(text)s” is far too many awards.") % {"text": shown})
    return count


def _no_count(shown: str) -> CellError:
    return CellError(
        _("“%(text)s” is no number of awards: write 48, or “48 cá nhân và 7 tập thể”.")
        % {"text": shown}
    )
