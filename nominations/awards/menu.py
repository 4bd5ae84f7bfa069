"""This room's entries in the navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.menu import MenuEntry
from nominations.people.queries import organization_ids


def entries(user: Any) -> list[MenuEntry]:
    """The import of history, for the secretary."""
    if not organization_ids(user, "manage_campaigns"):
        return []
    return [MenuEntry(_("Import award history"), "awards:import", "file-earmark-arrow-up", 80)]
