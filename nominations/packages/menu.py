"""This room's entries in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.authorization import has_permission, roles_today
from nominations.people.models import User
from nominations.web.menu import MenuEntry


def entries(user: User) -> list[MenuEntry]:
    """Packages upward for those who see papers; received ones for the officers."""
    found = []
    if roles_today(user).organizations_with("view_nominations"):
        found.append(
            MenuEntry(
                label=_("Dossier packages"), url_name="packages:list", icon="box-seam", order=53
            )
        )
    if has_permission(user, "receive_dossiers"):
        found.append(
            MenuEntry(
                label=_("Received packages"),
                url_name="packages:received_list",
                icon="archive",
                order=55,
            )
        )
    return found
