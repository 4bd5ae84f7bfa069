"""Answers about a table as a whole: the meaning of headings, and values for all rows.

Both are stored among the answers of a run, under keys of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from nominations.importing.table_layout import TableLayout
from nominations.vietnamese import fold, tidy_name

HEADING, FOR_ALL = "cot:", "chung:"
MIN_HEADING_SIMILARITY = 0.6
"""Minimum similarity of a heading that is preselected for a column."""


@dataclass(frozen=True, slots=True)
class TableSettings:
    """The column of each heading that people named, and the text of each column for all rows."""

    headings: Mapping[str, str] = field(default_factory=dict)
    for_all: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: Mapping[str, str]) -> TableSettings:
        """The settings among the answers of a run."""
        return cls(_under(HEADING, answers), _under(FOR_ALL, answers))

    def as_answers(self) -> dict[str, str]:
        """The settings as stored among the answers of a run."""
        named = {f"{HEADING}{heading}": code for heading, code in self.headings.items()}
        return named | {f"{FOR_ALL}{code}": text for code, text in self.for_all.items()}

    def applied(self, table: TableLayout) -> TableLayout:
        """The layout that reads the table as people said."""
        return table.adapted(self.headings, self.for_all)


def _under(prefix: str, answers: Mapping[str, str]) -> dict[str, str]:
    return {
        key.removeprefix(prefix): text for key, text in answers.items() if key.startswith(prefix)
    }


def suggested_headings(
    headings: Iterable[str], table: TableLayout, codes: Iterable[str]
) -> dict[str, str]:
    """For each of the columns the most similar heading, each heading once."""
    scored = [
        (_likeness(heading, table.columns[code].headings), code, heading)
        for code in codes
        for heading in headings
    ]
    found: dict[str, str] = {}
    for score, code, heading in sorted(scored, key=lambda one: one[0], reverse=True):
        if score >= MIN_HEADING_SIMILARITY and code not in found and heading not in found.values():
            found[code] = heading
    return found


def _likeness(heading: str, known: Iterable[str]) -> float:
    words = fold(tidy_name(heading))
    return max(_alike(words, other) for other in known)


def _alike(words: str, other: str) -> float:
    """1 for the same words; much where one has all the words of the other."""
    ratio = SequenceMatcher(None, words, other, autojunk=False).ratio()
    mine, others = set(words.split()), set(other.split())
    return max(ratio, 0.75) if mine and (mine <= others or others <= mine) else ratio
