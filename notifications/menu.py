"""Menu entries as plain mappings, independent of the layer that renders them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from notifications import administered_messages
from notifications.queries import unread_count

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


def entries(user: AbstractUser | AnonymousUser) -> list[dict[str, Any]]:
    """Label, url_name, icon, order and badge of each page this user may open."""
    if not user.is_authenticated:
        return []
    found: list[dict[str, Any]] = [
        {
            "label": _("Notices"),
            "url_name": "notifications:inbox",
            "icon": "bell",
            "order": 20,
            "badge": unread_count(user) or None,
        }
    ]
    if administered_messages.administered_messages(user) is not None:
        found.append(
            {
                "label": _("Undeliverable messages"),
                "url_name": "notifications:dead_letters",
                "icon": "envelope",
                "order": 920,
                "badge": None,
            }
        )
    return found
