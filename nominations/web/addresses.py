"""Addresses of pages by URL name, for code that builds many of them."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

_PLACEHOLDER = UUID(int=0)


def address_of(url_name: str, public_id: UUID) -> str:
    """The address of the page that has one UUID in it, as `reverse` gives it.

    The address is resolved once per URL configuration: the engine describes thousands of rows in
    one transaction.
    """
    before, after = _parts(url_name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())
    return f"{before}{public_id}{after}"


@cache
def _parts(url_name: str, urlconf: str, script_prefix: str) -> tuple[str, str]:
    before, _placeholder, after = reverse(url_name, urlconf, [_PLACEHOLDER]).partition(
        str(_PLACEHOLDER)
    )
    return before, after
