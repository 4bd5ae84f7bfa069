"""This room's entry in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.authorization import roles_today
from nominations.people.models import User
from nominations.web.menu import MenuEntry


def entries(user: User) -> list[MenuEntry]:
    """The register of papers for those who have a part in them."""
    if not roles_today(user).organizations_with("view_nominations"):
        return []
    return [
        MenuEntry(
            label=_("Register of papers"),
            url_name="issued_papers:register",
            icon="journal-text",
            order=57,
        )
    ]
