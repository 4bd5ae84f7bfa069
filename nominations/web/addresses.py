"""Paths of pages by URL name, and identifiers translated in paths."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, register_converter, reverse

_PLACEHOLDER = UUID(int=0)
_HEXADECIMAL_DIGITS = 32


def address_of(url_name: str, public_id: UUID | str) -> str:
    """The address of the page that has one UUID in it, as `reverse` gives it.

    `public_id` may be what a row of the database holds: a UUID, or its 32 hexadecimal digits on
    SQLite.
    """
    return addresses_of(url_name)(public_id)


def addresses_of(url_name: str) -> Callable[[UUID | str], str]:
    """`address_of` for thousands of rows within one request or one transaction."""
    before, after = _parts(url_name, settings.ROOT_URLCONF, get_script_prefix())

    def address(public_id: UUID | str) -> str:
        text = str(public_id)
        if len(text) == _HEXADECIMAL_DIGITS:
            text = str(UUID(text))
        return f"{before}{text}{after}"

    return address


@cache
def _parts(url_name: str, urlconf: str, script_prefix: str) -> tuple[str, str]:
    before, _placeholder, after = reverse(url_name, urlconf, [_PLACEHOLDER]).partition(
        str(_PLACEHOLDER)
    )
    return before, after


class WordConverter:
    """Translates an identifier to a Vietnamese word in the path.

    The identifier itself is accepted too: earlier mails contain it.
    """

    regex = "[-a-zA-Z0-9_]+"
    words: Mapping[str, str] = {}

    def to_python(self, value: str) -> str:
        return next((name for name, word in self.words.items() if word == value), value)

    def to_url(self, value: str) -> str:
        return self.words.get(value, value)


def words_in_addresses(type_name: str, words: Mapping[str, str]) -> None:
    """Register the converter `<type_name:...>` for these names and their words."""
    converter = type(f"{type_name.title()}Converter", (WordConverter,), {"words": words})
    register_converter(converter, type_name)
