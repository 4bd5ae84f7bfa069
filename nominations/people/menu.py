"""This room's entries in the navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.menu import MenuEntry
from nominations.people.queries import organization_ids


def entries(user: Any) -> list[MenuEntry]:
    """People for everybody; roles for whoever keeps them."""
    found = [MenuEntry(_("People and units"), "people:index", "people", 70)]
    if user.is_superuser or organization_ids(user, "manage_people"):
        found.append(MenuEntry(_("Roles"), "people:roles", "person-badge", 72))
    return found
