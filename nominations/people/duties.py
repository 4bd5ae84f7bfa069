"""What the reader of a mail has to do, asked with the roles of the reader read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nominations.people.authorization import request_cache
from nominations.web.inbox import inbox_duties

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from notifications.duties import Duty


def duties_by_roles_read_once(user: AbstractUser) -> dict[str, Duty]:
    """Mails are written outside of a request, where each of the twenty questions of the rooms about
    what the reader may do would read the roles again."""
    with request_cache():
        return inbox_duties(user)
