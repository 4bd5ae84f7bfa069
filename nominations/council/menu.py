"""This room's entry in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.council.queries import READING_ROLES, takes_part
from nominations.people.authorization import holds
from nominations.people.models import User
from nominations.web.menu import MenuEntry


def entries(user: User) -> list[MenuEntry]:
    """The entry of the council, for members, scrutineers and the roles that work with it."""
    has_part = holds(user, *READING_ROLES) or takes_part(user)
    return (
        [MenuEntry(label=_("Council"), url_name="council:sessions", icon="people", order=30)]
        if has_part
        else []
    )
