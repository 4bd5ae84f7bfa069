"""Splits a cell with a person's name into name, form of address, post and date of birth."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from nominations.importing.cells import BirthDate, CellError, read_birth
from nominations.people.models import Gender
from nominations.vietnamese import clean_text, fold, tidy_name

WORDS_FILE = Path(__file__).with_name("name_words.toml")
_NUMBERING = re.compile(
    r"^\s*(?:[-+*•–]\s+|(?:\d{1,4}|[ivxIVX]{1,4})\s*[.)/:]\s*|\d{1,4}\s*[-–]\s*)+"
)
_BETWEEN_NAMES = re.compile(r"[;&+/\n]|\s(?:và|va|cùng)\s|,", re.IGNORECASE)
_BEHIND = re.compile(r"\s*\(([^()]*)\)\s*$|\s*(?:,|\s[-–—]\s)\s*([^,]+)$")
_BORN = re.compile(r"^(?:sinh(?:\s+(?:ngày|năm))?|ns|sn)?[\s.:]*(\d[\d/.\-]*)$", re.IGNORECASE)
_POINTS = re.compile(r"[.\s/]+")
_NOT_IN_NAMES = re.compile(r"[^\w\s'’.\-]|[\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNameCell:
    """The parts of the cell; `extra` is a text after the name that is neither a post nor a date of
    birth.
    """

    name: str
    gender: str = ""
    birth: BirthDate | None = None
    position: str = ""
    extra: str = ""


@dataclass(frozen=True, slots=True)
class _NameWords:
    address: frozenset[str]
    genders: dict[str, str]
    families: frozenset[str]
    posts: tuple[str, ...]


@lru_cache(maxsize=1)
def _name_words() -> _NameWords:
    content = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))
    genders: dict[str, str] = {fold(word): Gender.MALE for word in content["male"]}
    return _NameWords(
        address=frozenset(_bare(word) for word in content["address"]),
        genders=genders | {fold(word): Gender.FEMALE for word in content["female"]},
        families=frozenset(fold(content["families"]).split()),
        posts=tuple(f"{fold(post)} " for post in content["posts"]),
    )


def _bare(text: str) -> str:
    return _POINTS.sub("", fold(text))


def without_numbering(text: str) -> str:
    """The text without "1.", "2)", "III." or a dash before it."""
    return _NUMBERING.sub("", text) or text


def begins_like_a_name(text: str) -> bool:
    """Whether two words or more begin with the family name of somebody."""
    words = fold(text).split()
    return len(words) > 1 and words[0].split("'")[0] in _name_words().families


def split_name_cell(written: str, is_position: Callable[[str], bool]) -> PersonNameCell:
    """The name in a cell, and what else the cell says of the person.

    Refuses (CellError) several names in one cell, and a date of birth that cannot be.
    """
    text = without_numbering(clean_text(written))
    text, gender = _without_address(text)
    name, behind = _behind(text)
    birth, position, extra = None, "", ""
    if born := _BORN.match(behind):
        birth = read_birth(born[1])
    elif behind and (is_position(behind) or f"{fold(behind)} ".startswith(_name_words().posts)):
        position = behind
    else:
        _require_one_name(text)
        extra = behind
    if not extra:
        _require_one_name(name)
    return PersonNameCell(
        name=tidy_name(name), gender=gender, birth=birth, position=position, extra=extra
    )


def _without_address(text: str) -> tuple[str, str]:
    """The text without leading forms of address, and the gender they imply."""
    known, gender = _name_words(), ""
    while True:
        size = _address_at(text)
        rest = text[size:].lstrip(" .:,")
        if not size or len(rest.split()) < 2:
            return text, gender
        gender = known.genders.get(_bare(text[:size]), gender)
        text = rest


def _address_at(text: str) -> int:
    """The length of the form of address that begins the text; 0 where the name may begin with it.

    "Ông" and "Cô" begin names too: what follows has to begin like a name itself.
    """
    known = _name_words()
    for match in re.finditer(r"[.\s:]+|$", text):
        words = text[: match.start()]
        if len(words) > 12:
            return 0
        if words and _bare(words) in known.address:
            rest = text[match.end() :]
            return match.start() if begins_like_a_name(rest) or _address_at(rest) else 0
    return 0


def _behind(text: str) -> tuple[str, str]:
    """The name, and the text in brackets, after a comma or after a dash."""
    found = _BEHIND.search(text)
    if found is None or not text[: found.start()].strip():
        return text, ""
    return text[: found.start()], tidy_name(found[1] or found[2] or "")


def _require_one_name(text: str) -> None:
    parts = [tidy_name(part) for part in _BETWEEN_NAMES.split(text)]
    names = [_without_address(part)[0] for part in parts if part]
    people = [name for name in names if begins_like_a_name(name)]
    if len(people) > 1:
        raise CellError(
            _("The cell names several people (%(names)s): write one person a row.")
            % {"names": "; ".join(people)}
        )


def is_capitalised(name: str) -> bool:
    """Whether every word begins with a capital letter."""
    return all(not word[0].islower() for word in name.split())


def capitalised_name(name: str) -> str:
    """The name with a capital letter at the beginning of every word, the rest small."""
    return " ".join(word[:1].upper() + word[1:].lower() for word in name.split())


def require_letters(name: str) -> None:
    """Refuse (CellError) a name with digits or signs that no name has."""
    if odd := _NOT_IN_NAMES.search(name):
        raise CellError(_("A name has no “%(sign)s”: write the name alone.") % {"sign": odd[0]})
