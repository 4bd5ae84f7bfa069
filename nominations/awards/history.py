"""The department's real figures of 2015-2019, as shipped with the project."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parent / "data" / "history" / "awards_2015_2019.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFigure:
    """One line of the file: how many awards of a kind in a year, and who gave them."""

    year: int
    award: str
    commendation_type: str
    kind: str
    count: int
    authority: str


def figures() -> list[HistoryFigure]:
    """The 51 figures (611 awards) in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            HistoryFigure(
                year=int(row["year"]),
                award=row["award"],
                commendation_type=row["commendation_type"],
                kind=row["kind"],
                count=int(row["count"]),
                authority=row["authority"],
            )
            for row in csv.DictReader(file)
        ]
