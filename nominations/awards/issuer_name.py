"""How an agency is named as the giver of an award."""

from __future__ import annotations

from nominations.people.models import Organization
from nominations.vietnamese import fold, spelling_key

_WRITTEN_OUT = {"ubnd": "Ủy ban nhân dân", "hdnd": "Hội đồng nhân dân"}


def title_words(organization: Organization) -> list[str]:
    """The words of the head's title, abbreviated bodies written out."""
    words = organization.head_title.split()
    return " ".join(_WRITTEN_OUT.get(fold(word), word) for word in words).split()


def shared_words(organization: Organization) -> int:
    """How many words at the end of the head's title are the beginning of the agency's name."""
    title = [spelling_key(word) for word in title_words(organization)]
    name = [spelling_key(word) for word in organization.name.split()]
    longest = min(len(title), len(name))
    return next((n for n in range(longest, 0, -1) if title[-n:] == name[:n]), 0)


def issuer_of(organization: Organization) -> str:
    """The giver on a paper: the head's title and the agency's name, words shared by both once.

    "Giám đốc Sở" of "Sở Tài chính" is "Giám đốc Sở Tài chính", "Chủ tịch UBND tỉnh" of "Ủy ban nhân
    dân tỉnh Sóc Trăng" is "Chủ tịch Ủy ban nhân dân tỉnh Sóc Trăng".
    """
    title = title_words(organization)
    own_words = title[: len(title) - shared_words(organization)]
    return " ".join([*own_words, *organization.name.split()])[:200]
