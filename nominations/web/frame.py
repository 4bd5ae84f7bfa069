"""Data of the frame around every page; lazy: nothing is read until a template asks for it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from nominations.web.menu import MenuEntry, entries_for
from notifications.queries import unread_count

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

TEXT_SIZE_COOKIE = "text_size"
TEXT_SIZES = ("small", "normal", "large")
MAX_UNREAD_SHOWN = 99


@dataclass(frozen=True, slots=True)
class Agency:
    """What the header shows of an agency: its name, and that of the agency above it."""

    name: str
    above: str | None


class Reader:
    """What the frame shows of the account that reads the page.

    Persons, places of work and roles belong to the room `people` above this package, which
    registers a subclass. Without it the frame shows the account only.
    """

    def __init__(self, user: User) -> None:
        self.user = user

    @property
    def organization(self) -> Agency | None:
        return None

    @property
    def roles(self) -> list[str]:
        return []

    @property
    def enters_administration(self) -> bool:
        """Whether the frame leads to the administration pages."""
        return False

    @property
    def maintains_rules(self) -> bool:
        """Whether the reader proposes, approves or inspects the rules of an agency."""
        return False

    @property
    def name(self) -> str:
        return self.user.get_full_name() or self.user.get_username()


_reader_class: list[type[Reader]] = [Reader]


def register_reader(reader_class: type[Reader]) -> None:
    """Set the class that describes the reader in the frame."""
    _reader_class[:] = [reader_class]


_rule_pages: list[str] = []


def register_rule_pages(name: str) -> None:
    """Register pages (by URL name, with those below) whose lines are marked individually as
    unverified."""
    _rule_pages.append(name)


class Frame:
    """The data of the frame for one request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        user = getattr(request, "user", None)
        self.user: User | None = user if user and user.is_authenticated else None
        self.unchecked: dict[str, dict[str, None]] = {}
        """Unverified citations shown on the page so far: source -> the values that rest on it, in
        order."""

    @property
    def files_max_bytes(self) -> int:
        """The maximum size of all uploaded files of a request, in bytes."""
        together: int = settings.UPLOAD_MAX_BYTES_TOGETHER
        return together

    @cached_property
    def text_size(self) -> str:
        size = self.request.COOKIES.get(TEXT_SIZE_COOKIE, "normal")
        return size if size in TEXT_SIZES else "normal"

    @cached_property
    def menu(self) -> list[MenuEntry]:
        return entries_for(self.user) if self.user else []

    @cached_property
    def current_entry(self) -> MenuEntry | None:
        """The entry whose address is the longest prefix of the current path."""
        here = self.request.path
        above = [
            entry
            for entry in self.menu
            if here == entry.path or (entry.path != "/" and here.startswith(entry.path))
        ]
        return max(above, key=lambda entry: len(entry.path), default=None)

    @cached_property
    def unread(self) -> int:
        return unread_count(self.user) if self.user else 0

    @property
    def unread_shown(self) -> str:
        return f"{MAX_UNREAD_SHOWN}+" if self.unread > MAX_UNREAD_SHOWN else str(self.unread)

    @cached_property
    def reader(self) -> Reader | None:
        return _reader_class[0](self.user) if self.user else None

    @cached_property
    def maintains_rules(self) -> bool:
        return self.reader is not None and self.reader.maintains_rules

    @cached_property
    def marks_lines(self) -> bool:
        """Whether each line is marked as verified or not: on the pages of the rules, for those who
        maintain them. Other pages have one notice."""
        return self.maintains_rules and any(
            self.request.path.startswith(reverse(name)) for name in _rule_pages
        )

    def note_unchecked(self, source: str, value: str = "") -> None:
        """Add an unverified citation to the notice of the page."""
        values = self.unchecked.setdefault(source, {})
        if value:
            values[value] = None

    @property
    def organization(self) -> Agency | None:
        return self.reader.organization if self.reader else None

    @property
    def roles(self) -> list[str]:
        return self.reader.roles if self.reader else []

    @property
    def name(self) -> str:
        return self.reader.name if self.reader else ""

    @property
    def initial(self) -> str:
        return self.name.split(" ")[-1][:1].upper()

    @property
    def version(self) -> str:
        return project_version()


@cache
def project_version() -> str:
    """The version in pyproject.toml; "" if the file is not installed."""
    try:
        project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    except OSError:
        return ""
    return str(project["project"]["version"])


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: `frame` in every template."""
    return {"frame": Frame(request)}
