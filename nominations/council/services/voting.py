"""While the session is open: presence, recusals, and votes in the named mode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from nominations.council.models import (
    BallotItem,
    Choice,
    Mode,
    NamedVote,
    Recusal,
    RosterEntry,
    SessionState,
    VotingSession,
)
from nominations.council.queries import person_of, rights_in
from nominations.council.refusals import not_allowed, refused
from nominations.council.services.sessions import locked, note, require_state
from workflow import clock


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a member is at the meeting; if not, why, and whether an opinion came in writing."""

    present: bool
    absence_reason: str = ""
    written_opinion: bool = False


def mark_presence(
    *, actor: Any, session: VotingSession, presence: Mapping[int, Presence]
) -> VotingSession:
    """Record who of the roster is present, by person id. For the secretary or whoever presides.

    Possible from opening until the votes are counted; refuses a person who is not on the roster.
    """
    with transaction.atomic():
        session = locked(session)
        if not rights_in(actor, session).conducts:
            raise not_allowed(
                _("Only the council secretary or whoever presides records the presence.")
            )
        require_state(session, SessionState.OPEN, SessionState.CLOSED)
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
        note(
            session,
            "session.presence_marked",
            actor=actor,
            payload={"present": present, "absent": absent},
        )
    return session


def cast_named_votes(
    *, actor: Any, session: VotingSession, choices: Mapping[int, str]
) -> VotingSession:
    """Write a member's answers, item id -> choice; a later answer replaces the earlier one.

    The session row is locked first and the clock read after, so that a vote is either before the
    closing and counted, or refused. Refuses an actor off the roster, an item of another session,
    an unknown choice, and any item the member is recused from; then nothing is written.
    """
    with transaction.atomic():
        session = locked(session)
        now = clock.now()
        entry = session.roster.filter(person_id=person_of(actor)).first()
        if entry is None:
            raise not_allowed(_("Only members on the roster of this session vote."))
        _require_voting(session, now)
        _require_answers(session, entry.person_id, choices)
        NamedVote.objects.bulk_create(
            [
                NamedVote(item_id=item_id, person_id=entry.person_id, choice=Choice(choice))
                for item_id, choice in choices.items()
            ],
            update_conflicts=True,
            unique_fields=["item", "person"],
            update_fields=["choice"],
        )
        if not entry.has_voted:
            entry.has_voted = True
            entry.save(update_fields=["has_voted"])
        note(session, "session.voted", actor=actor, payload={"answers": len(choices)})
    return session


def _require_voting(session: VotingSession, now: Any) -> None:
    if session.mode != Mode.NAMED:
        raise refused("not_online", _("This session votes on paper, not on screen."))
    require_state(session, SessionState.OPEN)
    if session.closes_at is not None and now > session.closes_at:
        raise refused(
            "voting_over",
            _("Voting ended at %(moment)s; this ballot was not taken.")
            % {"moment": date_format(localtime(session.closes_at), "H:i d/m/Y")},
        )


def _require_answers(session: VotingSession, person_id: int, choices: Mapping[int, str]) -> None:
    if not choices:
        raise refused("no_answer", _("Answer at least one item before sending the ballot."))
    if not set(choices.values()) <= set(Choice.values):
        raise refused("unknown_choice", _("Choose yes, no or no opinion."))
    known = set(session.items.filter(pk__in=list(choices)).values_list("pk", flat=True))
    if known != set(choices):
        raise refused("unknown_item", _("The agenda has changed; open the ballot again."))
    recusal = (
        Recusal.objects.filter(item__in=known, person_id=person_id)
        .select_related("item__nomination")
        .first()
    )
    if recusal is not None and recusal.is_own:
        raise refused("own_nomination", _("A member does not vote on their own nomination."))
    if recusal is not None:
        raise refused(
            "recused",
            _("You are recused from voting on %(name)s.") % {"name": recusal.item.nomination.title},
        )


def declare_recusal(
    *, actor: Any, item: BallotItem, reason: str, person_id: int | None = None
) -> Recusal:
    """A member declares not to vote on an item (a relative); an answer already given is taken back.

    The secretary or whoever presides may record it for a member (`person_id`). The base of the
    threshold stays as it is.
    """
    with transaction.atomic():
        session = locked(item.session)
        own = person_of(actor)
        person_id = person_id or own
        if person_id != own and not rights_in(actor, session).conducts:
            raise not_allowed()
        require_state(session, SessionState.OPEN)
        if not session.roster.filter(person_id=person_id).exists():
            raise not_allowed(_("Only members on the roster of this session vote."))
        if not reason.strip():
            raise refused("reason_missing", _("Say why: for example, a relative of the nominee."))
        recusal, _made = Recusal.objects.get_or_create(
            item=item, person_id=person_id, defaults={"reason": reason.strip()[:200]}
        )
        NamedVote.objects.filter(item=item, person_id=person_id).delete()
        note(
            session,
            "session.recused",
            actor=actor,
            payload={"item": item.nomination_id, "person": person_id, "reason": recusal.reason},
        )
    return recusal


def lift_recusal(*, actor: Any, recusal: Recusal) -> None:
    """Take back a recusal declared by mistake, while voting is open; never on one's own item."""
    with transaction.atomic():
        session = locked(recusal.item.session)
        if recusal.person_id != person_of(actor) and not rights_in(actor, session).conducts:
            raise not_allowed()
        require_state(session, SessionState.OPEN)
        if recusal.is_own:
            raise refused("own_nomination", _("A member does not vote on their own nomination."))
        Recusal.objects.filter(pk=recusal.pk).delete()
        note(
            session,
            "session.recusal_lifted",
            actor=actor,
            payload={"item": recusal.item.nomination_id, "person": recusal.person_id},
        )
