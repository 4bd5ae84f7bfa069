"""A paper's number in one spelling, however it was typed: 45/QĐ-STC.

Offices write one number in many ways: "Số: 045 / qđ–stc.", with the Icelandic Ð of old fonts, with
dashes of every kind, with characters that nobody sees. All of them are one number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from nominations.paper_numbers.number_patterns import spellings
from nominations.vietnamese import fold

_LETTERS = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_SIGNS = str.maketrans({"−": "-", "⁃": "-", "∕": "/", "⁄": "/", "\\": "/"})
_IGNORED = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # blank, though no format marks
_TYPES = "quyet dinh|qd|to trinh|ttr|bao cao|bc|bien ban|bb|cong van|cv|thong bao|tb|ke hoach|kh"
_BEFORE = re.compile(rf"(?:(?:{_TYPES}) ?)?(?:so|no)?[ .:]*")
_NUMBER = re.compile(r"(\d{1,6})([^\W\d_]?)(?:/((?:19|20)\d{2}))?([-/].+)")
_AROUND = re.compile(r"\s*([-/.])\s*")
_GROUP = re.compile(r"[^\W\d_]\w{0,19}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedNumber:
    """The parts of a number: 45/QĐ-STC has the running number 45 and the groups QĐ and STC.

    `shown` is how papers print it, `canonical` is equal for all its spellings.
    """

    number: int
    groups: tuple[str, ...]
    shown: str
    canonical: str

    @property
    def symbol(self) -> str:
        """The symbol without the type of paper: "STC" of QĐ-STC."""
        return "-".join(self.groups[1:] or self.groups)


def plain_characters(text: str) -> str:
    """The text with one kind of Đ, dash and slash, without invisible characters."""
    found = []
    for char in unicodedata.normalize("NFKC", text.translate(_LETTERS)).translate(_SIGNS):
        category = unicodedata.category(char)
        if category == "Pd":
            found.append("-")
        elif category.startswith("Z") or char in "\t\r\n":
            found.append(" ")
        elif category not in ("Cf", "Cc") and char not in _IGNORED and not _is_selector(char):
            found.append(char)
    return "".join(found).strip()


def _is_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f"


def _spelled(group: str) -> str:
    """A group of the symbol as offices write it: upper case, but "TTr" and "TTg"."""
    return spellings().get(fold(group), group.upper())


def parse_number(text: str) -> ParsedNumber | None:
    """The number that a text is; None for a text that is none."""
    plain = plain_characters(text)
    start = next((at for at, char in enumerate(plain) if char.isdigit()), 0)
    if not _BEFORE.fullmatch(fold(plain[:start]) if start else ""):
        return None
    found = _NUMBER.fullmatch(_AROUND.sub(r"\1", plain[start:]).rstrip(" .,;:"))
    if found is None or int(found[1]) == 0:
        return None
    number, suffix, year, rest = int(found[1]), found[2].lower(), found[3] or "", found[4]
    parts = re.split(r"([-/.])", rest[1:])
    if not all(_GROUP.fullmatch(group) for group in parts[::2]):
        return None
    groups = [_spelled(group) for group in parts[::2]]
    between = [rest[0], *parts[1::2]]
    tail = f"{suffix}/{year}" if year else suffix
    symbol = "".join(f"{sign}{group}" for sign, group in zip(between, groups, strict=True))
    return ParsedNumber(
        number=number,
        groups=tuple(groups),
        shown=f"{number:02d}{tail}{symbol}",
        canonical=f"{number}{tail}/{'-'.join(groups)}".upper(),
    )


def canonical_number(text: str) -> str:
    """The one spelling by which numbers are compared; of a text that is no number, the text in
    capitals without spaces, so that old rows can be compared too."""
    found = parse_number(text)
    return found.canonical if found else re.sub(r"\s", "", plain_characters(text)).upper()
