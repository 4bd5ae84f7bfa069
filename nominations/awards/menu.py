"""This room's entries in the navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.menu import MenuEntry
from nominations.people.queries import organization_ids

READERS = ("manage_campaigns", "decide_nominations", "inspect_records")


def entries(user: Any) -> list[MenuEntry]:
    """The rules, for those who apply them."""
    if not any(organization_ids(user, codename) for codename in READERS):
        return []
    return [MenuEntry(_("Rules in force"), "awards:rules", "layers", 70)]
