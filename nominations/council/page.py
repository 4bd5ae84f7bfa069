"""What the page of a session shows, by its state and the reader's part in it."""

from __future__ import annotations

from typing import Any

from nominations.council.house_rules import house_lines, opens_from, settings_of
from nominations.council.models import (
    BallotItem,
    ChairSignature,
    Mode,
    NamedVote,
    RosterEntry,
    Scrutineer,
    SessionState,
    VotingSession,
)
from nominations.council.queries import Rights, agenda, attending, forecast, is_quorate
from nominations.council.services.counting import agreement
from nominations.council.services.sessions import stream_of
from workflow import audit, clock


def is_over(session: VotingSession) -> bool:
    """Open, but past its end: nobody can vote any more and somebody has to close it."""
    return (
        session.state == SessionState.OPEN
        and session.closes_at is not None
        and clock.now() > session.closes_at
    )


def is_counted(session: VotingSession) -> bool:
    """Whether counts exist and may be shown."""
    return session.counted_at is not None


def page_of(session: VotingSession, rights: Rights) -> dict[str, Any]:
    """Context of the session's page. Votes are read only once the session is counted."""
    draft = session.state == SessionState.DRAFT
    lines = forecast(session) if draft and rights.conducts else []
    roster = list(session.roster.select_related("person"))
    scrutineers = list(session.scrutineers.select_related("person"))
    signature = ChairSignature.objects.filter(session=session).select_related("person").first()
    own = next((entry for entry in roster if entry.person_id == rights.person_id), None)
    return {
        "session": session,
        "rights": rights,
        "groups": by_award([line.item for line in lines] if lines else agenda(session)),
        "forecast": {line.item.pk: line for line in lines},
        "unanimous": [line for line in lines if line.unanimous],
        "impossible": [line for line in lines if line.impossible],
        "counted": is_counted(session),
        "over": is_over(session),
        "roster": roster,
        "voted": sum(entry.has_voted for entry in roster),
        "attending": attending(session),
        "quorate": is_quorate(session),
        "scrutineers": scrutineers,
        "chair_signature": signature,
        "own": own,
        **_open_acts(session, rights, own, scrutineers, signature),
        "house_lines": house_lines(session) if rights.conducts else [],
        "opens_from": opens_from(session, settings_of(session)) if draft else None,
        "agreement": agreement(session) if session.mode == Mode.PAPER and not draft else None,
        "events": _events(session) if rights.conducts or rights.reads else [],
    }


def _open_acts(
    session: VotingSession,
    rights: Rights,
    own: RosterEntry | None,
    scrutineers: list[Scrutineer],
    signature: ChairSignature | None,
) -> dict[str, bool]:
    """What the reader may do now: vote, enter counts, sign, certify."""
    counted = session.state == SessionState.COUNTED
    on_screen, on_paper = session.mode == Mode.NAMED, session.mode == Mode.PAPER
    unsigned = {one.person_id for one in scrutineers if not one.signed_at}
    if rights.scrutinises:
        awaited = rights.person_id in unsigned
    else:
        awaited = rights.presides and signature is None
    return {
        "may_vote": own is not None
        and on_screen
        and session.state == SessionState.OPEN
        and not is_over(session),
        "may_enter": rights.scrutinises
        and on_paper
        and session.state in (SessionState.OPEN, SessionState.CLOSED),
        "may_sign": counted and awaited,
        "may_certify": counted
        and rights.presides
        and not rights.scrutinises
        and signature is not None
        and not unsigned,
    }


def by_award(items: list[BallotItem]) -> list[tuple[Any, list[BallotItem]]]:
    """Items under their award, collectives apart from persons, in order of rank."""
    groups: dict[tuple[int, str], list[BallotItem]] = {}
    for item in items:
        award = item.nomination.award_type
        groups.setdefault((award.rank, award.pk, item.nomination.kind), []).append(item)
    return [(members[0].nomination, members) for _key, members in sorted(groups.items())]


def _events(session: VotingSession) -> list[dict[str, Any]]:
    """The session's history for whoever answers for it; who voted when is not told."""
    return [
        {
            "at": event.at,
            "who": event.actor_name,
            "sentence": event.label,
            "comment": event.content.get("reason", ""),
        }
        for event in audit.history(stream_of(session))
        if event.action != "session.voted"
    ]


def named_votes(session: VotingSession) -> dict[int, dict[str, list[str]]]:
    """Item -> choice -> names, for the annex of the minutes; empty before counting."""
    found: dict[int, dict[str, list[str]]] = {}
    if not is_counted(session):
        return found
    votes = NamedVote.objects.filter(item__session=session).select_related("person")
    for vote in votes.order_by("person__sort_key"):
        found.setdefault(vote.item_id, {}).setdefault(vote.choice, []).append(vote.person.full_name)
    return found
