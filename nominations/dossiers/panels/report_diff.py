"""Word-by-word differences between two versions of a report, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from nominations.dossiers.models import Report

_TOKENS = re.compile(r"\s+|[^\s]+")
_TOO_LONG = 6000


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of text: "same", "removed" or "added"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportPartChange:
    """One part of the report that differs, whole before and after, and piece by piece."""

    name: str
    label: str
    before: str
    after: str

    @property
    def pieces(self) -> list[TextPiece]:
        return list(text_diff(self.before, self.after))


def text_diff(before: str, after: str) -> Iterable[TextPiece]:
    """The texts merged into one, with what was removed and what was added."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if len(old) + len(new) > _TOO_LONG:
        yield from (TextPiece("removed", before), TextPiece("added", after))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield TextPiece("same", "".join(old[i1:i2]))
            continue
        if i2 > i1:
            yield TextPiece("removed", "".join(old[i1:i2]))
        if j2 > j1:
            yield TextPiece("added", "".join(new[j1:j2]))


def report_diff(before: Report, after: Report) -> list[ReportPartChange]:
    """The parts of the report that differ between two versions."""
    return [
        ReportPartChange(
            name=name,
            label=Report.label_of(name),
            before=getattr(before, name),
            after=getattr(after, name),
        )
        for name in Report.FIELDS
        if getattr(before, name) != getattr(after, name)
    ]
