"""The imports in the navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.importing.registry import importers_for
from nominations.menu import MenuEntry


def entries(user: Any) -> list[MenuEntry]:
    """For whoever may import something."""
    if not importers_for(user):
        return []
    return [MenuEntry(_("Import from Excel"), "importing:index", "file-earmark-arrow-up", 80)]
