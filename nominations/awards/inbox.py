"""Work of this room: regulations, and ends of regulations, that wait for a second person."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.awards.models import LayerStatus, RuleLayer
from nominations.people.authorization import organization_ids
from nominations.web.inbox import InboxItem


def items(user: Any) -> list[InboxItem]:
    """What the account may approve, its own proposals left out."""
    agencies = organization_ids(user, "manage_campaigns") | organization_ids(
        user, "decide_nominations"
    )
    if not agencies:
        return []
    proposed = Q(status=LayerStatus.PROPOSED) & ~Q(proposed_by=user)
    ending = Q(status=LayerStatus.APPROVED, ending_on__isnull=False) & ~Q(ending_proposed_by=user)
    return [
        _task(row) for row in RuleLayer.objects.filter(proposed | ending, organization__in=agencies)
    ]


def _task(row: RuleLayer) -> InboxItem:
    path, words = reverse("awards:layer", args=[row.pk]), {"name": row.name}
    title = (
        _("Regulation to approve: %(name)s") % words
        if row.status == LayerStatus.PROPOSED
        else _("End of a regulation to approve: %(name)s") % words
    )
    return InboxItem(
        title=title,
        path=path,
        deadline=None,
        action_label=gettext_lazy("Read and settle"),
        action_path=path,
        kind=gettext_lazy("Regulation"),
        subject=row.code,
    )
