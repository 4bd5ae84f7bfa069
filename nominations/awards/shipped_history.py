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


def figures(file: Path = FILE) -> list[HistoryFigure]:
    """The figures of a file in its order; of the shipped one the 51 (611 awards)."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            HistoryFigure(
                year=int(row["year"]),
                award=row["award"],
                commendation_type=row["commendation_type"],
                kind=row["kind"],
                count=int(row["count"]),
                authority=row["authority"],
            )
            for row in csv.DictReader(lines)
        ]
