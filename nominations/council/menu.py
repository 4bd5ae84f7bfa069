"""This room's entry in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.council.models import Scrutineer
from nominations.council.queries import council_ids
from nominations.people.authorization import has_permission, person_id_of
from nominations.people.models import User
from nominations.web.menu import MenuEntry

READING = ("manage_campaigns", "decide_nominations", "inspect_records")


def entries(user: User) -> list[MenuEntry]:
    """The council, for who sits on it, counts for it, prepares it or answers for it."""
    has_part = (
        any(has_permission(user, codename) for codename in READING)
        or bool(council_ids(user))
        or Scrutineer.objects.filter(person=person_id_of(user), person__isnull=False).exists()
    )
    return (
        [MenuEntry(label=_("Council"), url_name="council:sessions", icon="people", order=30)]
        if has_part
        else []
    )
