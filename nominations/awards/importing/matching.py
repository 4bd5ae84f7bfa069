"""Awards are found by what clerks write, never by codes."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _

from nominations.importing.cells import CellError
from nominations.law.models import AwardType
from nominations.vietnamese import fold

_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_ABBREVIATIONS = {
    "cstd": "chien si thi dua",
    "cstdcs": "chien si thi dua co so",
    "cstdtq": "chien si thi dua toan quoc",
    "ldtt": "lao dong tien tien",
    "ldxs": "lao dong xuat sac",
    "ttldtt": "tap the lao dong tien tien",
    "ttldxs": "tap the lao dong xuat sac",
    "hcld": "huan chuong lao dong",
    "ld": "lao dong",
    "bk": "bang khen",
    "gk": "giay khen",
    "knc": "ky niem chuong",
    "ubnd": "uy ban nhan dan",
    "ttg": "thu tuong",
    "ttcp": "thu tuong chinh phu",
    "cp": "chinh phu",
    "sy": "si",
    "ki": "ky",
}
_RANKS = {"i": "nhat", "1": "nhat", "ii": "nhi", "2": "nhi", "iii": "ba", "3": "ba"}
_SAME = (("thanh pho", "tinh"), ("bo truong", "bo"), ("trung uong", "tw"))
_IDLE = ("danh hieu", "hinh thuc", "uy ban nhan dan", "chu tich", "cua", "cap", "dat", "tang")


def award_words(text: str) -> str:
    """An award's name reduced to the words that tell it from others, abbreviations written out."""
    words = _NOT_WORDS.sub(" ", fold(text)).split()
    spelled = [
        _RANKS.get(word, word)
        if place and words[place - 1] == "hang"
        else _ABBREVIATIONS.get(word, word)
        for place, word in enumerate(words)
    ]
    joined = f" {' '.join(spelled)} "
    for old, new in _SAME:
        joined = joined.replace(f" {old} ", f" {new} ")
    for idle in _IDLE:
        joined = joined.replace(f" {idle} ", " ")
    return " ".join(joined.split())


class AwardNameIndex:
    """The award types, found by name, short name or code, with or without the giver after it."""

    def __init__(self) -> None:
        self._versions: dict[str, list[AwardType]] = defaultdict(list)
        self._codes: dict[str, str] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        for award in AwardType.objects.order_by("valid_from"):
            self._versions[award.code].append(award)
            self._codes[_NOT_WORDS.sub("", fold(award.code))] = award.code
            for name in (award.name, award.short_name):
                self._names[award_words(name)].add(award.code)

    def find(self, text: str) -> list[AwardType]:
        """The newest version of every award the text may mean: none, one, or several."""
        code = self._codes.get(_NOT_WORDS.sub("", fold(text)))
        if code is not None:
            return [self._versions[code][-1]]
        words = award_words(text)
        codes = self._matching(words) or self._beginning(words)
        return sorted((self._versions[code][-1] for code in codes), key=lambda award: award.rank)

    def _matching(self, words: str) -> set[str]:
        """Codes of the longest name with which the words begin."""
        while words:
            if words in self._names:
                return self._names[words]
            words = words.rpartition(" ")[0]
        return set()

    def _beginning(self, words: str) -> set[str]:
        """Codes of the names that begin with the words: "Bằng khen" is said of several."""
        if not words:
            return set()
        return {
            code
            for name, codes in self._names.items()
            if name.startswith(f"{words} ")
            for code in codes
        }

    def on(self, award: AwardType, day: date) -> AwardType:
        """The version in force on the day; for days out of its time the nearest one."""
        versions = self._versions[award.code]
        holding = [version for version in versions if version.holds_on(day)]
        if holding:
            return holding[-1]
        return versions[0] if day < versions[0].valid_from else versions[-1]


def one_award(catalogue: AwardNameIndex, text: str) -> AwardType:
    """The award a cell names; refuses an unknown one and one that may be several."""
    found = catalogue.find(text)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(award.name for award in found)
        raise CellError(_("“%(text)s” may be: %(names)s.") % {"text": text, "names": names})
    raise CellError(_("“%(text)s” is not in the catalogue of awards.") % {"text": text})
