"""Finds awards by their written names; further text in a cell is never ignored."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from nominations.awards.importing.columns import TABLE, AwardColumn
from nominations.importing.cells import CellError
from nominations.law.models import AwardType
from nominations.vietnamese import fold

WORDS_FILE = Path(__file__).with_name("award_words.toml")
_WORD = re.compile(r"[^\W_]+")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_RANKS = {"i": "nhat", "1": "nhat", "ii": "nhi", "2": "nhi", "iii": "ba", "3": "ba"}
_Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word without marks, and where what it was made of begins in the cell."""

    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vocabulary:
    """The words file, folded."""

    abbreviations: dict[str, _Phrase]
    same: list[tuple[_Phrase, _Phrase]]
    idle: list[_Phrase]
    joints: frozenset[str]
    named: frozenset[str]
    denials: frozenset[str]
    synonyms: dict[str, str]
    givers: dict[str, list[str]]
    lead: dict[str, str]
    refused: list[tuple[str, str]]
    signed_by: dict[str, list[str]]
    school_year: dict[str, int]


def _phrase(text: str) -> _Phrase:
    """Words without marks, case and punctuation."""
    return tuple(_NOT_WORDS.sub(" ", fold(text)).split())


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    content = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))
    return _Vocabulary(
        abbreviations={key: _phrase(text) for key, text in content["abbreviations"].items()},
        same=[(_phrase(old), _phrase(new)) for old, new in content["same"]],
        idle=sorted(map(_phrase, content["idle"]), key=len, reverse=True),
        joints=frozenset(fold(word) for text in content["joints"] for word in text.split()),
        named=frozenset(content["named"]),
        denials=frozenset(fold(text).split()[0] for text in content["denials"]),
        synonyms=content["synonyms"],
        givers=content["givers"],
        lead=content["lead"],
        refused=[(name, one["says"]) for one in content["refused"] for name in one["names"]],
        school_year=content["school_year"],
        signed_by={key: list(map(fold, words)) for key, words in content["signed_by"].items()},
    )


def school_year_months() -> dict[str, int]:
    """First and last month of a school year."""
    return _vocabulary().school_year


def _replaced(words: list[_Word], old: _Phrase, new: _Phrase) -> list[_Word]:
    """The words with one phrase in place of another."""
    found: list[_Word] = []
    place = 0
    while place < len(words):
        here = tuple(word.text for word in words[place : place + len(old)])
        if here == old:
            found += [_Word(text, words[place].start) for text in new]
            place += len(old)
        else:
            found.append(words[place])
            place += 1
    return found


@lru_cache(maxsize=2048)  # a table of history repeats its awards row after row
def _words(text: str) -> tuple[_Word, ...]:
    """The words that tell an award from others, abbreviations written out, in their order."""
    known = _vocabulary()
    found: list[_Word] = []
    before = ""
    for match in _WORD.finditer(text):
        word = fold(match[0])
        rank = _RANKS.get(word) if before == "hang" else None
        spelled = (rank,) if rank else known.abbreviations.get(word, (word,))
        found += [_Word(one, match.start()) for one in spelled]
        before = word
    for old, new in known.same:
        found = _replaced(found, old, new)
    for idle in known.idle:
        found = _replaced(found, idle, ())
    return tuple(found)


def award_words(text: str) -> str:
    """An award's name reduced to the words that tell it from others, abbreviations written out."""
    return " ".join(word.text for word in _words(text))


@lru_cache(maxsize=1)
def _givers() -> dict[str, list[_Phrase]]:
    """Who gives the awards of each authority, in the words that a cell is reduced to."""
    known = _vocabulary()
    return {
        authority: [
            tuple(award_words(text).split())
            for name in names
            for text in (name, f"{known.lead.get(authority, '')} {name}")
        ]
        for authority, names in known.givers.items()
    }


@dataclass(slots=True)
class AwardCell:
    """What a cell names: the awards, each with all it may be, and the first text not understood."""

    awards: list[list[AwardType]] = field(default_factory=list)
    rest: str = ""


