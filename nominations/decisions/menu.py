"""This room's entries in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.decisions.prizes import money_ids
from nominations.people.authorization import has_permission, roles_today
from nominations.people.models import User
from nominations.web.menu import MenuEntry


def entries(user: User) -> list[MenuEntry]:
    """Papers for those who have a part in them; arrivals for the officers who receive them."""
    found = []
    if roles_today(user).organizations_with("view_nominations"):
        found += [
            MenuEntry(
                label=_("Decisions"), url_name="decisions:list", icon="file-earmark-check", order=50
            ),
            MenuEntry(
                label=_("Reports upward"), url_name="decisions:reports", icon="send", order=52
            ),
            MenuEntry(
                label=_("Revocations"),
                url_name="decisions:revocations",
                icon="arrow-return-left",
                order=56,
            ),
        ]
    if money_ids(user):
        found.append(
            MenuEntry(
                label=_("Commendation fund"), url_name="decisions:fund", icon="bank", order=58
            )
        )
    if has_permission(user, "receive_dossiers"):
        found.append(
            MenuEntry(
                label=_("Arrived dossiers"), url_name="decisions:arrivals", icon="inbox", order=54
            )
        )
    return found
