"""Changing the steps that an award needs in a campaign: proposed by one person, confirmed by
another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations import citations
from nominations.dossiers.campaign_workflow import CampaignState
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination, StepChange
from nominations.dossiers.permissions import require_secretary
from nominations.dossiers.services.campaign_titles import required_steps
from nominations.dossiers.step_change_workflow import StepChangeState
from nominations.milestones import LEFT_FROM, MILESTONE_ORDER
from nominations.people.authorization import account_of, person_id_of
from nominations.states import State
from nominations.vietnamese import clean_text
from nominations.web.refusals import not_allowed
from workflow import audit, clock
from workflow.actors import Actor

STEP_NAMES = {
    "needs_registration": gettext_lazy("Registration of goals"),
    "needs_unit_review": gettext_lazy("Unit review"),
    "needs_vote": gettext_lazy("Council vote"),
    "needs_consultation": gettext_lazy("Public consultation"),
}
STANDS_IN = {
    "needs_registration": State.REGISTERED,
    "needs_unit_review": State.SUBMITTED,
    "needs_vote": State.UNIT_REVIEWED,
    "needs_consultation": State.COUNCIL_VOTED,
}
"""The state in which a nomination waits in the step; a registered one has passed the first."""


def occupied_steps(title: CampaignTitle) -> dict[str, int]:
    """The steps that nominations for the award have reached -> how many.

    An ended nomination counts for the steps it had reached.
    """
    rows = Nomination.objects.filter(campaign=title.campaign_id, award_type=title.award_type_id)
    found = {}
    for step, state in STANDS_IN.items():
        reached = MILESTONE_ORDER[MILESTONE_ORDER.index(state) :]
        left = Q(state__in=list(LEFT_FROM), previous_state__in=reached)
        if number := rows.filter(Q(state__in=reached) | left).count():
            found[step] = number
    return found


def require_changeable(title: CampaignTitle, changes: Mapping[str, bool]) -> None:
    """Refuse (ValidationError) to switch off what the rules require, and to change a step that
    nominations have reached."""
    required, occupied = required_steps(title), occupied_steps(title)
    for step, needed in changes.items():
        words = {"step": str(STEP_NAMES[step]), "award": title.award_type.name}
        if not needed and step in required:
            sentence = (
                _("“%(step)s” is required for %(award)s by %(source)s.")
                if required[step]
                else _("“%(step)s” stays for %(award)s until a regulation lays it down.")
            )
            words["source"] = citations.plain(required[step])
            raise ValidationError(sentence % words, code="required")
        if step in occupied:
            sentence = _(
                "%(number)s nominations for %(award)s stand in “%(step)s” or are past it, so the"
                " step stays as it is in this campaign."
            )
            raise ValidationError(sentence % {**words, "number": occupied[step]}, code="occupied")


def is_nominated_for(actor: Actor, title: CampaignTitle) -> bool:
    """Whether the actor has a nomination of their own for the award in the campaign."""
    person_id = person_id_of(actor)
    rows = Nomination.objects.filter(campaign=title.campaign_id, award_type=title.award_type_id)
    return person_id is not None and rows.filter(person_id=person_id).exists()


def propose_steps(
    *, actor: Actor, title: CampaignTitle, reason: str, **steps: bool
) -> StepChange | None:
    """Propose other steps for an award; nothing changes until a second person confirms it.

    Returns None if nothing would change. Refuses anybody but the council secretary, and a secretary
    who is nominated for the award (NotAllowed); with a ValidationError an unknown step, no reason,
    a campaign that is over, a pending change, and what `require_changeable` refuses.
    """
    require_secretary(actor, title.campaign.organization_id)
    reason = clean_text(reason)
    if not set(steps) <= set(CampaignTitle.STEPS):
        raise ValidationError(_("Only the steps of an award can be changed."), code="not_a_step")
    if not reason:
        raise ValidationError(_("Write the reason for the change."), code="no_reason")
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=title.campaign_id)
        row = campaign.titles.select_related("award_type").get(pk=title.pk)
        if is_nominated_for(actor, row):
            raise not_allowed(
                "own_nomination",
                _(
                    "You are nominated for this award yourself, so another council secretary"
                    " proposes how it is decided."
                ),
            )
        if campaign.state not in (CampaignState.DRAFT, CampaignState.OPEN):
            raise ValidationError(_("The campaign is over."), code="over")
        wanted = {name: bool(steps.get(name, getattr(row, name))) for name in row.STEPS}
        change = StepChange(title=row, reason=reason, proposed_at=clock.now(), **wanted)
        changed = change.changed(row)
        if not changed:
            return None
        require_changeable(row, changed)
        if row.step_changes.filter(state=StepChangeState.PROPOSED).exists():
            raise ValidationError(
                _("A change of these steps waits for a second person already."), code="waits"
            )
        change.proposed_by = account_of(actor)
        change.save()
        audit.record_on(
            campaign, "campaign.steps_proposed", actor=actor, payload=steps_payload(row, change)
        )
    return change


def steps_payload(title: CampaignTitle, change: StepChange) -> dict[str, Any]:
    """The history payload of a change: the award, each changed step before and after, the
    reason."""
    return {
        "award": title.award_type.code,
        "award_name": title.award_type.name,
        "changes": {
            name: [getattr(title, name), value] for name, value in change.changed(title).items()
        },
        "reason": change.reason,
    }


def steps_in_words(changes: Mapping[str, Any]) -> Iterable[str]:
    """One text for each changed step, with the old and the new value."""
    words = {True: _("held"), False: _("not held")}
    for step, change in changes.items():
        before, after = change if isinstance(change, list) else (not change, change)
        yield _("%(step)s: %(before)s → %(after)s") % {
            "step": STEP_NAMES[step],
            "before": words[bool(before)],
            "after": words[bool(after)],
        }


def propose_steps_as_before(*, actor: Actor, campaign: Campaign, before: Campaign) -> None:
    """Propose for a copied campaign the changes of steps that were confirmed in the original."""
    old = {title.award_type_id: title for title in before.titles.all()}
    reason = _("As in the campaign “%(name)s”.") % {"name": before.name}
    for title in campaign.titles.select_related("award_type"):
        was, required = old.get(title.award_type_id), required_steps(title)
        if was is None:
            continue
        steps = {name: getattr(was, name) or name in required for name in CampaignTitle.STEPS}
        propose_steps(actor=actor, title=title, reason=reason, **steps)
