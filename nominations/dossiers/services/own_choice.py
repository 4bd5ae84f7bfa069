"""Values that the law leaves to province or ministry and that no recorded regulation sets.

The former ones are only proposed: before a campaign opens the agency chooses them with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations.dossiers.models import Campaign, CampaignTitle
from nominations.dossiers.services.campaign_titles import titles_today
from nominations.law import rulesets
from nominations.law.left_to_province import values_left_to_province
from nominations.law.regulators import regulator_of
from workflow import audit, clock
from workflow.actors import Actor

KEY = "left_to_province"
REASON = "choice_reason"


def values_left(campaign: Campaign, titles: Iterable[CampaignTitle]) -> list[str]:
    """What the campaign uses of it under the rules it keeps, as `values_left_to_province` says it;
    none where it was opened before whole rule sets were kept."""
    if not campaign.rules.get("content"):
        return []
    return values_left_to_province(
        rulesets.from_frozen(campaign.rules),
        {title.award_type.code: _steps_without(title) for title in titles},
        level=campaign.organization.authority,
        commendation_type=campaign.commendation_type,
        regulator=regulator_of(campaign.organization),
        on=clock.day_of(campaign.opened_at) if campaign.opened_at else clock.today(),
    )


def _steps_without(title: CampaignTitle) -> frozenset[str]:
    """The steps of the rules that the award goes without in its campaign."""
    return frozenset(name for step, name in rulesets.STEP_RULES.items() if not getattr(title, step))


def values_left_today(campaign: Campaign) -> list[str]:
    """What would be left open if the campaign opened under the rules of today.

    The campaign is not changed; where the rules cannot be read, opening says so.
    """
    looked_at = Campaign.objects.select_related("organization").get(pk=campaign.pk)
    types = [title.award_type for title in campaign.titles.select_related("award_type")]
    try:
        return values_left(looked_at, titles_today(looked_at, types))
    except ValidationError:
        return []


def choice_refusal(sentences: Iterable[str]) -> str:
    """The refusal: every value that is open, and what to do."""
    return " ".join(
        [
            *sentences,
            _("Enter the regulation that says it, or choose the proposed values and write why."),
        ]
    )


def record_choice(campaign: Campaign, values: list[str], *, actor: Actor) -> None:
    """Write into the campaign's history which values the agency chose, with its reason."""
    payload = {"values": values, "reason": campaign.own_choice}
    audit.record_on(campaign, "campaign.own_choice", actor=actor, payload=payload)
