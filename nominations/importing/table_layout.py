"""The layout of a kind of table: its columns and their usual headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from nominations.vietnamese import fold

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SERIAL, NOTE, ERRORS = "serial", "note", "errors"
"""Columns that every table knows; ERRORS is written by us and never read."""
MIN_HEADINGS = 3
_LONGEST_PARENT = 6
"""So many words of a heading over others are tried with the heading below it."""
BIRTH_DATE, GENDER = "birth_date", "gender"
"""What tables of people call these columns; columns headed Nam and Nữ are read as them."""

_BRACKETS = re.compile(r"\([^)]*\)")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_IDLE_WORDS = frozenset({"va", "cua"})


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column. `headings` are without marks, punctuation, "va" and "cua".

    `ditto`: "nt" (như trên) means the cell above. `width` is that of the blank table, which leaves
    out columns of width 0; `form` is Excel's number format, `choices` its list of words. `for_all`:
    people may say one text for all rows instead.
    """

    code: str
    label: _StrOrPromise
    headings: tuple[str, ...]
    needed: bool = False
    ditto: bool = False
    limit: int = 250
    width: int = 0
    form: str = "General"
    choices: Callable[[], Iterable[_StrOrPromise]] | None = None
    for_all: bool = False


_SERIAL = TableColumn(
    code=SERIAL,
    label=pgettext_lazy("column", "No."),
    headings=("stt", "tt", "so tt", "so thu tu", "thu tu"),
    width=6,
)
_NOTE = TableColumn(
    code=NOTE, label=pgettext_lazy("column", "Note"), headings=("ghi chu",), limit=300, width=20
)
_ERRORS = TableColumn(code=ERRORS, label=pgettext_lazy("column", "Errors"), headings=("loi",))


