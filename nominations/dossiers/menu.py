"""This room's entries in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.authorization import roles_today
from nominations.people.models import User
from nominations.web.menu import MenuEntry


def entries(user: User) -> list[MenuEntry]:
    """Nominations and campaigns for everybody, the unit's review for heads, deputies and clerks,
    the distribution of awards for readers of the whole agency."""
    found = [
        MenuEntry(label=_("Nominations"), url_name="dossiers:list", icon="folder2-open", order=10),
        MenuEntry(label=_("Campaigns"), url_name="dossiers:campaigns", icon="calendar3", order=16),
    ]
    held = roles_today(user)
    if held.units_with("view_nominations"):
        found.append(
            MenuEntry(
                label=_("Unit review"), url_name="dossiers:unit", icon="clipboard-check", order=12
            )
        )
    if held.organizations_with("view_nominations"):
        found.append(
            MenuEntry(
                label=_("How awards are spread"),
                url_name="dossiers:fairness",
                icon="pie-chart",
                order=62,
            )
        )
    return found
