"""Thresholds that the law leaves to the province and that no recorded regulation sets.

The former value is only proposed: the agency chooses it, with its reason, before a campaign opens.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations.dossiers.models import Campaign, CampaignTitle
from nominations.dossiers.services.campaign_titles import parameters
from nominations.law import rulesets
from nominations.law.left_to_province import values_left_to_province
from workflow import clock

KEY = "left_to_province"


def missing_thresholds(titles: Iterable[CampaignTitle]) -> list[str]:
    """One sentence for each award: the article that leaves the threshold to the province, and the
    proposed value."""
    return [
        _(
            "%(award)s, vote of the council: %(article)s leaves the threshold to the province, and"
            " no regulation entered here says it. Proposed: %(numerator)s/%(denominator)s of all"
            " members."
        )
        % {
            "award": title.award_type.name,
            "article": title.left_to,
            "numerator": title.threshold_numerator,
            "denominator": title.threshold_denominator,
        }
        for title in titles
        if title.left_to
    ]


def missing_thresholds_today(campaign: Campaign) -> list[str]:
    """`missing_thresholds` as if the campaign opened under the rules of today.

    The campaign is not changed; where the rules cannot be read, opening says so.
    """
    looked_at = Campaign.objects.select_related("organization").get(pk=campaign.pk)
    types = [title.award_type for title in campaign.titles.select_related("award_type")]
    try:
        return missing_thresholds(parameters(looked_at, types))
    except ValidationError:
        return []


def other_missing_values_today(campaign: Campaign) -> list[str]:
    """What else the rules of today leave to the province (`values_left_to_province`): the campaign
    opens with the proposed values. Empty where the rules cannot be read; opening refuses that."""
    looked_at = Campaign.objects.select_related("organization").get(pk=campaign.pk)
    types = [title.award_type for title in campaign.titles.select_related("award_type")]
    try:
        parameters(looked_at, types)
    except ValidationError:
        return []
    return values_left_to_province(
        rulesets.from_frozen(looked_at.rules),
        [one.code for one in types],
        level=looked_at.organization.authority,
        commendation_type=looked_at.commendation_type,
        on=clock.today(),
    )


def missing_thresholds_refusal(sentences: Iterable[str]) -> str:
    """The refusal: these sentences, and what to do."""
    return " ".join(
        [
            *sentences,
            _("Enter the province's regulation, or choose the proposed value and write why."),
        ]
    )
