"""After counting: the minutes are completed and signed, then the whole agenda moves at once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nominations.council.models import ChairSignature, SessionState, VotingSession
from nominations.council.queries import person_of, rights_in
from nominations.council.refusals import not_allowed, refused
from nominations.council.services.preparing import LEAST_SCRUTINEERS
from nominations.council.services.sessions import (
    enter,
    locked,
    note,
    require_state,
    stream_of,
)
from nominations.pipeline import PIPELINE
from workflow import clock
from workflow.engine import BulkResult, perform_many

PRESIDERS = _("Only the chair or the vice chair of the council puts the results in force.")


def write_minutes(
    *, actor: Any, session: VotingSession, minutes_number: str = "", conclusion: str = ""
) -> VotingSession:
    """Number and conclusion of the minutes; refused once somebody has signed them."""
    with transaction.atomic():
        session = locked(session)
        if not rights_in(actor, session).conducts:
            raise not_allowed(
                _("Only the council secretary or whoever presides completes the minutes.")
            )
        require_state(session, SessionState.COUNTED)
        if _is_signed_by_anybody(session):
            raise refused(
                "already_signed", _("The minutes are already signed and cannot be changed.")
            )
        session.minutes_number, session.conclusion = minutes_number, conclusion
        session.save(update_fields=["minutes_number", "conclusion"])
        note(
            session,
            "session.minutes_written",
            actor=actor,
            payload={"number": minutes_number, "conclusion": conclusion},
        )
    return session


def _is_signed_by_anybody(session: VotingSession) -> bool:
    signed = session.scrutineers.filter(signed_at__isnull=False)
    return signed.exists() or ChairSignature.objects.filter(session=session).exists()


def sign_minutes(*, actor: Any, session: VotingSession) -> VotingSession:
    """Sign the minutes as scrutineer, or as whoever presides; each person signs once.

    Refuses a second signature of the same person and a second chair's signature.
    """
    with transaction.atomic():
        session = locked(session)
        rights = rights_in(actor, session)
        if not (rights.scrutinises or rights.presides):
            raise not_allowed(_("Only the scrutineers and the chair sign the minutes."))
        require_state(session, SessionState.COUNTED)
        person_id, now = person_of(actor), clock.now()
        if rights.scrutinises:
            signed = session.scrutineers.filter(person_id=person_id, signed_at=None).update(
                signed_at=now
            )
        else:
            signed = not ChairSignature.objects.filter(session=session).exists()
            if signed:
                ChairSignature.objects.create(session=session, person_id=person_id, signed_at=now)
        if not signed:
            raise refused("already_signed_here", _("This signature is already under the minutes."))
        role = "scrutineer" if rights.scrutinises else "chair"
        note(session, "session.signed", actor=actor, payload={"as": role})
    return session


def missing_signatures(session: VotingSession) -> list[str]:
    """Who still has to sign, in words; empty when the minutes are complete."""
    lacking = [
        str(one.person) for one in session.scrutineers.select_related("person") if not one.signed_at
    ]
    if not ChairSignature.objects.filter(session=session).exists():
        lacking.append(str(_("the chair")))
    return lacking


def certify_session(*, actor: Any, session: VotingSession) -> tuple[BulkResult, BulkResult]:
    """Put the results in force: every item of the agenda moves, or none does.

    One transaction: `pass_vote` for those that reached their threshold, `fail_vote` for the others,
    the session certified. Gives both results. A refusal of a single nomination (it is raised as
    BulkRefused with the reasons) leaves everything as it was.
    """
    with transaction.atomic():
        session = locked(session)
        rights = rights_in(actor, session)
        if not rights.presides or rights.scrutinises:
            raise not_allowed(PRESIDERS)
        require_state(session, SessionState.COUNTED)
        _require_signatures(session)
        items = list(session.items.order_by("position").values_list("nomination_id", "passed"))
        passed = _move([pk for pk, won in items if won], "pass_vote", actor, session)
        failed = _move([pk for pk, won in items if not won], "fail_vote", actor, session)
        session.items.update(live=False)
        enter(session, SessionState.CERTIFIED, certified_at=clock.now())
        note(
            session,
            "session.certified",
            actor=actor,
            payload={"passed": len(passed.moved), "not_passed": len(failed.moved)},
        )
    return passed, failed


def _require_signatures(session: VotingSession) -> None:
    lacking = missing_signatures(session)
    if lacking or session.scrutineers.count() < LEAST_SCRUTINEERS:
        raise refused(
            "signatures_missing",
            _("The minutes still lack a signature: %(names)s.") % {"names": ", ".join(lacking)},
        )


def _move(pks: list[int], transition: str, actor: Any, session: VotingSession) -> BulkResult:
    if not pks:
        return BulkResult(moved=[], refused=[])
    return perform_many(
        PIPELINE,
        pks,
        transition,
        actor=actor,
        all_or_nothing=True,
        joins=True,
        group=stream_of(session),
    )


def void_session(*, actor: Any, session: VotingSession, reason: str) -> VotingSession:
    """Declare a session void; its nominations may be put on a new agenda. The rows stay.

    Before counting for the secretary or whoever presides, after counting for the latter only.
    Refuses without a reason and once the results are in force.
    """
    with transaction.atomic():
        session = locked(session)
        rights = rights_in(actor, session)
        counted = session.state == SessionState.COUNTED
        if not rights.conducts or (counted and not rights.presides):
            raise not_allowed(
                _("After counting, only whoever presides may declare the session void.")
            )
        require_state(
            session,
            SessionState.DRAFT,
            SessionState.OPEN,
            SessionState.CLOSED,
            SessionState.COUNTED,
        )
        if not reason.strip():
            raise refused("reason_missing", _("Give the reason why the session is void."))
        before = session.state
        enter(session, SessionState.VOID, void_reason=reason.strip())
        session.items.update(live=False)
        note(
            session,
            "session.voided",
            actor=actor,
            payload={"from": before, "reason": session.void_reason},
        )
    return session
