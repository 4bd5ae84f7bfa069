"""This room's entry in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.models import User
from nominations.web.menu import MenuEntry

_ENTRY = MenuEntry(label=_("Plans and movements"), url_name="movements:list", icon="flag", order=15)


def entries(user: User) -> list[MenuEntry]:
    """Plans and movements, for everybody who is a person of some agency."""
    return [_ENTRY] if user.person_id is not None else []
