"""Asking the council secretary for an exception; the answer is a transition of the request."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.dossiers.duplicates.findings import DuplicateKind
from nominations.dossiers.exception_workflow import ExceptionState
from nominations.dossiers.models import ExceptionRequest, Nomination
from nominations.dossiers.permissions import require_writer
from nominations.dossiers.services import standards
from nominations.dossiers.services.initiatives import allow_double
from nominations.people.authorization import accounts_holding
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.states import State
from nominations.vietnamese import clean_text
from notifications import outbox
from workflow import audit, clock

MIN_REASON_LENGTH = 10


def ask_for_exception(*, actor: User, nomination: Nomination, reason: str) -> ExceptionRequest:
    """Request an exception from every rule that blocks the nomination today; notifies the
    secretary.

    Refuses whoever does not write the dossier, and everybody once it is submitted (NotAllowed); a
    draft, a nomination that nothing bars, one with an open request, a reason that is too short
    (ValidationError).
    """
    reason = clean_text(reason)
    if len(reason) < MIN_REASON_LENGTH:
        raise ValidationError(
            _("Write the reason in a sentence of %(count)s characters or more.")
            % {"count": MIN_REASON_LENGTH},
            code="no_reason",
        )
    with transaction.atomic():
        locked = Nomination.objects.select_for_update(no_key=True).get(pk=nomination.pk)
        require_writer(actor, locked)
        request = ExceptionRequest.objects.create(
            nomination=locked,
            title=locked.title,
            rules=_obstacles(locked),
            reason=reason,
            asked_by=actor,
            asked_at=clock.now(),
        )
        payload = {"name": "; ".join(request.wordings), "comment": reason}
        event_key = audit.record_on(locked, "exception.asked", actor=actor, payload=payload)
        outbox.queue_messages(
            topic="exception.asked",
            recipients={user.pk for user in secretaries_of(locked)} - {actor.pk},
            event_key=event_key,
            context={"title": locked.title, "path": request.get_absolute_url()},
        )
    return request


def _obstacles(nomination: Nomination) -> dict[str, str]:
    """The rules (key -> wording) that block a registered nomination; refuses others and one with an
    open request."""
    if nomination.state != State.REGISTERED:
        raise ValidationError(
            _("Register the goals first; then an exception can be asked for."),
            code="not_registered",
        )
    if nomination.exception_requests.filter(state=ExceptionState.ASKED).exists():
        raise ValidationError(
            _("The exception has been asked for already; the secretary has not answered yet."),
            code="asked_already",
        )
    obstacles = standards.obstacles_of(nomination)
    if not obstacles:
        raise ValidationError(
            _("No standard bars the submission, so no exception is needed."), code="not_barred"
        )
    return obstacles


def set_obstacle_aside(*, actor: User, nomination: Nomination, rule: str, reason: str) -> None:
    """Override one rule, a standard or a duplicate rule, as its own page does."""
    act = allow_double if rule in DuplicateKind.values else standards.grant_override
    act(actor=actor, nomination=nomination, rule=rule, reason=reason)


def secretaries_of(nomination: Nomination) -> list[User]:
    """The accounts of the council secretaries who may answer: not the nominee's."""
    found = accounts_holding(Role.SECRETARY, nomination.organization_id)
    return [user for user in found if user.person_id != nomination.person_id]
