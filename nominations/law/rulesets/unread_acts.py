"""Acts of a regime that nobody has read: what they may have changed, as data (`[[unread]]`).

A value keeps its own source and the mark its own text deserves. Where an act that was not read may
have changed it since, the loader adds that to the source; the file itself does not say it again at
every value.
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
"""Tables that say what is deserved; every other one says who decides, and by which steps."""


class ChangeKind(StrEnum):
    """What an unread act may have changed of a value."""

    CONTENT = "content"
    PROCEDURE = "procedure"  # authority, order of steps, papers, days


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadAct:
    """An act that holds under the regime and was not read; `since` when, None where nobody knows.

    `amends` are the acts it changes: whatever cites them may have changed. `ends_procedures_of`
    are acts whose provisions on authority and procedure end where this one has its own; `source`
    is the article that says so, "" where none is needed. Both empty: it may only add something.
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
        """What it may have changed of the value at the place; None where it leaves it alone."""
        content = any(one in CONTENT_PLACES for one in place)
        kind = ChangeKind.CONTENT if content else ChangeKind.PROCEDURE
        ended = self.ends_procedures_of if kind == ChangeKind.PROCEDURE else ()
        return kind if any(act in source for act in (*self.amends, *ended)) else None

    def mark(self, kind: ChangeKind) -> str:
        """What the source of a value says of it, in the words the citations know as a mark."""
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
    """The document with what unread acts may have changed told in the sources; the same document
    where they can change nothing. Layers keep theirs, and so do standards and quotas that come
    from the regime of another day."""
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
