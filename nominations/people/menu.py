"""This room's entries in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.authorization import has_permission
from nominations.people.household_rights import keeps_some_households
from nominations.people.models import User
from nominations.web.menu import MenuEntry


def entries(user: User) -> list[MenuEntry]:
    """People for everybody; households and roles for those who manage them."""
    found = [
        MenuEntry(label=_("People and units"), url_name="people:index", icon="people", order=70)
    ]
    if keeps_some_households(user):
        found.append(
            MenuEntry(label=_("Households"), url_name="people:households", icon="house", order=71)
        )
    if user.is_superuser or has_permission(user, "manage_people"):
        found.append(
            MenuEntry(label=_("Roles"), url_name="people:roles", icon="person-badge", order=72)
        )
    return found
