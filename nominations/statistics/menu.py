"""This room's entries in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.models import User
from nominations.web.menu import MenuEntry


def entries(user: User) -> list[MenuEntry]:
    """Figures and the roll of honour, for everybody."""
    return [
        MenuEntry(
            label=_("Statistics"), url_name="statistics:index", icon="bar-chart-line", order=60
        ),
        MenuEntry(label=_("Roll of honour"), url_name="statistics:roll", icon="trophy", order=62),
    ]
