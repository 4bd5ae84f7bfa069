"""The inbox: each room registers its items in its `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.utils.functional import Promise

from notifications.duties import Duty

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.contrib.auth.models import _User as User
    from django.db.models import QuerySet

_NO_DEADLINE = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxItem:
    """One row of "my work", with the act that settles it.

    `kind` is a short translated word that groups rows ("Unit review"), `subject` whom it concerns;
    `action_method` is "get" (a link) or "post" (a button with its own form). `deadline_source` is
    the article that sets the deadline, where one does.
    """

    title: str
    path: str
    deadline: date | None
    action_label: str | Promise
    action_path: str
    action_method: str = "get"
    kind: str | Promise = ""
    subject: str | Promise = ""
    deadline_source: str = ""


ItemsFor = Callable[["User"], Iterable[InboxItem]]
OwnFor = Callable[["User"], "Sequence[Any] | QuerySet[Any]"]
_sources: list[ItemsFor] = []
_own_sources: list[OwnFor] = []


def register(items: ItemsFor) -> None:
    """Add a room's items, asked for each user anew."""
    if items not in _sources:
        _sources.append(items)


def register_own(own: OwnFor) -> None:
    """Add records of the user's own that the home page lists below the inbox.

    Each has `title`, `state` and `get_absolute_url`.
    """
    if own not in _own_sources:
        _own_sources.append(own)


def items_for(user: User) -> list[InboxItem]:
    """Every room's items for this user, the nearest deadline first, those without one last."""
    found = [item for items in _sources for item in items(user)]
    return sorted(found, key=lambda item: (item.deadline or _NO_DEADLINE, str(item.title)))


def inbox_duties(user: AbstractUser) -> dict[str, Duty]:
    """What "my work" asks about each page, by its path: the act and its last day."""
    found: dict[str, Duty] = {}
    for item in items_for(cast("User", user)):
        duty = Duty(str(item.action_label), item.deadline)
        for path in (item.path, item.action_path):
            found.setdefault(path, duty)
    return found


def own_for(user: User, limit: int) -> list[Any]:
    """The user's own records, at most `limit` of each room."""
    return [row for own in _own_sources for row in own(user)[:limit]]
