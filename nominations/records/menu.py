"""This room's entries in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.authorization import has_permission
from nominations.people.models import User
from nominations.records.queries import conduct_ids
from nominations.web.menu import MenuEntry


def entries(user: User) -> list[MenuEntry]:
    """The own record and initiatives for everybody; grades and conduct for readers who may see
    them."""
    found = [
        MenuEntry(
            label=_("Initiatives"), url_name="records:initiatives", icon="lightbulb", order=14
        ),
        MenuEntry(label=_("My record"), url_name="records:mine", icon="journal-text", order=18),
    ]
    if has_permission(user, "view_nominations"):
        found.append(
            MenuEntry(
                label=_("Annual grades"), url_name="records:grades", icon="list-check", order=20
            )
        )
    if conduct_ids(user):
        found.append(
            MenuEntry(
                label=_("Discipline, examinations"),
                url_name="records:conduct",
                icon="shield-lock",
                order=22,
            )
        )
    return found
