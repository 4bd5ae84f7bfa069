"""The imports in the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from nominations.importing.registry import importers_for
from nominations.web.menu import MenuEntry

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


def entries(user: User) -> list[MenuEntry]:
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
