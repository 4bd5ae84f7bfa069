"""This room's entries in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.consultation.queries import READING_ROLES
from nominations.people.authorization import holds
from nominations.people.models import User
from nominations.web.menu import MenuEntry


def entries(user: User) -> list[MenuEntry]:
    """The public lists for everybody; consultations for the roles that conduct them."""
    found = [
        MenuEntry(
            label=_("Public lists"), url_name="consultation:public", icon="megaphone", order=40
        )
    ]
    if holds(user, *READING_ROLES):
        found.append(
            MenuEntry(
                label=_("Consultations"),
                url_name="consultation:postings",
                icon="chat-left-text",
                order=41,
            )
        )
    return found
