"""While the session is open: presence, recusals, and votes in the named mode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext_lazy as _

from nominations.council.models import (
    BallotItem,
    NamedVote,
    Recusal,
    RosterEntry,
    VoteChoice,
    VotingMode,
    VotingSession,
)
from nominations.council.paper_counts import BALLOT_BOXES
from nominations.council.queries import rights_in
from nominations.council.services.sessions import VOTING, check_state, locked_in
from nominations.council.session_workflow import SessionState
from nominations.people.authorization import person_id_of
from nominations.web.refusals import not_allowed, refused
from notifications.moments import moment_text
from workflow import audit, clock
from workflow.actors import Actor
from workflow.exceptions import NotAllowed

TITLE = "nomination__title"


@dataclass(frozen=True, slots=True)
class MemberPresence:
    """The presence of a member; if absent, the reason and whether a written opinion was given."""

    present: bool
    absence_reason: str = ""
    written_opinion: bool = False


def mark_presence(
    *, actor: Actor, session: VotingSession, presence: Mapping[int, MemberPresence]
) -> VotingSession:
    """Record who of the roster is present, by person id. For the secretary or the presiding member.

    Possible from opening until the votes are counted; refuses a person who is not on the roster.
    """
    with transaction.atomic():
        session = locked_in(session, *VOTING)
        if not rights_in(actor, session).conducts:
            raise not_allowed(
                "not_conducting",
                _("Only the council secretary or whoever presides records the presence."),
            )
        roster = {entry.person_id: entry for entry in session.roster.all()}
        if not presence.keys() <= roster.keys():
            raise refused(
                "not_on_roster", _("One of these persons is not on the roster of the session.")
            )
        entries = []
        for person_id, one in presence.items():
            entry = roster[person_id]
            entry.present = one.present
            entry.absence_reason = "" if one.present else one.absence_reason
            entry.written_opinion = one.written_opinion and not one.present
            entries.append(entry)
        RosterEntry.objects.bulk_update(entries, ["present", "absence_reason", "written_opinion"])
        present = sorted(person_id for person_id, one in presence.items() if one.present)
        absent = sorted(presence.keys() - set(present))
        audit.record_on(
            session,
            "session.presence_marked",
            actor=actor,
            payload={"present": present, "absent": absent},
        )
    return session


def cast_named_votes(
    *, actor: Actor, session: VotingSession, choices: Mapping[int, str]
) -> VotingSession:
    """Write a member's answers, item id -> choice; a later answer replaces the earlier one.

    The clock is read after the session row is locked, so that a vote is either before the closing
    and counted, or refused. Refuses an actor off the roster, an item of another session, an unknown
    choice, and any item the member is recused from; then nothing is written.
    """
    with transaction.atomic():
        entry = _locked_entry(session, person_id_of(actor))
        session = entry.session
        _require_voting(session, clock.now())
        _require_answers(session, entry.person_id, choices)
        NamedVote.objects.bulk_create(
            [
                NamedVote(item_id=item_id, person_id=entry.person_id, choice=VoteChoice(choice))
                for item_id, choice in choices.items()
            ],
            update_conflicts=True,
            unique_fields=["item", "person"],
            update_fields=["choice"],
        )
        if not entry.has_voted:
            entry.has_voted = True
            entry.save(update_fields=["has_voted"])
        audit.record_on(
            session,
            "session.voted",
            actor=actor,
            payload={"answers": len(choices)},
            is_locked=True,
        )
    return session


def _locked_entry(session: VotingSession, person_id: int | None) -> RosterEntry:
    """The voter's line of the roster with its session, the session locked, in one query.

    The roster is frozen at opening, so it is the same before and after the wait for the lock.
    """
    if person_id is None:
        raise _not_on_roster()
    rows = RosterEntry.objects.select_for_update(of=("session",), no_key=True)
    entry = rows.filter(session=session, person_id=person_id).select_related("session").first()
    if entry is None:
        raise _not_on_roster()
    return entry


def _not_on_roster() -> NotAllowed:
    sentence = _("Only members on the roster of this session vote.")
    return not_allowed("not_on_roster", sentence)


def _require_voting(session: VotingSession, now: datetime) -> None:
    if session.mode != VotingMode.NAMED:
        raise refused("not_online", _("This session votes on paper, not on screen."))
    check_state(session, SessionState.OPEN)
    if session.closes_at is not None and now > session.closes_at:
        raise refused(
            "voting_over",
            _("Voting ended at %(moment)s; this ballot was not taken.")
            % {"moment": moment_text(session.closes_at)},
        )


def _require_answers(session: VotingSession, person_id: int, choices: Mapping[int, str]) -> None:
    if not choices:
        raise refused("no_answer", _("Answer at least one item before sending the ballot."))
    if not set(choices.values()) <= set(BALLOT_BOXES):
        raise refused("unknown_choice", _("Choose yes or no."))
    own = FilteredRelation("recusals", condition=Q(recusals__person_id=person_id))
    items = session.items.filter(pk__in=list(choices)).annotate(own=own)
    found = {pk: rest for pk, *rest in items.values_list("pk", "own__id", "own__is_own", TITLE)}
    if found.keys() != choices.keys():
        raise refused("unknown_item", _("The agenda has changed; open the ballot again."))
    for recusal_id, is_own, title in found.values():
        if is_own:
            raise refused("own_nomination", _("A member does not vote on their own nomination."))
        if recusal_id is not None:
            sentence = _("You are recused from voting on %(name)s.")
            raise refused("recused", sentence % {"name": title})


def declare_recusal(
    *, actor: Actor, item: BallotItem, reason: str, person_id: int | None = None
) -> Recusal:
    """A member declares not to vote on an item (a relative); an answer already given is taken back.

    The secretary or the presiding member may record it for a member (`person_id`). The base of the
    threshold stays as it is.
    """
    with transaction.atomic():
        session = locked_in(item.session, SessionState.OPEN)
        own = person_id_of(actor)
        person_id = person_id or own
        if person_id != own and not rights_in(actor, session).conducts:
            raise _not_own()
        if person_id is None or not session.roster.filter(person_id=person_id).exists():
            raise _not_on_roster()
        if not reason.strip():
            raise refused("reason_missing", _("Say why: for example, a relative of the nominee."))
        recusal, _made = Recusal.objects.get_or_create(
            item=item, person_id=person_id, defaults={"reason": reason.strip()[:200]}
        )
        NamedVote.objects.filter(item=item, person_id=person_id).delete()
        audit.record_on(
            session,
            "session.recused",
            actor=actor,
            payload={"item": item.nomination_id, "person": person_id, "reason": recusal.reason},
        )
    return recusal


def lift_recusal(*, actor: Actor, recusal: Recusal) -> None:
    """Take back a recusal declared by mistake, while voting is open; never on one's own item."""
    with transaction.atomic():
        session = locked_in(recusal.item.session, SessionState.OPEN)
        if recusal.person_id != person_id_of(actor) and not rights_in(actor, session).conducts:
            raise _not_own()
        if recusal.is_own:
            raise refused("own_nomination", _("A member does not vote on their own nomination."))
        Recusal.objects.filter(pk=recusal.pk).delete()
        audit.record_on(
            session,
            "session.recusal_lifted",
            actor=actor,
            payload={"item": recusal.item.nomination_id, "person": recusal.person_id},
        )


def _not_own() -> NotAllowed:
    sentence = _("This act is not yours to do in this session.")
    return not_allowed("not_own", sentence)
