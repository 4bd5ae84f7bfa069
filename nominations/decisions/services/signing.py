"""Signing: number, date and the move of every nomination on the paper, in one transaction."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.decisions import standing
from nominations.decisions.models import Decision
from nominations.decisions.numbers import Paper, settle_number
from nominations.decisions.services.drafts import locked_draft
from nominations.people.models import Person
from nominations.people.roles import Role
from nominations.pipeline import PIPELINE
from workflow import audit, clock, engine
from workflow.actors import Actor
from workflow.engine import BulkResult, Refusal
from workflow.exceptions import NotAllowed
from workflow.verdict import unmet

OWN_NOMINATION = unmet(
    "own_nomination",
    gettext_lazy(
        "Nobody decides on their own nomination: it goes on a second paper, signed by the delegate."
    ),
)


def _signer_title(decision: Decision, person: Person, day: date) -> str:
    """The head's title, or the position of the delegate who signs."""
    if Role.DIRECTOR in set(
        person.role_assignments.on(day)
        .filter(organization=decision.organization)
        .values_list("role", flat=True)
    ):
        return decision.organization.head_title
    membership = person.membership_on(day)
    return membership.position.name if membership else str(Role.DIRECTOR_DELEGATE.label)


def _set_aside_own_lines(actor: Actor, decision: Decision) -> list[int]:
    """Move the signer's own lines to a second draft; the ids of those nominations."""
    own = decision.lines.filter(nomination__person_id=actor.person_id)  # type: ignore[attr-defined]
    pks = list(own.values_list("nomination_id", flat=True))
    if not pks:
        return []
    if not decision.lines.exclude(nomination_id__in=pks).exists():
        raise NotAllowed([OWN_NOMINATION])
    second = Decision.objects.create(
        organization=decision.organization,
        campaign=decision.campaign,
        name=decision.name,
        created_by_id=actor.pk,
        created_at=clock.now(),
    )
    own.update(decision=second)
    return pks


@transaction.atomic
def sign_decision(
    *, actor: Actor, decision: Decision, number: str = "", signed_on: date | None = None
) -> BulkResult:
    """Give the paper its number and date and decide every nomination on it, all or none.

    A blank number takes the next of the agency's own series. Awards of the agency's own authority
    are conferred. A line about the signer is moved to a second draft for the delegate and returned
    among `refused`, with the reason. Refuses (NotAllowed) anybody but director and delegate,
    (ValidationError) a signed or empty draft, a date in the future or a number used this year, and
    (BulkRefused) when a nomination may not be decided; then nothing is written.
    """
    draft = locked_draft(decision)
    standing.require(actor, draft.organization, standing.SIGNERS)
    day = signed_on or clock.today()
    if day > clock.today():
        raise ValidationError(_("The date of the decision lies in the future."), "future")
    if not draft.lines.exists():
        raise ValidationError(_("There is no nomination on this decision."), "empty")
    own = _set_aside_own_lines(actor, draft)
    draft.number = settle_number(draft.organization, Paper.DECISION, number, day)
    draft.signed_on = day
    draft.state = Decision.State.SIGNED
    person = actor.person  # type: ignore[attr-defined]
    draft.signer_name, draft.signer_title = person.full_name, _signer_title(draft, person, day)
    draft.save()
    pks = list(draft.lines.values_list("nomination_id", flat=True))
    # Nominations are locked before the agency's history, here as in every other act.
    group = f"decision:{draft.pk}"
    result = engine.perform_many(PIPELINE, pks, "decide", actor=actor, joins=True, group=group)
    audit.record(
        f"organization:{draft.organization_id}",
        "decision.signed",
        actor=actor,
        payload={"decision": draft.pk, "number": draft.number, "date": day, "set_aside": own},
        group=group,
    )
    set_aside = [Refusal(pk, [OWN_NOMINATION]) for pk in own]
    return BulkResult(result.moved, [*result.refused, *set_aside])
