"""Effects of the transitions of a campaign and of a change of its steps."""

from __future__ import annotations

from nominations.dossiers.models import Campaign, StepChange
from nominations.dossiers.services.campaign_reach import require_reached
from nominations.dossiers.services.campaign_titles import frozen_title_rules
from nominations.dossiers.services.own_choice import (
    KEY,
    REASON,
    choice_refusal,
    record_choice,
    values_left,
)
from nominations.dossiers.services.step_changes import require_changeable, steps_payload
from nominations.vietnamese import clean_text
from workflow import audit
from workflow.exceptions import ConditionUnmet
from workflow.table import Effects
from workflow.verdict import unmet


def freeze_rules(effects: Effects) -> None:
    """Store the rule set of the day of opening, and that day, with the campaign.

    Refuses (ValidationError) a day without a rule set, a regulation that no longer fits the law,
    and an agency that a regulation excludes, or whose kind it needs and is not recorded; refuses
    (ConditionUnmet) values left to province or ministry without a reason for the proposed ones.
    """
    reason = clean_text(str(effects.data.get(REASON, "")))
    for moved in effects.moved:
        campaign = Campaign.objects.select_related("organization").get(pk=moved.pk)
        require_reached(campaign)
        frozen_title_rules(campaign)
        left = values_left(campaign, campaign.titles.select_related("award_type"))
        if left and not reason:
            raise ConditionUnmet([unmet(KEY, choice_refusal(left))])
        campaign.opened_at = effects.now
        campaign.own_choice = reason if left else ""
        campaign.save(update_fields=["opened_at", "own_choice"])
        if left:
            record_choice(campaign, left, actor=effects.actor)


def note_end(effects: Effects) -> None:
    """Store when the campaign was closed or cancelled."""
    pks = [moved.pk for moved in effects.moved]
    Campaign.objects.filter(pk__in=pks).update(closed_at=effects.now)


def apply_steps(effects: Effects) -> None:
    """Apply the confirmed steps to the award, with a history entry of the old and new steps.

    Refuses (ValidationError) once the rules require a step or nominations stand in it.
    """
    for moved in effects.moved:
        change = StepChange.objects.select_related("title__award_type", "proposed_by__person").get(
            pk=moved.pk
        )
        campaign = Campaign.objects.select_for_update().get(pk=change.title.campaign_id)
        title = (
            campaign.titles.select_for_update(of=("self",))
            .select_related("award_type")
            .get(pk=change.title_id)
        )
        require_changeable(title, change.changed(title))
        payload = steps_payload(title, change) | {"proposed_by": str(change.proposed_by)}
        for name in change.STEPS:
            setattr(title, name, getattr(change, name))
        title.save(update_fields=list(change.STEPS))
        StepChange.objects.filter(pk=change.pk).update(settled_by_id=effects.actor.pk)
        audit.record_on(campaign, "campaign.title_changed", actor=effects.actor, payload=payload)
