"""This room's entry in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.model_examples.queries import reading_agency_ids
from nominations.people.models import User
from nominations.web.menu import MenuEntry


def entries(user: User) -> list[MenuEntry]:
    """Model examples, for who reads those of an agency."""
    if not reading_agency_ids(user):
        return []
    return [
        MenuEntry(label=_("Model examples"), url_name="model_examples:list", icon="star", order=63)
    ]
