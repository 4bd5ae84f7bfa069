"""Addresses of pages by URL name, for code that builds many of them."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, reverse

_PLACEHOLDER = UUID(int=0)
_HEXADECIMAL_DIGITS = 32


def address_of(url_name: str, public_id: UUID | str) -> str:
    """The address of the page that has one UUID in it, as `reverse` gives it.

    `public_id` may be what a row of the database holds: a UUID, or its 32 hexadecimal digits on
    SQLite. The address is resolved once per URL configuration and script prefix: the engine
    describes thousands of rows in one transaction.
    """
    text = str(public_id)
    if len(text) == _HEXADECIMAL_DIGITS:
        text = str(UUID(text))
    before, after = _parts(url_name, settings.ROOT_URLCONF, get_script_prefix())
    return f"{before}{text}{after}"


@cache
def _parts(url_name: str, urlconf: str, script_prefix: str) -> tuple[str, str]:
    before, _placeholder, after = reverse(url_name, urlconf, [_PLACEHOLDER]).partition(
        str(_PLACEHOLDER)
    )
    return before, after
