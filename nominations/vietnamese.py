"""Vietnamese text: normal form, folding for search, and the order of personal names.

SQLite and PostgreSQL disagree about đ, ư and tones, so the keys are computed here and stored.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: index + 1 for index, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """The text in Unicode normal form C, without surrounding white space or non-breaking spaces."""
    return unicodedata.normalize("NFC", text.replace("\u00a0", " ")).strip()


def tidy_name(text: str) -> str:
    """A name in normal form C with single spaces between its words."""
    return _SPACES.sub(" ", nfc(text))


@lru_cache(maxsize=8192)  # a table of history repeats its words row after row
def fold(text: str) -> str:
    """Search key: case, tones, marks and đ folded, so that "hoà", "hòa" and "HOA" are equal."""
    decomposed = unicodedata.normalize("NFD", nfc(text).casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACES.sub(" ", bare.replace("đ", "d"))


@lru_cache(maxsize=8192)
def _syllable_key(syllable: str) -> str:
    """Letters first, tone second: a < ă < â, then none < huyền < hỏi < ngã < sắc < nặng."""
    tone = 0
    letters = []
    for char in unicodedata.normalize("NFC", syllable.casefold()):
        base = ""
        for part in unicodedata.normalize("NFD", char):
            if part in _TONES:
                tone = _TONES[part]
            else:
                base += part
        letter = unicodedata.normalize("NFC", base)
        letters.append(
            f"{_LETTER_RANK.get(letter, 40 + (ord(letter[0]) % 50 if letter else 0)):02d}"
        )
    return "".join(letters) + f".{tone}"


def sort_key(full_name: str) -> str:
    """Order of a list of people: given name (last word), then middle names, then family name."""
    words = tidy_name(full_name).split(" ")
    ordered = [words[-1], *words[1:-1], words[0]] if len(words) > 1 else words
    return " ".join(_syllable_key(word) for word in ordered)[:400]


def spelling_key(text: str) -> str:
    """Equal for two spellings of one name: case, spaces and the place of the tone mark apart."""
    return " ".join(_syllable_key(word) for word in tidy_name(text).split(" "))
