"""The wording of papers: sentences with placeholders, out of data files of the rooms.

Inserted values are not searched for placeholders.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from nominations.documents.style_sheet import style_sheet

SCHEMA = 1
BLANK = "\u00a0"
STANDARD = Path(__file__).resolve().parent / "data" / "standard_words.toml"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class PaperWords:
    """The sentences of one file by their dotted name, "decision.title"."""

    file: str
    sentences: Mapping[str, str | tuple[str, ...]]

    def say(self, name: str, /, **values: object) -> str:
        """The sentence with the values in it; refuses an unknown name or placeholder (KeyError)."""
        return self.sentence(name).format(**values)

    def sentence(self, name: str) -> str:
        """The sentence as it stands in the file, its values between braces."""
        found = self.sentences[name]
        if not isinstance(found, str):
            raise KeyError(f"{self.file}: {name} is a list")
        return found

    def table(self, name: str) -> dict[str, tuple[str, ...]]:
        """The lists below a name, "heading_of_recipients", each by its own."""
        before = f"{name}."
        return {
            key.removeprefix(before): found
            for key, found in self.sentences.items()
            if key.startswith(before) and not isinstance(found, str)
        }

    def lines(self, name: str, /, **values: object) -> tuple[str, ...]:
        """The sentences of a list, each with the values in it."""
        found = self.sentences[name]
        if isinstance(found, str):
            raise KeyError(f"{self.file}: {name} is no list")
        return tuple(line.format(**values) for line in found)


def _flat(table: Mapping[str, Any], before: str = "") -> dict[str, str | tuple[str, ...]]:
    found: dict[str, str | tuple[str, ...]] = {}
    for key, value in table.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            found |= _flat(value, f"{name}.")
        elif isinstance(value, str):
            found[name] = value
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            found[name] = tuple(value)
        else:
            raise ValueError(f"{name} must be a text or a list of texts")
    return found


@cache
def paper_words(path: Path = STANDARD) -> PaperWords:
    """The sentences of a file; refuses another schema and what is no text (ValueError)."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    if content.pop("schema", None) != SCHEMA:
        raise ValueError(f"{path.name}: the schema is not known")
    return PaperWords(path.name, _flat(content))


def day_text(day: date | None, *, blank_year: int | None = None) -> str:
    """ "ngày 05 tháng 3 năm 2026": a zero before days below 10 and months below 3.

    Without a day the places are left blank for the pen; the year stands when it is known.
    """
    words, style = paper_words(), style_sheet()
    if day is None:
        gap = BLANK * 4
        return words.say("date", day=gap, month=gap, year=blank_year or BLANK * 6)
    return words.say(
        "date",
        day=_padded(day.day, style.day_padded_below),
        month=_padded(day.month, style.month_padded_below),
        year=day.year,
    )


def _padded(number: int, below: int) -> str:
    return f"0{number}" if number < below else str(number)


def count_text(number: int) -> str:
    """ "04" and "12": counts of people and collectives have two digits at least."""
    return f"{number:02d}"


def roman_numeral(number: int) -> str:
    """ "IV" for 4; a paper has fewer than forty parts."""
    found = ""
    for value, letters in _ROMAN:
        while number >= value:
            found, number = found + letters, number - value
    return found
