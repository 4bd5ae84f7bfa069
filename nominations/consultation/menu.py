"""This room's entries in the navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.menu import MenuEntry
from nominations.people.queries import organization_ids

READING = ("manage_campaigns", "decide_nominations", "inspect_records")


def entries(user: Any) -> list[MenuEntry]:
    """The public lists for everybody; the conduct of consultations for who answers for them."""
    found = [MenuEntry(_("Public lists"), "consultation:public", "megaphone", 40)]
    if any(organization_ids(user, codename) for codename in READING):
        found.append(MenuEntry(_("Consultations"), "consultation:postings", "chat-left-text", 41))
    return found
