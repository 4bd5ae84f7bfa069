"""Work of this room: regulations that wait for a second person."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.awards.models import LayerStatus, RuleLayer
from nominations.menu import Task
from nominations.people.queries import organization_ids


def tasks_for(user: Any) -> list[Task]:
    """Proposed regulations the account may approve, its own left out."""
    agencies = organization_ids(user, "manage_campaigns") | organization_ids(
        user, "decide_nominations"
    )
    if not agencies:
        return []
    waiting = RuleLayer.objects.filter(
        organization__in=agencies, status=LayerStatus.PROPOSED
    ).exclude(proposed_by=user)
    return [
        Task(
            title=_("Regulation to approve: %(name)s") % {"name": row.name},
            path=reverse("awards:layer", args=[row.pk]),
            deadline=None,
            action_label=gettext_lazy("Read and settle"),
            action_path=reverse("awards:layer", args=[row.pk]),
            kind=gettext_lazy("Regulation"),
            subject=row.code,
        )
        for row in waiting
    ]
