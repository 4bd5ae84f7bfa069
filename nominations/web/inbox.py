"""The inbox: each room registers its items in its `apps.py`.

The transitions that wait for the reader are read for all rooms together: a room registers its
workflows (`inbox_workflows`) and reads the result by `waiting_for`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.utils.functional import Promise

from notifications.duties import Duty
from workflow import engine
from workflow.deadlines import local_calendar_read_once
from workflow.table import Workflow

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
    the article that sets the deadline, if any.
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


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A record of the reader's own, which the home page lists below "my work".

    It has `title`, `state` and `get_absolute_url`. A room that reads such records for its items
    anyway gives both.
    """

    record: Any


@dataclass(frozen=True, slots=True)
class Work:
    """The home page: waiting records and the reader's own records."""

    items: list[InboxItem]
    own: list[Any]


ItemsFor = Callable[["User"], Iterable["InboxItem | OwnRecord"]]
InboxWorkflows = Mapping[Workflow, "QuerySet[Any] | None"]
InboxWorkflowsFor = Callable[["User"], InboxWorkflows]
_sources: list[ItemsFor] = []
_workflows: dict[ItemsFor, InboxWorkflowsFor] = {}
_waiting: ContextVar[Mapping[Workflow, list[int]] | None] = ContextVar("inbox", default=None)
"""The waiting records of the reader, while an inbox is being built."""


def register(items: ItemsFor, workflows: InboxWorkflowsFor | None = None) -> None:
    """Register a room's items (called for each user), and the workflows they need, each within some
    rows (None: all)."""
    if items not in _sources:
        _sources.append(items)
    if workflows is not None:
        _workflows[items] = workflows


def waiting_for(user: User, workflows: InboxWorkflowsFor) -> Mapping[Workflow, list[int]]:
    """The records that wait for the user, by workflow, longest waiting first: as read for all
    rooms, else by a query for this room."""
    known = _waiting.get()
    return engine.actionable_by_workflow(workflows(user), actor=user) if known is None else known


def items_for(user: User) -> list[InboxItem]:
    """Every room's items for this user, the nearest deadline first, those without one last."""
    return work_of(user).items


def work_of(user: User) -> Work:
    """What every room gives for this user: the items in the order of `items_for`, and the user's
    own records in that of the rooms."""
    workflows = _workflows_of_all_rooms(user)
    waiting = engine.actionable_by_workflow(workflows, actor=user) if workflows else {}
    token = _waiting.set(waiting)
    try:
        with local_calendar_read_once():
            found = [one for items in _sources for one in items(user)]
    finally:
        _waiting.reset(token)
    items = [one for one in found if isinstance(one, InboxItem)]
    return Work(
        sorted(items, key=lambda item: (item.deadline or _NO_DEADLINE, str(item.title))),
        [one.record for one in found if isinstance(one, OwnRecord)],
    )


def _workflows_of_all_rooms(user: User) -> InboxWorkflows:
    """The workflows of all rooms with their rows; a workflow of two rooms is a ValueError."""
    found: dict[Workflow, QuerySet[Any] | None] = {}
    for items in _sources:
        for workflow, within in (_workflows[items](user) if items in _workflows else {}).items():
            if workflow in found:
                raise ValueError(f"two rooms register for the inbox the workflow {workflow.name}")
            found[workflow] = within
    return found


def inbox_duties(user: AbstractUser) -> dict[str, Duty]:
    """The duties of "my work", by path of the page: the act and its last day."""
    found: dict[str, Duty] = {}
    for item in items_for(cast("User", user)):
        duty = Duty(str(item.action_label), item.deadline)
        for path in (item.path, item.action_path):
            found.setdefault(path, duty)
    return found
