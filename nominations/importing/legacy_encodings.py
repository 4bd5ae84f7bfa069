"""Text of the years before Unicode: TCVN3 (ABC fonts) and VNI-Windows, told by its syllables.

Excel stores what was typed with an old font as Western letters: "NguyÔn V¨n A" (TCVN3), "Nguyeãn
Vaên A" (VNI). A column is converted when the words become Vietnamese by it and are not so as they
stand; where that cannot be decided the file is refused, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nominations.importing.syllables import is_syllable

MIN_SYLLABLE_SHARE = 0.9
"""So many of the doubtful words must become syllables before a column is converted."""
SAMPLES = 3


class LegacyEncoding(StrEnum):
    """An encoding of the time before Unicode."""

    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI-Windows"


# --- the character tables -------------------------------------------------------------------------

# TCVN 5712:1993, VN3: runs of letters by the code of the first one. Capital letters with tones have
# no codes of their own: fonts named ...H draw small ones as capitals.
_TCVN3_RUNS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TCVN3: dict[str, str] = {
    chr(first + place): letter
    for first, letters in _TCVN3_RUNS.items()
    for place, letter in enumerate(letters)
}

# VNI: a letter and a sign behind it, or one sign for i, ơ, ư, ỵ, đ.
_VNI_SIGNS = {
    "a": "ùáøàûảõãïạââáấàầåẩãẫäậêăéắèằúẳüẵëặ",
    "e": "ùéøèûẻõẽïẹâêáếàềåểãễäệ",
    "o": "ùóøòûỏõõïọâôáốàồåổãỗäộ",
    "u": "ùúøùûủõũïụ",
    "y": "ùýøỳûỷõỹ",
    "ô": "ùớøờûởõỡïợ",
    "ö": "ùứøừûửõữïự",
}
_VNI_ALONE = "ííììæỉóĩòịôơöưîỵñđ"


def _vni() -> dict[str, str]:
    small = {
        f"{letter}{signs[place]}": signs[place + 1]
        for letter, signs in _VNI_SIGNS.items()
        for place in range(0, len(signs), 2)
    }
    small |= {_VNI_ALONE[n]: _VNI_ALONE[n + 1] for n in range(0, len(_VNI_ALONE), 2)}
    large = {key.upper(): value.upper() for key, value in small.items()}
    # A capital typed before the sign of the small letter.
    mixed = {f"{key[0].upper()}{key[1]}": value.upper() for key, value in small.items() if key[1:]}
    return {**mixed, **large, **small}


VNI: dict[str, str] = _vni()
TABLES: dict[LegacyEncoding, Mapping[str, str]] = {
    LegacyEncoding.TCVN3: TCVN3,
    LegacyEncoding.VNI: VNI,
}

_PATTERNS = {
    name: re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
    for name, table in TABLES.items()
}
_CAPITALS = re.compile(r"[A-Z]{2}|[A-Z][\u00a1-\u00fe][A-Z]")
_DOUBTFUL = re.compile("[\u00a1-\u00ff]")
_UNICODE = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u0300-\u0323\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\s.,;:/()\[\]{}\-_+*=&%#@!?\"'“”‘’–—…0-9]+")
# Signs that stand inside no word written in Unicode, but are letters in TCVN3.
_SIGNS = re.compile("[a-zA-Z][¡-\u00a9«-´¶-¹»-¿][a-zA-Z]")


def convert_text(text: str, legacy: LegacyEncoding) -> str:
    """The text in Unicode, normal form C; what is no letter of the encoding stays."""
    table = TABLES[legacy]
    result = _PATTERNS[legacy].sub(lambda found: table[found[0]], text)
    if legacy is LegacyEncoding.TCVN3 and _CAPITALS.search(text) and not re.search("[a-z]", text):
        result = result.upper()
    return unicodedata.normalize("NFC", result)


def is_possible(text: str, legacy: LegacyEncoding) -> bool:
    """Whether every Western letter of the text is a letter or a sign of the encoding."""
    return not _DOUBTFUL.search(_PATTERNS[legacy].sub("", text))


# --- which encoding a column has ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EncodingConversion:
    """A column that was converted: how many cells, and the first few before and after."""

    label: str
    legacy: LegacyEncoding
    cells: int
    samples: list[tuple[str, str]]


def _doubtful_words(text: str) -> list[str]:
    """Words with Western letters; what has no letter at all, such as "½", is no word."""
    return [
        word
        for word in _WORD.findall(text)
        if _DOUBTFUL.search(word) and any(map(str.isalpha, word))
    ]


@dataclass(slots=True, kw_only=True)
class EncodingReading:
    """Of the texts that are not Vietnamese as they stand: how many words each encoding explains.

    `unicode_texts` counts those with letters that only Unicode has, `plain` are those with Western
    letters that are Vietnamese as they stand, such as "Hoà".
    """

    words: int = 0
    unconverted: int = 0
    signs: int = 0
    unicode_texts: int = 0
    plain: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    read: dict[LegacyEncoding, int] = field(
        default_factory=lambda: dict.fromkeys(LegacyEncoding, 0)
    )

    def add(self, texts: Iterable[str]) -> EncodingReading:
        """Count these texts too, each different one once."""
        for text in dict.fromkeys(texts):
            if _UNICODE.search(text):
                self.unicode_texts += 1
            elif not _DOUBTFUL.search(text):
                continue
            elif is_word_by_word_plain(text):
                self.plain.append(text)
            else:
                self.doubtful.append(text)
                self._count(text)
        return self

    def _count(self, text: str) -> None:
        for word in _doubtful_words(text):
            self.words += 1
            self.unconverted += is_syllable(word)
            self.signs += bool(_SIGNS.search(word))
            for legacy in LegacyEncoding:
                if is_possible(word, legacy):
                    self.read[legacy] += is_syllable(convert_text(word, legacy))

    @property
    def is_plain(self) -> bool:
        """Whether nothing speaks against Unicode."""
        return not self.doubtful

    def is_mixed(self, legacy: LegacyEncoding) -> bool:
        """Whether some of the texts are surely in Unicode and not in this encoding."""
        return bool(self.unicode_texts) or any(not is_possible(text, legacy) for text in self.plain)

    @property
    def legacy(self) -> LegacyEncoding | None:
        """The encoding that turns the words into Vietnamese, if one does and the other does not."""
        first, second = sorted(LegacyEncoding, key=lambda legacy: self.read[legacy], reverse=True)
        clear = self.read[first] > max(self.unconverted, self.read[second])
        return first if clear and self.read[first] >= MIN_SYLLABLE_SHARE * self.words else None

    def read_by(self, legacy: LegacyEncoding | None) -> bool:
        """Whether an encoding found elsewhere makes nearly all of these words Vietnamese too."""
        return legacy is not None and self.read[legacy] >= max(
            self.unconverted, MIN_SYLLABLE_SHARE * self.words
        )

    @property
    def is_spoilt(self) -> bool:
        """Whether it cannot stay as it is either: signs inside words, or hardly a syllable."""
        better = max(self.read.values()) > self.unconverted
        few = self.unconverted * 2 < self.words
        return bool(self.signs) or (better and self.words >= 3 and few)


def is_word_by_word_plain(text: str) -> bool:
    """Whether every doubtful word is a syllable as it stands."""
    return all(map(is_syllable, _doubtful_words(text)))


def is_doubtful(text: str) -> bool:
    """Whether a text has Western letters and none that only Unicode has."""
    return bool(_DOUBTFUL.search(text)) and not _UNICODE.search(text)
