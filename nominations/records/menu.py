"""This room's entries in the navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.menu import MenuEntry
from nominations.people.queries import organization_ids, unit_ids
from nominations.records.queries import conduct_ids


def entries(user: Any) -> list[MenuEntry]:
    """One's own record and initiatives for everybody; grades and conduct for who may see them."""
    found = [
        MenuEntry(_("Initiatives"), "records:initiatives", "lightbulb", 14),
        MenuEntry(_("My record"), "records:mine", "journal-text", 18),
    ]
    if organization_ids(user, "view_nominations") or unit_ids(user, "view_nominations"):
        found.append(MenuEntry(_("Annual grades"), "records:grades", "list-check", 20))
    if conduct_ids(user):
        found.append(MenuEntry(_("Discipline, examinations"), "records:conduct", "shield-lock", 22))
    return found
