"""Parses authors with their shares: "Nguyễn Văn A (60%); Trần Thị B (40%)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nominations.importing.cells import BirthDate, CellError, read_birth, read_number
from nominations.vietnamese import tidy_name

WHOLE = 100
_BETWEEN = re.compile(r"[;\n]|,(?!\d)(?![^(]*\))")
_BRACKETS = re.compile(r"\(([^)]*)\)")
_SHARE = re.compile(r"^(\d{1,3}(?:[.,]\d+)?)\s*%?$")
_BEHIND = re.compile(r"[\s:\-–—]+(\d{1,3}(?:[.,]\d+)?)\s*%$")
_BORN = re.compile(r"^(?:sinh(?:\s+(?:ngày|năm))?|ns)?\s*(\d[\d/.\-]*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParsedAuthor:
    """One author of a cell."""

    name: str
    share: int
    birth: BirthDate | None = None


def read_authors(text: str) -> list[ParsedAuthor]:
    """The authors of a cell, in the order written.

    One author without a share has all of it. A date of birth may stand in the brackets too. Refuses
    a share that is no whole percentage, several authors of whom one has no share, shares that do
    not make 100, and a name written twice with nothing to tell the two apart.
    """
    parts = [part.strip(" .") for part in _BETWEEN.split(text)]
    found = [_author(part) for part in parts if part]
    if not found:
        raise CellError(_("This cell may not be empty."))
    if len(found) == 1 and found[0][1] is None:
        found = [(found[0][0], WHOLE, found[0][2])]
    missing = [name for name, share, _birth in found if share is None]
    if missing:
        raise CellError(
            _("Write the share of each author: %(names)s has none. Such as: %(example)s.")
            % {
                "names": ", ".join(missing),
                "example": "Nguyễn Văn A (60%); Trần Thị B (40%)",
            }
        )
    authors = [ParsedAuthor(name, share or 0, birth) for name, share, birth in found]
    total = sum(author.share for author in authors)
    if total != WHOLE:
        raise CellError(
            _("The shares of the authors add up to %(total)s%%; they must make 100%%.")
            % {"total": total}
        )
    return authors


def _author(part: str) -> tuple[str, int | None, BirthDate | None]:
    share, birth = None, None
    for inside in _BRACKETS.findall(part):
        for word in (one.strip() for one in re.split(r"[,;]", inside)):
            is_share = word.endswith("%") or (_SHARE.match(word) and len(word) <= 3)
            if is_share and share is None:
                share = _share(word)
            elif born := _BORN.match(word):
                birth = read_birth(born[1])
            elif word:
                raise CellError(
                    _("“%(text)s” is neither a share nor a date of birth.") % {"text": word}
                )
    name = _BRACKETS.sub(" ", part)
    if share is None and (behind := _BEHIND.search(name.rstrip())):
        share, name = _share(behind[1]), name[: behind.start()]
    name = tidy_name(name).strip(" ,:-–")
    if not name:
        raise CellError(_("A share stands without the name of an author."))
    return name, share, birth


def _share(word: str) -> int:
    number = read_number(word)
    if number != int(number) or not 1 <= number <= WHOLE:
        raise CellError(
            _("“%(text)s” is not a share: write a whole percentage from 1 to 100.") % {"text": word}
        )
    return int(number)
