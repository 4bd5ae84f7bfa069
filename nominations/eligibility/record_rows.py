"""Records of several tables by one statement: each table gives its rows the same columns.

The facts of a person rest on a dozen tables. A page that asks about one person pays for one
statement; a board that asks about thousands reads the same rows table by table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from django.db.models import DateField, F, QuerySet, Value
from django.db.models.functions import Cast


class RecordRow(NamedTuple):
    """A row of any of the tables; what a column means is said by the part that reads it.

    A column that a part does not name is 0, "" or, for `begins`, None.
    """

    source: str
    key: int
    pk: int
    year: int
    number: int
    share: int
    code: str
    kind: str
    text: str
    begins: date
    ends: date | None
    paper_number: str
    paper_date: date | None
    issuer: str

    @property
    def paper(self) -> tuple[str, date | None, str]:
        """Number, day and issuer of the paper."""
        return self.paper_number, self.paper_date, self.issuer


_BY_PK = attrgetter("pk")
FEW = 100
"""Up to how many subjects one statement reads all tables."""
_NO_DATE = Cast(Value(None), DateField())
_MISSING: dict[str, Any] = {
    **dict.fromkeys(("key", "pk", "year", "number", "share"), Value(0)),
    **dict.fromkeys(("begins", "ends", "paper_date"), _NO_DATE),
}
_DEFAULTS = dict.fromkeys(("key", "pk", "year", "number", "share"), 0) | dict.fromkeys(
    ("begins", "ends", "paper_date")
)
PAPER = {"paper_number": "paper_number", "paper_date": "paper_date", "issuer": "issuer"}
"""The columns of a record's paper, as they are called in every table of records."""


@dataclass(frozen=True, slots=True)
class RecordPart:
    """One table's rows, and from which field each column comes."""

    source: str
    rows: QuerySet[Any]
    columns: Mapping[str, Any]

    def as_union_part(self) -> QuerySet[Any]:
        """With every column, as a union asks."""
        expressions: list[Any] = [Value(self.source)]
        for name in RecordRow._fields[1:]:
            found = self.columns.get(name, _MISSING.get(name, Value("")))
            expressions.append(F(found) if isinstance(found, str) else found)
        return self.rows.order_by().values_list(*expressions)

    def alone(self) -> list[RecordRow]:
        """By a statement of its own that reads its own columns only."""
        names = ("source", *self.columns)
        others = [name for name in RecordRow._fields if name not in names]
        defaults = tuple(_DEFAULTS.get(name, "") for name in others)
        ordered = itemgetter(*map([*names, *others].index, RecordRow._fields))
        source, make = (self.source,), RecordRow._make
        rows = self.rows.order_by().values_list(*self.columns.values())
        return [make(ordered(source + row + defaults)) for row in rows]


def row_part(source: str, rows: QuerySet[Any], **columns: Any) -> RecordPart:
    """A part of `read_record_rows`: `columns` are names of fields, or expressions."""
    return RecordPart(source, rows, columns)


def one_statement(parts: Sequence[RecordPart]) -> QuerySet[Any]:
    """The rows of all parts with every column, in no order."""
    first, *others = (one.as_union_part() for one in parts)
    return first.union(*others, all=True)


def read_record_rows(parts: Sequence[RecordPart], *, subjects: int) -> dict[str, list[RecordRow]]:
    """The rows of all parts by source, in the order of their keys.

    One query for a few subjects; one query a table for many, whose rows cost more than a statement.
    """
    if subjects > FEW:
        return by_source(row for one in parts for row in one.alone())
    return by_source(map(RecordRow._make, one_statement(parts)))


def by_source(rows: Iterable[RecordRow]) -> dict[str, list[RecordRow]]:
    """The rows of each part, in the order of their keys."""
    found: dict[str, list[RecordRow]] = defaultdict(list)
    for row in rows:
        found[row.source].append(row)
    for of_part in found.values():
        of_part.sort(key=_BY_PK)
    return found
