"""This room's entry in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.authorization import holds
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.web.menu import MenuEntry


def entries(user: User) -> list[MenuEntry]:
    """The log of prints for whoever prints."""
    if not holds(user, Role.SECRETARY):
        return []
    return [MenuEntry(label=_("Print log"), url_name="print_runs:index", icon="printer", order=58)]
