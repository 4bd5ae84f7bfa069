"""The awards of a campaign with the parameters of the rule set that it freezes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nominations.dossiers.models import Campaign, CampaignTitle, StepChange
from nominations.dossiers.step_change_workflow import StepChangeState
from nominations.law import catalogue, rulesets
from nominations.law.datafile import DataFileError
from nominations.law.models import AwardType
from workflow import clock

RULES = ("rules", "procedure_regime", "standards_regime")


def award_types(codes: Sequence[str], *, on: date) -> list[AwardType]:
    """The catalogue entries valid on the day, by code; refuses an unknown code."""
    found = {row.code: row for row in AwardType.objects.on(on).filter(code__in=codes)}
    missing = [code for code in codes if code not in found]
    if missing:
        raise ValidationError(
            _("The catalogue has no award %(codes)s on %(day)s.")
            % {"codes": ", ".join(missing), "day": f"{on:%d/%m/%Y}"},
            code="unknown_award",
        )
    without_rules = [found[code].name for code in codes if not catalogue.is_nominable(code)]
    if without_rules:
        raise ValidationError(
            _(
                "%(awards)s: the system records and counts this, but no rule file says how it is"
                " nominated. Follow the steps of the deciding authority on paper, then import the"
                " decision."
            )
            % {"awards": ", ".join(without_rules)},
            code="no_rules_for_award",
        )
    return [found[code] for code in dict.fromkeys(codes)]


def set_titles(campaign: Campaign, types: Sequence[AwardType]) -> None:
    """Replace the awards of a saved campaign, with the parameters of today's rule set."""
    chosen = {row.pk for row in types}
    gone = campaign.titles.exclude(award_type__in=chosen)
    settled = gone.filter(step_changes__audit_seq__gt=0).select_related("award_type").first()
    if settled is not None:
        raise ValidationError(
            _("Two people have settled other steps for %(award)s already, so it stays.")
            % {"award": settled.award_type.name},
            code="settled",
        )
    gone.delete()
    fresh = titles_today(campaign, types)
    again = [title for title in fresh if title.pk is not None]
    campaign.save(update_fields=RULES)
    CampaignTitle.objects.bulk_create([title for title in fresh if title.pk is None])
    CampaignTitle.objects.bulk_update(again, _PARAMETERS)


def titles_today(campaign: Campaign, types: Sequence[AwardType]) -> list[CampaignTitle]:
    """The titles, not saved, as `title_parameters` gives them, with the steps that two people
    changed; those that the campaign has already keep their key."""
    kept = dict(campaign.titles.values_list("award_type_id", "pk"))
    fresh = title_parameters(campaign, types)
    for title in fresh:
        title.pk = kept.get(title.award_type_id)
    _keep_confirmed_steps([title for title in fresh if title.pk is not None])
    return fresh


_PARAMETERS = [
    field.name
    for field in CampaignTitle._meta.concrete_fields
    if field.name not in ("id", "campaign", "award_type")
]


def frozen_title_rules(campaign: Campaign) -> None:
    """Freeze today's rule set for the campaign's present awards."""
    types = [title.award_type for title in campaign.titles.select_related("award_type")]
    set_titles(campaign, types)


def _keep_confirmed_steps(titles: Sequence[CampaignTitle]) -> None:
    """Keep confirmed changes of steps when the parameters are read again."""
    confirmed = StepChange.objects.filter(
        title__in=[title.pk for title in titles], state=StepChangeState.CONFIRMED
    ).order_by("state_entered_at", "pk")
    last = {change.title_id: change for change in confirmed}
    for title in titles:
        if change := last.get(title.pk):
            required = required_steps(title)
            for name in change.STEPS:
                setattr(title, name, getattr(change, name) or name in required)


def required_steps(title: CampaignTitle) -> dict[str, str]:
    """The steps that the campaign's rule set requires of the award, each with its source."""
    campaign = title.campaign
    if not campaign.rules.get("content"):
        return {}
    return rulesets.required_steps(
        rulesets.from_frozen(campaign.rules),
        title.award_type.code,
        commendation_type=campaign.commendation_type,
        level=campaign.organization.authority,
    )


def day_of_standards(campaign: Campaign) -> date:
    """The day whose standards and quotas the campaign is judged by: the last of the achievement
    period, or the day of filing where that comes first."""
    return min(campaign.achievement_to, localtime(campaign.submission_closes_at).date())


def title_parameters(campaign: Campaign, types: Sequence[AwardType]) -> list[CampaignTitle]:
    """The campaign's titles, not saved, with the parameters of today's rule set; the rule set is
    put on the campaign.

    Standards and quotas are those of `day_of_standards`; everything else is as today. Refuses
    (ValidationError) a day of standards before the first regime.
    """
    agency = campaign.organization
    judged_on = day_of_standards(campaign)
    try:
        rule_set = rulesets.rule_set_for(clock.today(), agency, standards_on=judged_on)
        campaign.rules = rulesets.frozen_copy(rule_set)
        campaign.procedure_regime = rule_set.code
        campaign.standards_regime = rule_set.standards_code
        return [
            CampaignTitle(
                campaign=campaign,
                award_type=row,
                **asdict(
                    rulesets.defaults_under(
                        rule_set,
                        row.code,
                        commendation_type=campaign.commendation_type,
                        level=agency.authority,
                    )
                ),
            )
            for row in types
        ]
    except DataFileError as error:
        raise ValidationError(
            _("A regulation of the agency does not fit the law any more: %(problem)s")
            % {"problem": error},
            code="wrong_layer",
        ) from error
    except rulesets.NoRuleSet as error:
        raise ValidationError(_no_rules_yet(campaign, judged_on), code="no_rule_set") from error
    except LookupError as error:
        raise ValidationError(
            _("No rule set is known for the awards chosen on this day."), code="no_rules_for_award"
        ) from error


def _no_rules_yet(campaign: Campaign, judged_on: date) -> str:
    """The refusal of a campaign judged on a day before the first regime, naming the acts of that
    regime."""
    first = rulesets.shipped_regimes()[0]
    return _(
        "The system has no rules for a campaign of %(year)s: achievements until %(day)s would be"
        " judged, and the earliest rules hold since %(since)s (%(source)s). Correct the year and"
        " the achievement period; awards of earlier years are entered by importing their decisions."
    ) % {
        "year": campaign.year,
        "day": f"{judged_on:%d/%m/%Y}",
        "since": f"{first.valid_from:%d/%m/%Y}",
        "source": first.source,
    }
