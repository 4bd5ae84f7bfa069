"""Effects of correcting an answer from above."""

from __future__ import annotations

from collections.abc import Sequence

from nominations.awards.models import Award, AwardOrigin
from nominations.awards.services import mark_struck, record_awards
from nominations.decisions.conferred_awards import new_award
from nominations.decisions.effects import move_dossiers_below, moved_nominations
from nominations.decisions.models import Outcome
from nominations.dossiers.models import Nomination
from workflow.table import Effects


def strike_awards(effects: Effects) -> None:
    """Delete the award, which was never given, here or at the agency below."""
    nominations = moved_nominations(effects)
    awards = Award.objects.filter(outcome__nomination__in=nominations)
    mark_struck(awards=awards, reason=effects.comment, actor=effects.actor)
    Outcome.objects.filter(nomination__in=nominations).update(award=None)
    _move_below(effects, "correct_to_refusal", nominations)


def confer_awards(effects: Effects) -> None:
    """Record the award, which was given, by the paper of the outcome, here or at the agency
    below."""
    nominations = moved_nominations(effects)
    found = {one.nomination_id: one for one in Outcome.objects.filter(nomination__in=nominations)}
    here = [one for one in nominations if one.arrived_from_id is None]
    outcomes = [found[one.pk] for one in here]
    awards = record_awards(
        rows=[
            new_award(
                nomination,
                number=outcome.paper_number,
                day=outcome.paper_date,
                issuer=outcome.issuer,
                origin=AwardOrigin.OUTCOME,
                award_type_id=outcome.other_award_id,
            )
            for nomination, outcome in zip(here, outcomes, strict=True)
        ],
        actor=effects.actor,
    )
    for outcome, award in zip(outcomes, awards, strict=True):
        outcome.award = award
    Outcome.objects.bulk_update(outcomes, ["award"])
    _move_below(effects, "correct_to_conferral", nominations)


def _move_below(effects: Effects, name: str, nominations: Sequence[Nomination]) -> None:
    arrived = [one for one in nominations if one.arrived_from_id is not None]
    move_dossiers_below(effects, name, arrived, {one.pk: {} for one in arrived}, effects.comment)