class TableLayout:
    """The columns of one kind of table, with No., Note and Errors added.

    `stands_in` names for a needed column the one that may be there instead; `identifying` are the
    columns without one of which a line is a heading of a group, a sum or a signature.
    """

    def __init__(
        self,
        columns: Iterable[TableColumn],
        *,
        stands_in: Mapping[str, str] | None = None,
        once: Iterable[str] = (),
        identifying: Iterable[str] = (),
    ) -> None:
        own = list(columns)
        self.columns = {column.code: column for column in (_SERIAL, *own, _NOTE, _ERRORS)}
        self.stands_in = dict(stands_in or {})
        self.identifying = tuple(identifying)
        self.needed = tuple(column.code for column in own if column.needed)
        self.once = frozenset({*self.needed, *self.stands_in.values(), *once})
        self.ditto = frozenset(column.code for column in own if column.ditto)
        self._code_of = {
            words: column.code for column in self.columns.values() for words in column.headings
        }
        self._compact = {words.replace(" ", ""): code for words, code in self._code_of.items()}
        self.for_all: Mapping[str, str] = {}

    # What a kind of table overrides whose headings say what is counted below them.

    def opened(self) -> TableLayout:
        """The layout for reading one file, with what its headings may name looked up."""
        return self

    @property
    def stacks_headings(self) -> bool:
        """Whether a line of nothing but headings below headings belongs to these."""
        return False

    @property
    def min_known_columns(self) -> int:
        """So many known columns make a line one of headings."""
        return min(MIN_HEADINGS, len(self.needed))

    def column(self, code: str) -> TableColumn:
        """A column of the layout; KeyError for an unknown one."""
        return self.columns[code]

    def code_of_parts(self, parts: Sequence[str]) -> str | None:
        """What headings over one another mean: together in either order, or the lowest alone."""
        own = parts[-1]
        if len(parts) == 1:
            return self.code_of(own)
        above = " ".join(parts[:-1])
        words = above.split()
        tried = [f"{above} {own}"]
        tried += [
            f"{own} {' '.join(words[:n])}" for n in range(min(len(words), _LONGEST_PARENT), 0, -1)
        ]
        tried.append(own)
        return next((code for text in tried if (code := self.code_of(text)) is not None), None)

    def code_of_unknown(self, _heading: str, _position: int) -> str | None:
        """The code of a column whose heading means nothing; None: the column is not used."""
        return None

    def is_once(self, code: str) -> bool:
        """Whether two columns of this meaning are one too many."""
        return code in self.once

    def is_figure(self, _code: str) -> bool:
        """Whether the column holds what totals add up."""
        return False

    def meaning(self, _columns: Iterable[str]) -> int:
        """How much these columns say beyond being there, to compare two readings of headings."""
        return 0

    def means_row(self, _text: str) -> bool:
        """Whether a text makes its line a row, however much the line looks like a group's."""
        return False

    def full_when(self, columns: Mapping[str, int]) -> list[str]:
        """The columns that a full row fills, of those that are there."""
        return [code for code in self.needed if code in columns]

    def adapted(self, headings: Mapping[str, str], for_all: Mapping[str, str]) -> TableLayout:
        """The layout where these headings mean what people said, by column, and these columns need
        not be there or filled, since people gave one text for all rows.
        """
        if not headings and not for_all:
            return self
        made = copy(self)
        named = {_key(text): code for text, code in headings.items() if code in self.columns}
        made._code_of = {**self._code_of, **named}
        made._compact = {**self._compact, **{key.replace(" ", ""): named[key] for key in named}}
        made.needed = tuple(code for code in self.needed if code not in for_all)
        made.for_all = {code: text for code, text in for_all.items() if code in self.columns}
        return made

    def label(self, code: str) -> str:
        """The heading of a column as we write it."""
        return str(self.column(code).label)

    def limit(self, code: str) -> int:
        """The longest text of a cell."""
        return self.column(code).limit

    def code_of(self, heading: str) -> str | None:
        """What a heading means, whatever its case, marks, spaces, punctuation or synonym."""
        for text in (heading, _BRACKETS.sub(" ", heading)):
            key = _key(text)
            found = self._code_of.get(key) or self._code_of.get(key.replace(" ", ""))
            if found is not None:
                return found
        return self._compact.get(_key(heading).replace(" ", ""))

    def recognise(self, headings: Sequence[str]) -> dict[str, int]:
        """The position of each known column in a row of headings; the first of two equal ones."""
        found: dict[str, int] = {}
        for position, heading in enumerate(headings):
            code = self.code_of(heading) if heading else None
            if code is not None:
                found.setdefault(code, position)
        return found

    def knows(self, text: str) -> bool:
        """Whether the text is a heading as written, brackets apart; quick, for every line."""
        return _key(text) in self._code_of

    def missing(self, columns: Mapping[str, int]) -> list[str]:
        """The headings of needed columns that are not there."""
        return [self.label(code) for code in self._missing(columns)]

    def _missing(self, columns: Mapping[str, int]) -> list[str]:
        return [
            code
            for code in self.needed
            if code not in columns and self.stands_in.get(code, code) not in columns
        ]

    def check(self, columns: Mapping[str, int], doubled: Iterable[tuple[str, str]] = ()) -> None:
        """Refuse (ValidationError) a table that lacks a needed column or has one of them twice."""
        missing = self._missing(columns)
        if missing:
            sentence = _(
                "The table lacks these columns: %(columns)s. Download the blank table to compare."
            )
            if all(self.column(code).for_all for code in missing):
                sentence = _(
                    "The table lacks these columns: %(columns)s. Write below what is the same for"
                    " all rows, or download the blank table to compare."
                )
            headings = ", ".join(self.label(code) for code in missing)
            raise ValidationError(sentence % {"columns": headings}, code="missing_columns")
        for first, second in doubled:
            raise ValidationError(
                _("The columns %(first)s and %(second)s mean the same: keep one of them.")
                % {"first": first, "second": second},
                code="column_twice",
            )


def _key(text: str) -> str:
    words = _NOT_WORDS.sub(" ", fold(text)).split()
    return " ".join(word for word in words if word not in _IDLE_WORDS)
