"""What the headings of a table of counts say: award, kind of recipient, type, year or period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from nominations.awards.figures.cells import YearSpan, read_span
from nominations.awards.importing.award_matching import AwardNameIndex
from nominations.awards.importing.cells import read_type
from nominations.importing.cells import CellError, word_key
from nominations.law.models import RecipientKind

_BRACKETS = re.compile(r"\(([^)]*)\)")
KIND_WORDS = {
    RecipientKind.INDIVIDUAL: ("ca nhan", "cn", "nguoi"),
    RecipientKind.COLLECTIVE: ("tap the", "tt"),
    RecipientKind.HOUSEHOLD: ("ho gia dinh", "hgd"),
}
_KINDS = {
    f"{before}{word}": str(kind)
    for kind, words in KIND_WORDS.items()
    for word in words
    for before in ("", "so ", "so luong ", "cac ", "cho ")
}
_SUMS = frozenset({"cong", "tong", "tong so", "tong cong", "cong chung", "tong chung"})
_IDLE = frozenset(
    {
        "danh hieu", "danh hieu thi dua", "cac danh hieu thi dua", "hinh thuc", "thi dua",
        "hinh thuc khen thuong", "cac hinh thuc khen thuong", "danh hieu hinh thuc", "trong do",
        "danh hieu thi dua hinh thuc khen thuong", "khen thuong", "ket qua", "chia ra", "gom",
        "ket qua khen thuong", "so luong", "so luot", "so", "nam", "cac nam", "giai doan",
        "khen thuong cap tren", "khen cao", "don vi tinh",
    }
)  # fmt: skip
"""Words over the headings proper that say nothing of what is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountHeading:
    """What the numbers below a heading count, as far as it says so; "" and None where it does not.

    `is_sum`: they add up the other columns. `unknown` is the text of a heading that was not
    understood.
    """

    award: str = ""
    kind: str = ""
    type: str = ""
    span: YearSpan | None = None
    is_sum: bool = False
    unknown: str = ""

    def joined(self, other: CountHeading) -> CountHeading | None:
        """Both together; None where they contradict each other."""
        values = {}
        for one in fields(self):
            mine, its = getattr(self, one.name), getattr(other, one.name)
            if mine and its and mine != its:
                return None
            values[one.name] = mine or its
        return CountHeading(**values)

    @property
    def says(self) -> int:
        """How many things the heading says."""
        return sum(bool(getattr(self, one.name)) for one in fields(self) if one.name != "unknown")


class HeadingReader:
    """Reads headings with the names of the catalogue as they are now."""

    def __init__(self) -> None:
        self.catalogue = AwardNameIndex()
        self._read: dict[str, CountHeading | None] = {}

    def heading(self, parts: Sequence[str]) -> CountHeading | None:
        """What headings over one another count.

        None where they count nothing; one with `unknown` where only some of them are understood.
        """
        texts = [one for part in parts for one in _apart(part)]
        read = [self.part(text) for text in texts]
        known = [one for one in read if one is not None]
        found: CountHeading | None = CountHeading()
        for one in known:
            found = found.joined(one) if found is not None else None
        whole = " ".join(parts)
        if found is None:
            return CountHeading(unknown=whole)
        if not found.says and word_key(texts[-1] if texts else "") not in ("so luong", "so luot"):
            return None
        if len(known) < len(read):
            rest = " ".join(text for text, one in zip(texts, read, strict=True) if one is None)
            together = self.part(rest)
            joined = found.joined(together) if together is not None else None
            return joined or replace(found, unknown=whole)
        return found

    def part(self, text: str) -> CountHeading | None:
        """What one text says; None when it is not understood whole."""
        if text not in self._read:
            self._read[text] = self._word(text) or self._award(text)
        return self._read[text]

    def _word(self, text: str) -> CountHeading | None:
        key = word_key(text)
        if key in _IDLE:
            return CountHeading()
        if key in _SUMS:
            return CountHeading(is_sum=True)
        if key in _KINDS:
            return CountHeading(kind=_KINDS[key])
        try:
            return CountHeading(span=read_span(text))
        except CellError:
            pass
        try:
            return CountHeading(type=read_type(text))
        except CellError:
            return None

    def _award(self, text: str) -> CountHeading | None:
        """An award with what stands behind it: "Giấy khen chuyên đề", "tập thể LĐTT"."""
        for spelled, kind in ((text, ""), (f"Tập thể {text}", ""), *_without_kind(text)):
            cell = self.catalogue.read(spelled)
            if len(cell.awards) != 1 or len(cell.awards[0]) != 1:
                continue
            found = CountHeading(award=cell.awards[0][0].code, kind=kind)
            if not cell.rest:
                return found
            rest = self._word(cell.rest)
            if rest is not None and rest.says and not rest.is_sum:
                return found.joined(rest)
        return None


def _apart(text: str) -> list[str]:
    """The text, and what stands in brackets behind it."""
    inner = [one.strip() for one in _BRACKETS.findall(text) if one.strip()]
    outer = _BRACKETS.sub(" ", text).strip()
    return [one for one in (outer, *inner) if one]


def _without_kind(text: str) -> list[tuple[str, str]]:
    """The text without "cá nhân" or "tập thể" before it."""
    words = text.split()
    before = word_key(" ".join(words[:2]))
    rest = " ".join(words[2:])
    return [(rest, _KINDS[before])] if rest and before in _KINDS else []
