"""This room's entries in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.authorization import has_permission
from nominations.people.models import User
from nominations.web.menu import MenuEntry

READERS = ("manage_campaigns", "decide_nominations", "inspect_records")


def entries(user: User) -> list[MenuEntry]:
    """The rules, for those who apply them."""
    if not any(has_permission(user, codename) for codename in READERS):
        return []
    return [MenuEntry(label=_("Rules in force"), url_name="awards:rules", icon="layers", order=70)]
