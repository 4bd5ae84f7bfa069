"""The navigation: each room registers its entries in its `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    # Imported for type checking only, since this package is below the room that defines the
    # account.
    from django.contrib.auth.models import _User as User


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MenuEntry:
    """One line of the navigation; `order` sorts the entries of all rooms, `badge` is a count.

    Compared by identity, since comparing labels would translate them.
    """

    label: str | Promise
    url_name: str
    icon: str
    order: int
    badge: int | str | None = None

    @property
    def path(self) -> str:
        """The path, or "" if `url_name` does not exist."""
        urls = get_urlconf() or settings.ROOT_URLCONF
        return _path_of(self.url_name, urls, get_script_prefix())


@cache
def _path_of(url_name: str, urls: str, script_prefix: str) -> str:
    """Cached, since every page needs the paths of its menu several times."""
    try:
        return reverse(url_name, urls)
    except NoReverseMatch:
        return ""


EntriesFor = Callable[["User"], Iterable[MenuEntry]]
_sources: list[EntriesFor] = []


def register(entries: EntriesFor) -> None:
    """Register a room's entries (called for each user); entries of equal `order` keep this
    order."""
    if entries not in _sources:
        _sources.append(entries)


def entries_for(user: User) -> list[MenuEntry]:
    """Home, then every room's entries for this user that have an address, by `order`."""
    home = MenuEntry(label=_("My work"), url_name="home", icon="house", order=0)
    found = [home, *(entry for entries in _sources for entry in entries(user))]
    return sorted((entry for entry in found if entry.path), key=lambda entry: entry.order)
