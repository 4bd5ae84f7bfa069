"""This room's entries in the navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.menu import MenuEntry


def entries(user: Any) -> list[MenuEntry]:
    """Figures and the roll of honour, for everybody."""
    return [
        MenuEntry(_("Statistics"), "statistics:index", "bar-chart-line", 60),
        MenuEntry(_("Roll of honour"), "statistics:roll", "trophy", 62),
    ]
