"""Proposing a correction of a record; records are never edited in place."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.decisions.corrected_records import recorded_values, write_corrected_values
from nominations.decisions.correction_workflow import CORRECTIONS
from nominations.decisions.decision_workflow import DecisionState
from nominations.decisions.models import (
    Decision,
    DecisionLine,
    Outcome,
    PaperCorrection,
    Revocation,
)
from nominations.decisions.roles import ANSWERERS, RECEIVERS
from nominations.people import authorization
from nominations.people.models import Organization
from nominations.web.refusals import not_allowed
from workflow import audit, clock, engine
from workflow.actors import Actor
from workflow.evaluate import stale_version
from workflow.exceptions import StaleVersion


def organization_of(paper: Decision | Outcome | Revocation) -> Organization:
    """The agency of the paper."""
    return paper.organization if isinstance(paper, Decision) else paper.nomination.organization


def may_correct(actor: Actor, paper: Decision | Outcome | Revocation) -> bool:
    """Whether the actor may correct the paper: the secretary; for an outcome also the officer of
    the agency above."""
    organization = organization_of(paper)
    if authorization.holds(actor, *ANSWERERS, organization=organization):
        return True
    above = organization.parent
    return (
        isinstance(paper, Outcome)
        and above is not None
        and authorization.holds(actor, *RECEIVERS, organization=above)
    )


@transaction.atomic
def propose_correction(
    *,
    actor: Actor,
    paper: Decision | Outcome | Revocation,
    values: Mapping[str, str],
    reason: str,
    line: DecisionLine | None = None,
    seen: Mapping[str, str] | None = None,
) -> PaperCorrection:
    """Propose corrected values; they take effect once a second person approves, for an outcome at
    once.

    Refuses (NotAllowed) an actor who may not correct the paper, (StaleVersion) values that differ
    from those `seen`, (ValidationError) a missing reason, no change, a draft, an outcome recorded
    by the agency above, a second pending correction, and everything that the original act would
    have refused.
    """
    if not may_correct(actor, paper):
        raise not_allowed(
            "not_secretary", _("Only the council secretary proposes a correction of a paper.")
        )
    _check(paper, reason)
    paper = type(paper)._base_manager.select_for_update(of=("self",)).get(pk=paper.pk)
    before = recorded_values(paper, line)
    if seen is not None and before != seen:
        raise StaleVersion([stale_version(None)])
    after = {**before, **values}
    if after == before:
        raise ValidationError(_("Nothing differs from what is recorded."), "nothing_changed")
    _try(paper, line, after, actor, reason)
    correction = PaperCorrection(
        organization=organization_of(paper),
        decision=paper if isinstance(paper, Decision) else None,
        line=line,
        outcome=paper if isinstance(paper, Outcome) else None,
        revocation=paper if isinstance(paper, Revocation) else None,
        reason=reason.strip(),
        before=before,
        after=after,
        proposed_by_id=actor.pk,
        proposed_at=clock.now(),
    )
    _save(correction)
    audit.record_on(
        correction,
        "paper_correction.proposed",
        actor=actor,
        payload={"before": before, "after": after, "reason": correction.reason},
    )
    if isinstance(paper, Outcome):
        engine.perform(CORRECTIONS, correction.pk, "approve", actor=actor, joins=True)
    correction.refresh_from_db()
    return correction


def _save(correction: PaperCorrection) -> None:
    try:
        with transaction.atomic():
            correction.save()
    except IntegrityError:
        raise ValidationError(
            _("A correction of this paper waits already; it has to be settled first."),
            "correction_waits",
        ) from None


def _check(paper: Decision | Outcome | Revocation, reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Write why this is corrected."), "no_reason")
    if isinstance(paper, Decision) and paper.state != DecisionState.SIGNED:
        raise ValidationError(_("A draft is changed, not corrected."), "not_signed")
    if isinstance(paper, Outcome) and paper.recorded_by_id is None:
        raise ValidationError(
            _("The agency above recorded this outcome here itself; it corrects its own decision."),
            "recorded_above",
        )


class _RollBack(Exception):
    """Leaves a savepoint without keeping anything of it."""


def _try(
    paper: Decision | Outcome | Revocation,
    line: DecisionLine | None,
    values: Mapping[str, str],
    actor: Actor,
    reason: str,
) -> None:
    """Refuse values that could not be written later, by writing them in a savepoint that is rolled
    back."""
    try:
        with transaction.atomic():
            write_corrected_values(paper, line, values, actor=actor, reason=reason)
            raise _RollBack
    except _RollBack:
        return
