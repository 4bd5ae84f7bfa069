"""This room's entries in the navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.people.authorization import organization_ids
from nominations.web.menu import MenuEntry

READING = ("manage_campaigns", "decide_nominations", "inspect_records")


def entries(user: Any) -> list[MenuEntry]:
    """The public lists for everybody; the conduct of consultations for who answers for them."""
    found = [
        MenuEntry(
            label=_("Public lists"), url_name="consultation:public", icon="megaphone", order=40
        )
    ]
    if any(organization_ids(user, codename) for codename in READING):
        found.append(
            MenuEntry(
                label=_("Consultations"),
                url_name="consultation:postings",
                icon="chat-left-text",
                order=41,
            )
        )
    return found
