"""This room's entries in the navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.decisions.prizes import money_ids
from nominations.menu import MenuEntry
from nominations.people.queries import organization_ids


def entries(user: Any) -> list[MenuEntry]:
    """Papers for those who have a part in them; arrivals for the officers who receive them."""
    found = []
    if organization_ids(user, "view_nominations"):
        found += [
            MenuEntry(_("Decisions"), "decisions:list", "file-earmark-check", 50),
            MenuEntry(_("Reports upward"), "decisions:reports", "send", 52),
            MenuEntry(_("Revocations"), "decisions:revocations", "arrow-return-left", 56),
        ]
    if money_ids(user):
        found.append(MenuEntry(_("Commendation fund"), "decisions:fund", "bank", 58))
    if organization_ids(user, "receive_dossiers"):
        found.append(MenuEntry(_("Arrived dossiers"), "decisions:arrivals", "inbox", 54))
    return found
