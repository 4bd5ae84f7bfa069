"""The duties of the recipient of a mail, with their roles read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nominations.people.authorization import request_cache
from nominations.web.inbox import inbox_duties

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from notifications.duties import Duty


def duties_by_roles_read_once(user: AbstractUser) -> dict[str, Duty]:
    """`inbox_duties` with a request cache: mails are composed outside a request, where each of some
    twenty permission checks would read the roles again."""
    with request_cache():
        return inbox_duties(user)
