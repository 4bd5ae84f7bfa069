"""Match names to rows by their spelling; offer similar ones.

A name matches when its letters and tones are the same, wherever the tone mark stands (hoà, hòa). A
name without diacritics, or with *other* ones, is a different one until people confirm it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from nominations.vietnamese import fold, spelling_key

MAX_SIMILAR_NAMES = 3
MIN_SIMILARITY = 0.78
"""Minimum similarity of a name that is offered."""
INITIALS_SIMILARITY = 0.9
_COMPARED = 20


@dataclass(slots=True, kw_only=True)
class NameIndex:
    """An index of rows by exact spelling, by bare letters and by pairs of letters.

    `last_counts`: the last word weighs half, since it tells people of one family apart.
    `initials`: "P. QLNS" comes near "Phòng Quản lý ngân sách".
    """

    exact: dict[str, list[int]]
    bare: dict[str, list[int]]
    last_counts: bool = False
    initials: bool = False
    _pairs: dict[str, set[str]] = field(default_factory=dict)
    _near: dict[str, list[tuple[int, float]]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        names: Iterable[tuple[int, str]],
        *,
        last_counts: bool = False,
        initials: bool = False,
    ) -> NameIndex:
        """The index of (key, name)."""
        exact, bare = defaultdict(list), defaultdict(list)
        for pk, name in names:
            exact[spelling_key(name)].append(pk)
            bare[fold(name)].append(pk)
        return cls(
            exact=dict(exact),
            bare=dict(bare),
            last_counts=last_counts,
            initials=initials,
        )

    def find(self, text: str) -> list[int]:
        """Rows with the same spelling."""
        return self.exact.get(spelling_key(text), [])

    def near(self, text: str) -> list[int]:
        """Rows that differ in diacritics only."""
        return self.bare.get(fold(text), [])

    def close(self, text: str) -> list[tuple[int, float]]:
        """The few rows whose name is most like the text, with the likeness up to 1."""
        words = fold(text)
        if words not in self._near:
            scored = [(self._likeness(words, other), other) for other in self._candidates(words)]
            if self.initials:
                scored = [(max(score, _as_initials(words, name)), name) for score, name in scored]
            scored = sorted((one for one in scored if one[0] >= MIN_SIMILARITY), reverse=True)
            rows = [(pk, score) for score, other in scored for pk in self.bare[other]]
            self._near[words] = rows[:MAX_SIMILAR_NAMES]
        return self._near[words]

    def _candidates(self, words: str) -> list[str]:
        """Names that share the most pairs of letters: comparing with every one would take long.

        Of names that may be given by their initials there are few.
        """
        if self.initials:
            return list(self.bare)
        if not self._pairs:
            for name in self.bare:
                for pair in _pairs_of(name):
                    self._pairs.setdefault(pair, set()).add(name)
        shared: Counter[str] = Counter()
        for pair in _pairs_of(words):
            shared.update(self._pairs.get(pair, ()))
        # Long names share more pairs by mere length.
        ranked = sorted(shared, key=lambda name: shared[name] / (len(name) + len(words)))
        return ranked[-_COMPARED:]

    def _likeness(self, one: str, other: str) -> float:
        whole = SequenceMatcher(None, one, other, autojunk=False).ratio()
        if not self.last_counts:
            return whole
        last = (one.rpartition(" ")[2], other.rpartition(" ")[2])
        return (whole + SequenceMatcher(None, *last, autojunk=False).ratio()) / 2


def _as_initials(words: str, name: str) -> float:
    """How surely the words are the name cut short: "p qlns", "qlns", "p quan ly ns"."""
    letters, parts = "".join(re.findall(r"[a-z0-9]+", words)), name.split()
    whole = "".join(part[0] for part in parts)
    if len(letters) > 1 and letters in (whole, whole[1:]):
        return INITIALS_SIMILARITY
    return (
        INITIALS_SIMILARITY if _cut_short(letters, parts) or _cut_short(letters, parts[1:]) else 0
    )


def _cut_short(letters: str, parts: list[str]) -> bool:
    """Whether the letters are the beginnings of all the words, one after the other."""
    if not parts:
        return not letters
    return any(
        letters.startswith(parts[0][:size]) and _cut_short(letters[size:], parts[1:])
        for size in range(1, len(parts[0]) + 1)
    )


def _pairs_of(words: str) -> set[str]:
    padded = f" {words} "
    return {padded[place : place + 2] for place in range(len(padded) - 1)}
