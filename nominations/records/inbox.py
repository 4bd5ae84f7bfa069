"""Inbox entries of initiatives: drafts to finish, assessments and recognitions to record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nominations.people.models import User
from nominations.records.initiative_workflow import INITIATIVES, InitiativeState
from nominations.records.models import Initiative, InitiativeAuthor
from nominations.web.inbox import InboxItem, InboxWorkflows, waiting_for

MAX_ITEMS = 100
_TRANSITIONS = {
    InitiativeState.DRAFT: ("register", _("Initiatives to register"), _("Finish and register")),
    InitiativeState.REGISTERED: ("assess", _("Initiatives to assess"), _("Record the assessment")),
    InitiativeState.ASSESSED: ("recognise", _("Initiatives to recognise"), _("Decide")),
}


def inbox_workflows(user: User) -> InboxWorkflows:
    """The workflows of "my work"."""
    return {INITIATIVES: None}


def items(user: User) -> list[InboxItem]:
    """The rows of "my work"; a draft is the work of its authors, not of the clerk."""
    waiting = waiting_for(user, inbox_workflows)[INITIATIVES]
    if not waiting:
        return []
    own = InitiativeAuthor.objects.filter(initiative=OuterRef("pk"), person_id=user.person_id or 0)
    found_rows = Initiative.objects.annotate(is_own=Exists(own)).select_related("unit")
    rows: Mapping[int, Any] = found_rows.in_bulk(waiting)
    mine = [row for pk in waiting if (row := rows[pk]).is_own or row.state != InitiativeState.DRAFT]
    found = [_task(row) for row in mine[:MAX_ITEMS]]
    return [*found, _more(len(mine) - MAX_ITEMS)] if len(mine) > MAX_ITEMS else found


def _task(row: Initiative) -> InboxItem:
    name, kind, label = _TRANSITIONS[InitiativeState(row.state)]
    page = row.get_absolute_url()
    acting = reverse("records:initiative_transition", args=[row.public_id, name])
    return InboxItem(
        title=row.name,
        path=page,
        deadline=None,
        action_label=label,
        action_path=page if name == "register" else acting,
        kind=kind,
        subject=f"{row.unit.name}, {row.year}",
    )


def _more(count: int) -> InboxItem:
    page = reverse("records:initiatives")
    title = ngettext("%(count)s more initiative waits", "%(count)s more initiatives wait", count)
    return InboxItem(
        title=title % {"count": count},
        path=page,
        deadline=None,
        action_label=_("Open the list"),
        action_path=page,
        kind=_("Initiatives to assess"),
    )
