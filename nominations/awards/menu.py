"""This room's entries in the navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.menu import MenuEntry
from nominations.people.queries import organization_ids


def entries(user: Any) -> list[MenuEntry]:
    """The rules for those who apply them; the import of history for the secretary."""
    secretary = bool(organization_ids(user, "manage_campaigns"))
    found = []
    if secretary or any(
        organization_ids(user, codename) for codename in ("decide_nominations", "inspect_records")
    ):
        found.append(MenuEntry(_("Rules in force"), "awards:rules", "layers", 70))
    if secretary:
        found.append(
            MenuEntry(_("Import award history"), "awards:import", "file-earmark-arrow-up", 80)
        )
    return found
