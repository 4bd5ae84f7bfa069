"""This room's entries in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.authorization import holds, may_enter_administration
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.web.menu import MenuEntry


def entries(user: User) -> list[MenuEntry]:
    """The administration for its administrators, the history for inspectors."""
    found = []
    if may_enter_administration(user):
        found.append(
            MenuEntry(
                label=_("Administration"), url_name="administration:home", icon="gear", order=900
            )
        )
    if holds(user, Role.AUDITOR):
        found.append(
            MenuEntry(
                label=_("History of acts"),
                url_name="administration:history",
                icon="clock-history",
                order=910,
            )
        )
    return found