class AwardNameIndex:
    """The award types, found by name, short name, synonym or code, with the giver after it."""

    def __init__(self) -> None:
        self._versions: dict[str, list[AwardType]] = defaultdict(list)
        self._codes: dict[str, str] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        for award in AwardType.objects.order_by("valid_from"):
            self._versions[award.code].append(award)
            self._codes[_NOT_WORDS.sub("", fold(award.code))] = award.code
            for name in (award.name, award.short_name):
                self._names[award_words(name)].add(award.code)
        for name, code in _vocabulary().synonyms.items():
            if code in self._versions:
                self._names[award_words(name)].add(code)
        self._longest = max((len(name.split()) for name in self._names), default=0)

    def read(self, text: str, givers: Iterable[str] = (), year: int | None = None) -> AwardCell:
        """Everything a cell says, word by word.

        After an award may stand who gives it: one of `givers`, or what the words file has for its
        authority; and the `year` of the row. Whatever else stands there is not understood.
        """
        code = self._codes.get(_NOT_WORDS.sub("", fold(text)))
        if code is not None:
            return AwardCell([[self._versions[code][-1]]])
        words = _words(text)
        named = [ending for giver in givers for ending in _endings(award_words(giver))]
        cell, place = AwardCell(), 0
        while place < len(words):
            if cell.awards and words[place].text in _vocabulary().joints:
                place += 1
                continue
            size = self._name_at(words, place)
            if not size:
                break
            codes = self._names[" ".join(word.text for word in words[place : place + size])]
            cell.awards.append(self._newest(codes))
            place = self._after(words, place + size, codes, named, year)
        if not cell.awards:
            cell.awards = [found] if (found := self._newest(self._beginning(words))) else []
        elif place < len(words):
            cell.rest = text[words[place].start :].strip(" ,;.:-–()+")
        return cell

    def _newest(self, codes: Iterable[str]) -> list[AwardType]:
        return sorted((self._versions[code][-1] for code in codes), key=lambda award: award.rank)

    def _name_at(self, words: Sequence[_Word], place: int) -> int:
        """The length of the longest name that begins there, 0 for none."""
        for size in range(min(self._longest, len(words) - place), 0, -1):
            if " ".join(word.text for word in words[place : place + size]) in self._names:
                return size
        return 0

    def _after(
        self,
        words: Sequence[_Word],
        place: int,
        codes: set[str],
        named: list[_Phrase],
        year: int | None,
    ) -> int:
        """The place behind the giver and the year of an award."""
        if codes <= _vocabulary().named:
            return self._behind_own_name(words, place)
        authorities = {self._versions[code][-1].authority for code in codes}
        known = _givers()
        givers = [*named, *(one for name in authorities for one in known.get(name, ()))]
        while place < len(words):
            said = tuple(word.text for word in words[place:])
            size = max((len(giver) for giver in givers if said[: len(giver)] == giver), default=0)
            size = size or _is_year(said, year)
            if not size:
                break
            place += size
        return place

    def _behind_own_name(self, words: Sequence[_Word], place: int) -> int:
        """A name such as "Vì sự nghiệp Tài chính" goes on to the end, or to another award."""
        denials = _vocabulary().denials
        while (
            place < len(words)
            and words[place].text not in denials
            and not self._name_at(words, place)
        ):
            place += 1
        return place

    def _beginning(self, words: Sequence[_Word]) -> set[str]:
        """Codes of the names that begin with the words: "Bằng khen" is said of several.

        A word that leads to who gives an award, such as "tỉnh", is no beginning of "Tỉnh Anh hùng".
        """
        start = " ".join(word.text for word in words)
        if start in map(award_words, _vocabulary().lead.values()):
            return set()
        return {
            code
            for name, codes in self._names.items()
            if start and name.startswith(f"{start} ")
            for code in codes
        }

    def on(self, award: AwardType, day: date) -> AwardType:
        """The version in force on the day; for days out of its time the nearest one."""
        versions = self._versions[award.code]
        holding = [version for version in versions if version.holds_on(day)]
        if holding:
            return holding[-1]
        return versions[0] if day < versions[0].valid_from else versions[-1]


def _endings(words: str) -> list[_Phrase]:
    """A giver in full and without its first words: "Sở Tài chính" of "Giám đốc Sở Tài chính"."""
    whole = tuple(words.split())
    return [whole[first:] for first in range(max(1, len(whole) - 1))] if whole else []


def _is_year(said: _Phrase, year: int | None) -> int:
    """How many words say the year, 0 when they say another one or none."""
    size = 2 if said[0] == "nam" else 1
    number = said[size - 1] if len(said) >= size else ""
    fits = len(number) == 4 and number.isdecimal() and year in (None, int(number))
    return size if fits else 0


@lru_cache(maxsize=1)
def _refused() -> list[tuple[list[str], str]]:
    """What is no award, in the words that a cell is reduced to, and what is said of it."""
    found = _vocabulary().refused
    return [([award_words(part) for part in name.split("*")], says) for name, says in found]


def _refusal(text: str) -> str:
    """What is said of something that is written as an award and is none; "" where nothing is."""
    words = f"{award_words(text)} "
    for parts, says in _refused():
        place = 0
        for number, part in enumerate(parts):
            found = words.find(f"{part} ", place)
            if found < 0 or (number == 0 and found > 0):
                break
            place = found + len(part)
        else:
            return says
    return ""


def wrong_giver(award: AwardType, issuer: str) -> str:
    """Who confers the award where the paper names somebody else, "" where that is right."""
    known = _vocabulary().signed_by
    words = known.get(award.code, known.get(award.authority))
    if words is None or not issuer:
        return ""
    said = f" {fold(issuer)} "
    return "" if any(f" {one} " in said for one in words) else str(award.get_authority_display())


def awards_named(
    catalogue: AwardNameIndex, text: str, givers: Iterable[str] = (), year: int | None = None
) -> list[AwardType]:
    """The awards a cell names, one after the other.

    Refuses (CellError) an unknown one, one that may be several, and a cell that says more than
    awards and who gives them.
    """
    if says := _refusal(text):
        raise CellError(says)
    cell = catalogue.read(text, givers, year)
    if not cell.awards:
        raise CellError(_("“%(text)s” is not in the catalogue of awards.") % {"text": text})
    for found in cell.awards:
        if len(found) > 1:
            names = ", ".join(award.name for award in found)
            raise CellError(_("“%(text)s” may be: %(names)s.") % {"text": text, "names": names})
    if cell.rest:
        raise CellError(
            _(
                "Of “%(text)s” the part “%(rest)s” is not understood: write the award alone, and"
                " who gives it as in the column “%(issuer)s”."
            )
            % {"text": text, "rest": cell.rest, "issuer": TABLE.label(AwardColumn.ISSUER)}
        )
    return [found[0] for found in cell.awards]
