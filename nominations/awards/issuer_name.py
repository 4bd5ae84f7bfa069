"""How an agency is named as the giver of an award."""

from __future__ import annotations

from collections.abc import Iterable

from nominations.people.models import Organization
from nominations.vietnamese import fold, spelling_key

_SPELLED_OUT = {"ubnd": "Ủy ban nhân dân", "hdnd": "Hội đồng nhân dân"}


def _spelled_out(text: str) -> list[str]:
    return " ".join(_SPELLED_OUT.get(fold(word), word) for word in text.split()).split()


def title_words(organization: Organization) -> list[str]:
    """The words of the head's title, abbreviated bodies written out."""
    return _spelled_out(organization.head_title)


def giver_key(giver: str) -> str:
    """Equal for two spellings of one giver, abbreviated bodies written out."""
    return spelling_key(" ".join(_spelled_out(giver)))


def shared_words(organization: Organization) -> int:
    """How many words at the end of the head's title are the beginning of the agency's name."""
    title = [spelling_key(word) for word in title_words(organization)]
    name = [spelling_key(word) for word in organization.name.split()]
    longest = min(len(title), len(name))
    return next((n for n in range(longest, 0, -1) if title[-n:] == name[:n]), 0)


def head_position(organization: Organization) -> str:
    """The head's title without the agency's name: "Giám đốc", "Chủ tịch"."""
    title = organization.head_title.split()
    shared = shared_words(organization)
    written = len(title_words(organization))
    if shared and written == len(title):
        return " ".join(title[: len(title) - shared])
    short = organization.short_name.split()  # the title may end in the short name as it is written
    if short and [spelling_key(word) for word in title[-len(short) :]] == [
        spelling_key(word) for word in short
    ]:
        return " ".join(title[: -len(short)])
    return organization.head_title


def issuer_of(organization: Organization) -> str:
    """The giver on a paper: the head's title and the agency's name, words shared by both once.

    "Giám đốc Sở" of "Sở Tài chính" is "Giám đốc Sở Tài chính", "Chủ tịch UBND tỉnh" of "Ủy ban nhân
    dân tỉnh Sóc Trăng" is "Chủ tịch Ủy ban nhân dân tỉnh Sóc Trăng".
    """
    title = title_words(organization)
    own_words = title[: len(title) - shared_words(organization)]
    return " ".join([*own_words, *organization.name.split()])[:200]


def is_head_of(giver: str, organization: Organization, places: Iterable[str]) -> bool:
    """Whether a giver, as a paper names it, is the head of the agency.

    The full name may stand with or without the province or district behind it; `places` are the
    words such an addition begins with. The bare title counts too.
    """
    title = " ".join(title_words(organization))
    if giver_key(giver) == giver_key(title):
        return True
    words = _spelled_out(giver)
    for own in (issuer_of(organization), title):
        mine = _spelled_out(own)
        shorter, longer = sorted((words, mine), key=len)
        more = fold(" ".join(longer[len(shorter) :]))
        begins = [spelling_key(word) for word in longer[: len(shorter)]]
        if begins == [spelling_key(word) for word in shorter] and (
            not more
            or (len(shorter) > 1 and any(f"{more} ".startswith(f"{fold(one)} ") for one in places))
        ):
            return True
    return False
