"""What the frame around every page shows; nothing is read until a template asks for it."""

from __future__ import annotations

import tomllib
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from nominations.menu import MenuEntry, entries_for
from nominations.people.models import Organization, Person, RoleAssignment, UnitMembership
from notifications.queries import unread_count
from workflow import clock

TEXT_SIZE_COOKIE = "text_size"
TEXT_SIZES = ("small", "normal", "large")
MANY = 99


class Shell:
    """The frame's facts for one request; at most three queries (roles, workplace, notices)."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user: Any = getattr(request, "user", None)
        self.is_known = bool(self.user and self.user.is_authenticated)

    @cached_property
    def text_size(self) -> str:
        size = self.request.COOKIES.get(TEXT_SIZE_COOKIE, "normal")
        return size if size in TEXT_SIZES else "normal"

    @cached_property
    def menu(self) -> list[MenuEntry]:
        return entries_for(self.user) if self.is_known else []

    @cached_property
    def current_entry(self) -> MenuEntry | None:
        """The entry whose address is the longest beginning of the present one."""
        here = self.request.path
        above = [
            entry
            for entry in self.menu
            if here == entry.path or (entry.path != "/" and here.startswith(entry.path))
        ]
        return max(above, key=lambda entry: len(entry.path), default=None)

    @cached_property
    def unread(self) -> int:
        return unread_count(self.user) if self.is_known else 0

    @property
    def unread_shown(self) -> str:
        return f"{MANY}+" if self.unread > MANY else str(self.unread)

    @cached_property
    def person(self) -> Person | None:
        if self._membership is not None:
            return self._membership.person
        return self.user.person if self.is_known else None

    @cached_property
    def _membership(self) -> UnitMembership | None:
        if not self.is_known or self.user.person_id is None:
            return None
        return (
            UnitMembership.objects.on(clock.today())
            .filter(person_id=self.user.person_id, is_primary=True)
            .select_related("person", "unit__organization__parent")
            .order_by("-valid_from")
            .first()
        )

    @cached_property
    def _assignments(self) -> list[RoleAssignment]:
        if not self.is_known or self.user.person_id is None:
            return []
        return list(
            RoleAssignment.objects.on(clock.today())
            .filter(person_id=self.user.person_id)
            .select_related("unit", "organization__parent")
        )

    @cached_property
    def organization(self) -> Organization | None:
        """Where the reader works, or the agency of a role held there."""
        if self._membership is not None:
            return self._membership.unit.organization
        return next((held.organization for held in self._assignments if held.organization), None)

    @cached_property
    def roles(self) -> list[str]:
        """The roles held today, in words, with the unit where they are held."""
        return [
            f"{held.get_role_display()}, {held.unit.name}"
            if held.unit
            else str(held.get_role_display())
            for held in self._assignments
        ]

    @cached_property
    def name(self) -> str:
        """The reader's name, without a query of its own where the workplace already brought it."""
        if self._membership is not None:
            return str(self._membership.person)
        return (self.user.get_full_name() or self.user.get_username()) if self.is_known else ""

    @property
    def initial(self) -> str:
        return self.name.split(" ")[-1][:1].upper()

    @property
    def version(self) -> str:
        return project_version()


@cache
def project_version() -> str:
    """The version in pyproject.toml; "" where the file was not shipped."""
    try:
        project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    except OSError:
        return ""
    return str(project["project"]["version"])


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell` in every template."""
    return {"shell": Shell(request)}
