"""What describes a key or a table of a rule file: kind, bounds, words, label and help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

KINDS = (
    "flag", "whole", "number", "choice", "choices", "text", "prose", "day", "fraction",
    "day_of_year", "expression", "papers", "row_key", "places", "awards",
)  # fmt: skip
"""Kinds of value: true or false, whole number, number, one word, list of words, short text, long
text, day, two keys that are a fraction, two keys that are a day of each year, expression, list of
paper codes, the key of a row, list of places, list of award codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDescription:
    """A key of a table: its type, bounds, label and help.

    `partner` is the second key of a fraction ("denominator") or of a day of each year ("month").
    `words` are the values of a choice with their labels. `when` names another key and its values
    under which this one applies, `above_zero_with` those under which 0 is not allowed.
    `above_zero`: a decimal must be above 0. Without `in_layers` it is allowed in regimes only.
    """

    name: str
    kind: str
    label: _StrOrPromise
    help: _StrOrPromise
    partner: str = ""
    minimum: int = 0
    maximum: int = 0
    words: Mapping[str, _StrOrPromise] = field(default_factory=dict)
    needed: bool = False
    default: Any = None
    when: tuple[str, tuple[Any, ...]] = ("", ())
    above_zero: bool = False
    above_zero_with: tuple[str, tuple[Any, ...]] = ("", ())
    in_layers: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The keys of the file that it describes."""
        return (self.name, self.partner) if self.partner else (self.name,)

    def is_asked(self, table: Mapping[str, Any]) -> bool:
        """Whether it applies, given the other values of the table."""
        name, values = self.when
        return not name or table.get(name) in values

    def may_not_be_zero(self, table: Mapping[str, Any]) -> bool:
        """Whether 0 is excluded by the other values of the table."""
        name, values = self.above_zero_with
        return bool(name) and table.get(name) in values


ROW_TABLES = ("row", "list")
"""The values of `at` for tables that are rows, of an award or of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDescription:
    """A table of a rule file: its name, its keys, and where it may stand.

    `at` is "document" (the head), "common" (defaults, form, award, level, type), "award", "row"
    (one of a list below an award), "list" (one of a list of the document), "setting", "quorum",
    "open" or "scope". `is_cited`: it has `source` and `verified` of its own.
    """

    name: str
    at: str
    label: _StrOrPromise
    help: _StrOrPromise
    keys: tuple[KeyDescription, ...]
    is_cited: bool = True

    def key(self, name: str) -> KeyDescription | None:
        """The key of that name, also by the name of its partner."""
        return next((one for one in self.keys if name in one.names), None)

    def names(self) -> Iterator[str]:
        """Every key of the table in the file, without those of its citation."""
        for one in self.keys:
            yield from one.names
