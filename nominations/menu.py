"""The doors a room opens in the frame: navigation entries and things to do.

A room that wants an entry in the navigation offers `nominations/<room>/menu.py` with
`entries(user)`; a room that has work waiting for people offers `nominations/<room>/tasks_for.py`
with `tasks_for(user)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROOMS = (
    "importing",
    "people",
    "records",
    "awards",
    "dossiers",
    "council",
    "consultation",
    "decisions",
    "statistics",
)
FAR_AWAY = date.max


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the navigation; `order` sorts the entries of all rooms, `badge` is a count."""

    label: str | Promise
    url_name: str
    icon: str
    order: int
    badge: int | str | None = None

    @property
    def path(self) -> str:
        """The address, or "" while nothing answers to `url_name`."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing waiting for a person: a row of "my work" with the act that settles it.

    `kind` is a short translated word that groups rows ("Unit review"), `subject` whom it concerns;
    `action_method` is "get" (a link) or "post" (a button with its own form).
    """

    title: str
    path: str
    deadline: date | None
    action_label: str | Promise
    action_path: str
    action_method: str = "get"
    kind: str | Promise = ""
    subject: str | Promise = ""


@cache
def _offer(module: str, name: str) -> Callable[[Any], Iterable[Any]] | None:
    if find_spec(module) is None:
        return None
    return getattr(import_module(module), name, None)


def entries_for(user: Any) -> list[MenuEntry]:
    """Home, then every room's entries for this user that have an address, by `order`."""
    found = [MenuEntry(_("My work"), "home", "house", 0)]
    found += [
        entry
        for room in ROOMS
        if (offer := _offer(f"nominations.{room}.menu", "entries"))
        for entry in offer(user)
    ]
    return sorted((entry for entry in found if entry.path), key=lambda entry: entry.order)


def tasks_for(user: Any) -> list[Task]:
    """Every room's tasks for this user, the nearest deadline first, those without one last."""
    found = [
        task
        for room in ROOMS
        if (offer := _offer(f"nominations.{room}.tasks_for", "tasks_for"))
        for task in offer(user)
    ]
    return sorted(found, key=lambda task: (task.deadline or FAR_AWAY, str(task.title)))
