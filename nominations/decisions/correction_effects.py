"""Effects of the transitions of a correction."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.decisions.corrected_records import recorded_values, write_corrected_values
from nominations.decisions.models import Decision, PaperCorrection
from workflow import audit
from workflow.exceptions import ConditionUnmet
from workflow.table import Effects
from workflow.verdict import unmet


def put_in_effect(effects: Effects) -> None:
    """Write the corrected values into the paper and everything that depends on it.

    Refuses (ConditionUnmet) a correction of values that have changed since it was proposed, and
    (ValidationError) what the act on the paper would have refused.
    """
    for moved in effects.moved:
        row = PaperCorrection.objects.select_related(
            "decision__organization", "line__nomination", "outcome__nomination__organization",
            "outcome__other_award", "outcome__nomination__award_type",
            "revocation__nomination__organization", "revocation__award",
        ).get(pk=moved.pk)  # fmt: skip
        now = recorded_values(row.paper, row.line)
        if {name: now.get(name) for name in row.before} != row.before:
            raise ConditionUnmet(
                [unmet("record_changed", _("The record has changed since this was proposed."))]
            )
        write_corrected_values(
            row.paper, row.line, row.after, actor=effects.actor, reason=row.reason
        )
        subject = row.paper if isinstance(row.paper, Decision) else row.paper.nomination
        audit.record_on(
            subject,
            "paper.corrected",
            actor=effects.actor,
            payload={
                "correction": row.pk,
                "before": row.before,
                "after": row.after,
                "reason": row.reason,
                "proposed_by": row.proposed_by_id,
            },
        )
        if row.line is not None:
            audit.record_on(
                row.line.nomination,
                "paper.corrected",
                actor=effects.actor,
                payload={"before": row.before, "after": row.after, "reason": row.reason},
            )
    note_settler(effects)


def note_settler(effects: Effects) -> None:
    """Store who settled the correction and when."""
    PaperCorrection.objects.filter(pk__in=[moved.pk for moved in effects.moved]).update(
        settled_by_id=effects.actor.pk, settled_at=effects.now
    )
