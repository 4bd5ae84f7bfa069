"""The period of a report: whole years, or the first months of one year. No models here."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nominations.documents.paper_words import paper_words

WORDS = Path(__file__).resolve().parent / "data" / "report_words.toml"
WHOLE_YEAR = 12
_LABELS = {6: "period.half", 9: "period.nine"}


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last year; `months` below 12 are the first months of the only year."""

    first: int
    last: int
    months: int = WHOLE_YEAR

    @property
    def years(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def label(self) -> str:
        """ "giai đoạn 2015-2019", "năm 2026", "6 tháng đầu năm 2026"."""
        name = _LABELS.get(self.months, "period.years" if self.last > self.first else "period.year")
        return paper_words(WORDS).say(name, first=self.first, last=self.last)

    @property
    def until(self) -> date | None:
        """The last day of a part of a year, by which figures have to be known; otherwise None."""
        if self.months == WHOLE_YEAR:
            return None
        return date(self.last, self.months, monthrange(self.last, self.months)[1])
