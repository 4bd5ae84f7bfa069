"""Vietnamese text: clean form, folding for search, and the order of personal names.

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
_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")
_LETTERS = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}
"""Letters of other alphabets that old converters and fonts put where Đ and đ were typed."""
_IN_PLACE = {
    **_LETTERS,
    **dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n"),  # line and page ends of text programs
    "\x07": " ",  # the end of a cell of a table in a text program
    "\x1e": "-",  # its hyphen that does not break
}
_SPACE_LIKE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ODD = re.compile(
    "[\u00d0\u00f0\u0189\u0256"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters but tab and line ends
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Characters that show nothing or stand for another one."""


def clean_text(text: str) -> str:
    """The text as it is kept, whichever way it comes in.

    Normal form C, Đ and đ by their own letters, plain spaces, nothing invisible, and nothing around
    it. A text of which nothing is to be seen is empty.
    """
    if not text.isascii() or not text.isprintable():
        text = _ODD.sub(lambda found: _IN_PLACE.get(found[0], ""), _SPACE_LIKE.sub(" ", text))
        text = unicodedata.normalize("NFC", text)
    return text.strip()


@lru_cache(maxsize=8192)  # a cell is read several times, and its words stand in many rows
def tidy_name(text: str) -> str:
    """A name in clean form with single spaces between its words."""
    return _SPACES.sub(" ", clean_text(text))


@lru_cache(maxsize=8192)  # a table of history repeats its words row after row
def fold(text: str) -> str:
    """Search key: case, tones, marks and đ folded, so that "hoà", "hòa" and "HOA" are equal."""
    decomposed = unicodedata.normalize("NFD", clean_text(text).casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACES.sub(" ", bare.replace("đ", "d"))


def ascii_name(text: str, limit: int) -> str:
    """ "nguyen_van_an": small ASCII letters for the name of a file, at most so many; "tep" where
    nothing is left of the text."""
    return _NOT_ASCII_WORD.sub("_", fold(text)).strip("_")[:limit].strip("_") or "tep"


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


def bears_name(text: str, name: str) -> bool:
    """Whether the text is the person's name, or has it between marks.

    "Nguyễn Văn An (Sở Nội vụ)" bears "Nguyễn Văn An"; "Nguyễn Văn Anh" and "Nguyễn Văn Ân" do not.
    A text without any Vietnamese letter is compared without them. No text bears an empty name.
    """
    spelled = fold if text.isascii() else _spelled
    found = spelled(name)
    pattern = rf"(?:^|[^\w\s]\s*){re.escape(found)}\s*(?:[^\w\s]|$)"
    return bool(found) and re.search(pattern, spelled(text)) is not None


def _spelled(text: str) -> str:
    """The text with each word as `spelling_key` has it, and the marks between them."""
    return re.sub(r"\w+", lambda word: _syllable_key(word[0]).replace(".", "_"), tidy_name(text))
