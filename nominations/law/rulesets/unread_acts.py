"""Acts of a regime that were not read, and what they may have changed (`[[unread]]`).

A value keeps its source and its own verification mark. If an unread act may have changed it since,
the loader adds that to the source, so that the file need not repeat it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from nominations import citations
from nominations.law.datafile import Section

CONTENT_PLACES = (
    "standard",
    "quota",
    "prize",
    "prizes",
    "prize_rules",
    "duplicates",
    "discipline_restart",
)
"""Tables on merits; all others are on authority and procedure."""


class ChangeKind(StrEnum):
    """The kind of change that an unread act may have made to a value."""

    CONTENT = "content"
    PROCEDURE = "procedure"  # authority, order of steps, papers, days


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadAct:
    """An act of the regime that was not read; `since` is None if unknown.

    `amends` are the acts it changes: values citing them may have changed. `ends_procedures_of` are
    acts whose provisions on authority and procedure end where this one has its own; `source` is the
    article that says so, "" if none is needed. If both are empty it may only add something.
    """

    act: str
    since: date | None
    what: str
    source: str = ""
    amends: tuple[str, ...] = ()
    ends_procedures_of: tuple[str, ...] = ()

    @property
    def may_change(self) -> bool:
        return bool(self.amends or self.ends_procedures_of)

    def change_of(self, place: Sequence[str], source: str) -> ChangeKind | None:
        """The change it may have made to the value at the place; None if it cannot have changed
        it."""
        content = any(one in CONTENT_PLACES for one in place)
        kind = ChangeKind.CONTENT if content else ChangeKind.PROCEDURE
        ended = self.ends_procedures_of if kind == ChangeKind.PROCEDURE else ()
        return kind if any(act in source for act in (*self.amends, *ended)) else None

    def mark(self, kind: ChangeKind) -> str:
        """The mark in the source of a value, as `nominations.citations` recognises it."""
        procedure = kind == ChangeKind.PROCEDURE
        form = citations.CHANGED_PROCEDURE if procedure else citations.CHANGED_CONTENT
        return form.format(act=self.act)


def read_unread_acts(content: Section) -> tuple[UnreadAct, ...]:
    """The rows `[[unread]]` of a document, none where it has none.

    Refuses a wrong row with DataFileError naming the file and the key.
    """
    found = []
    for row in content.rows("unread", needed=False):
        found.append(
            UnreadAct(
                act=row.text("act"),
                since=row.day("from", None),
                what=row.text("what"),
                source=row.text("source", ""),
                amends=row.words("amends", ()),
                ends_procedures_of=row.words("ends_procedures_of", ()),
            )
        )
        row.close()
    return tuple(found)


def with_marks(content: Section, acts: Sequence[UnreadAct]) -> Section:
    """The document with marks in the sources of values that unread acts may have changed; the same
    document if there are none. Sources of layers, and of standards and quotas from the regime of
    another day, are unchanged."""
    changing = [act for act in acts if act.may_change]
    if not changing:
        return content
    foreign = bool(content.content.get("standards_from"))
    document = {
        key: _marked(value, (key,), changing, foreign=foreign)
        for key, value in content.content.items()
    }
    return Section(
        file=content.file,
        path=content.path,
        content=document,
        read_keys=content.read_keys,
        source=content.source,
        lines=content.lines,
    )


def _marked(value: Any, place: tuple[str, ...], acts: Sequence[UnreadAct], *, foreign: bool) -> Any:
    if isinstance(value, Mapping):
        inner = {
            key: _marked(one, (*place, key), acts, foreign=foreign) for key, one in value.items()
        }
        if "verified" in value and not value.get("layer") and value.get("source"):
            inner["source"] = " ".join([value["source"], *_marks(place, value["source"], acts)])
        return inner
    if isinstance(value, list) and not (foreign and place[-1] in ("standard", "quota")):
        return [_marked(one, place, acts, foreign=foreign) for one in value]
    return value


def _marks(place: Sequence[str], source: str, acts: Sequence[UnreadAct]) -> Iterator[str]:
    for act in acts:
        kind = act.change_of(place, source)
        if kind is not None:
            yield act.mark(kind)
