"""This room's entry in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.models import User
from nominations.period_reports.queries import writing_agency_ids
from nominations.web.menu import MenuEntry


def entries(user: User) -> list[MenuEntry]:
    """Period reports, for who writes them."""
    if not writing_agency_ids(user):
        return []
    return [
        MenuEntry(
            label=_("Period reports"),
            url_name="period_reports:list",
            icon="file-earmark-text",
            order=61,
        )
    ]
