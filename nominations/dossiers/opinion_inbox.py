"""Rows of "my work" about opinions: the room whose step waits for them asks for its own."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.dossiers.opinion_check import waiting_for_opinions
from nominations.people.authorization import roles_today
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.web.inbox import InboxItem


def opinion_items(user: User, *states: str) -> list[InboxItem]:
    """Opinions without which dossiers in one of the states do not go on, one row for each campaign
    whose council secretary the user is."""
    agencies = roles_today(user).organizations(Role.SECRETARY)
    waiting = waiting_for_opinions(user, agencies, states) if agencies and states else {}
    return [
        InboxItem(
            title=_("%(count)s nominations wait for an opinion: %(campaign)s")
            % {"count": one.number, "campaign": campaign.name},
            path=(path := reverse("dossiers:campaign_opinions", args=[campaign.pk])),
            deadline=one.due_on,
            action_label=gettext_lazy("Record opinions"),
            action_path=path,
            kind=gettext_lazy("Opinions to be asked"),
            subject=", ".join(one.bodies),
        )
        for campaign, one in waiting.items()
    ]
