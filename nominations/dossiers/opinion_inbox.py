"""Items of "my work" about opinions, for the rooms whose steps wait for them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.dossiers.opinion_check import waiting_for_opinions
from nominations.dossiers.waiting_dossiers import WaitingDossiers, WaitsFor
from nominations.web.inbox import InboxItem


def opinion_items(waiting: WaitingDossiers, *wanted: WaitsFor) -> list[InboxItem]:
    """Missing opinions about dossiers that wait for one of these steps: one item for each campaign,
    for the secretary."""
    found = waiting_for_opinions(waiting.asked_in(*wanted), waiting.titles())
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
        for campaign, one in found.items()
    ]
