"""The imports in the navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.importing.registry import importers_for
from nominations.web.menu import MenuEntry


def entries(user: Any) -> list[MenuEntry]:
    """For whoever may import something."""
    if not importers_for(user):
        return []
    return [
        MenuEntry(
            label=_("Import from Excel"),
            url_name="importing:index",
            icon="file-earmark-arrow-up",
            order=80,
        )
    ]
