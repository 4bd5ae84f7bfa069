"""Effects of the transitions of a regulation."""

from __future__ import annotations

from nominations.law import lint
from nominations.law.datafile import DataFileError
from nominations.law.models import RuleLayer
from nominations.law.services.layers import check_layer
from workflow.canonical import given_day
from workflow.exceptions import ConditionUnmet
from workflow.table import Effects
from workflow.verdict import unmet


def put_in_force(effects: Effects) -> None:
    """Store who approved it. Refuses (ConditionUnmet) a regulation that no longer fits the law."""
    for moved in effects.moved:
        row = RuleLayer.objects.select_related("organization").get(pk=moved.pk)
        try:
            check_layer(row.content, organization=row.organization, file=row.code)
        except DataFileError as error:
            reason = str(lint.of_error(error))
            raise ConditionUnmet([unmet("does_not_fit", reason)]) from error
    _update(effects, approved_by_id=effects.actor.pk, approved_at=effects.now)


def propose_end(effects: Effects) -> None:
    """Store the proposed last day, the reason and the proposer."""
    _update(
        effects,
        ending_on=given_day(effects.data["last_day"]),
        ending_reason=effects.comment,
        ending_proposed_by_id=effects.actor.pk,
    )


def drop_end(effects: Effects) -> None:
    """Clear the proposed end; it remains in the history."""
    _update(effects, ending_on=None, ending_reason="", ending_proposed_by_id=None)


def end(effects: Effects) -> None:
    """Set the proposed last day; campaigns opened before keep their frozen rules."""
    for moved in effects.moved:
        RuleLayer.objects.filter(pk=moved.pk).update(
            valid_to=moved.facts["ending_on"], ended_by_id=effects.actor.pk
        )


def _update(effects: Effects, **columns: object) -> None:
    RuleLayer.objects.filter(pk__in=[moved.pk for moved in effects.moved]).update(**columns)
