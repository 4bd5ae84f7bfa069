"""How numbers of papers are to be written, read from `data/number_patterns.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nominations.vietnamese import fold

_FILE = Path(__file__).resolve().parent / "data" / "number_patterns.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPattern:
    """The form of a type of paper, in general or (`agency`) of one agency."""

    paper: str
    pattern: re.Pattern[str]
    example: str
    agency: str = ""


@cache
def _content() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def spellings() -> dict[str, str]:
    """Abbreviations as offices write them, by their folded text."""
    return {fold(str(word)): str(word) for word in _content()["spellings"]}


@cache
def number_patterns() -> tuple[NumberPattern, ...]:
    """Every form of the file."""
    return tuple(
        NumberPattern(**{**row, "pattern": re.compile(row["pattern"])})  # type: ignore[arg-type]  # a row of the file has the names of the fields
        for row in _content()["form"]
    )


def pattern_of(paper: str, agency: str = "") -> NumberPattern:
    """The agency's own form for the type of paper, or else the general one."""
    found = {one.agency: one for one in number_patterns() if one.paper == paper}
    return found.get(agency) or found[""]
