"""How an agency is named as the giver of an award."""

from __future__ import annotations

from nominations.people.models import Organization


def shared_words(organization: Organization) -> int:
    """How many words at the end of the head's title are the beginning of the agency's name."""
    title = organization.head_title.casefold().split()
    name = organization.name.casefold().split()
    longest = min(len(title), len(name))
    return next((n for n in range(longest, 0, -1) if title[-n:] == name[:n]), 0)


def issuer_of(organization: Organization) -> str:
    """The giver on a paper: the head's title and the agency's name, words shared by both once.

    "Giám đốc Sở" of "Sở Tài chính" is "Giám đốc Sở Tài chính".
    """
    title = organization.head_title.split()
    own_words = title[: len(title) - shared_words(organization)]
    return " ".join([*own_words, *organization.name.split()])[:200]
