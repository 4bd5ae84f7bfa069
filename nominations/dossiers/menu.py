"""This room's entries in the navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.menu import MenuEntry
from nominations.people.queries import organization_ids, unit_ids


def entries(user: Any) -> list[MenuEntry]:
    """Nominations and campaigns for everybody, the unit's review for heads, deputies, clerks, the
    spread of awards for whom the whole agency is open."""
    found = [
        MenuEntry(_("Nominations"), "dossiers:list", "folder2-open", 10),
        MenuEntry(_("Campaigns"), "dossiers:campaigns", "calendar3", 16),
    ]
    if unit_ids(user, "view_nominations"):
        found.append(MenuEntry(_("Unit review"), "dossiers:unit", "clipboard-check", 12))
    if organization_ids(user, "view_nominations"):
        found.append(MenuEntry(_("How awards are spread"), "dossiers:fairness", "pie-chart", 62))
    return found
