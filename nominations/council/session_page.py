"""The context of the page of a session, by its state and the reader's relation to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nominations.council.meeting_settings import opens_from, setting_lines, settings_of
from nominations.council.models import (
    BallotItem,
    ChairSignature,
    NamedVote,
    VotingMode,
    VotingSession,
)
from nominations.council.paper_counts import agreement
from nominations.council.queries import (
    SessionRights,
    agenda,
    attending_number,
    is_quorate,
    quorum_forecast,
)
from nominations.council.services.sessions import VOTING
from nominations.council.session_workflow import SESSIONS, SessionState
from nominations.dossiers.opinion_check import awaited_sentence, opinions_not_in_favour
from workflow import audit, clock
from workflow.available import Offer, offer_of


def is_over(session: VotingSession) -> bool:
    """Whether it is open but past its end: nobody can vote and it has to be closed."""
    return (
        session.state == SessionState.OPEN
        and session.closes_at is not None
        and clock.now() > session.closes_at
    )


def takes_votes(session: VotingSession) -> bool:
    """Whether members vote on screen now."""
    return (
        session.mode == VotingMode.NAMED
        and session.state == SessionState.OPEN
        and not is_over(session)
    )


def is_counted(session: VotingSession) -> bool:
    """Whether counts exist and may be shown."""
    return session.counted_at is not None


def session_page_context(
    session: VotingSession, rights: SessionRights, offers: Sequence[Offer]
) -> dict[str, Any]:
    """Context of the session's page. Votes are read only once the session is counted."""
    draft = session.state == SessionState.DRAFT
    context = transition_context(session, rights.conducts)
    own = next((one for one in context["roster"] if one.person_id == rights.person_id), None)
    enabled = {offer.transition.name for offer in offers if offer.enabled}
    is_paper = session.mode == VotingMode.PAPER
    counts = agreement(session) if is_paper and not draft else None
    return {
        **context,
        "rights": rights,
        "offers": _listed(offers),
        "may_void": "void" in enabled,
        "may_sign": "sign" in enabled,
        "may_certify": "certify" in enabled,
        "may_vote": own is not None and takes_votes(session),
        "takes_presence": session.state in VOTING,
        "may_enter": rights.scrutinises and is_paper and session.state in VOTING,
        "over": is_over(session),
        "own": own,
        "quorate": is_quorate(session),
        "scrutineers": list(session.scrutineers.select_related("person")),
        "chair_signature": chair_signature(session),
        "house_lines": setting_lines(session) if rights.conducts else [],
        "opens_from": opens_from(session, settings_of(session)) if draft else None,
        "agreement": counts,
        "awaits_counts": counts is not None and not counts.reached,
        "events": _events(session) if rights.conducts or rights.reads else [],
    }


def _listed(offers: Sequence[Offer]) -> list[Offer]:
    """The offers without "void", which has a place of its own, and without completing minutes once
    they are signed."""
    apart = [offer_of(offers, "void")]
    minutes = offer_of(offers, "complete_minutes")
    if minutes is not None and not minutes.enabled:
        apart.append(minutes)
    return [offer for offer in offers if offer not in apart]


def transition_context(session: VotingSession, with_forecast: bool = True) -> dict[str, Any]:
    """Context shared by the session's page and its transition pages."""
    draft = session.state == SessionState.DRAFT
    lines = quorum_forecast(session) if draft and with_forecast else []
    roster = list(session.roster.select_related("person"))
    return {
        "session": session,
        "groups": by_award([line.item for line in lines] if lines else agenda(session)),
        "forecast": {line.item.pk: line for line in lines},
        "unanimous": [line for line in lines if line.unanimous],
        "impossible": [line for line in lines if line.impossible],
        "counted": is_counted(session),
        "roster": roster,
        "voted": sum(entry.has_voted for entry in roster),
        "attending": attending_number(session),
        **_opinions(session),
    }


def _opinions(session: VotingSession) -> dict[str, Any]:
    """Opinions that the vote waits for and opinions not in favour, before and during the vote;
    includes early answers to opinions required before a later step."""
    if session.state not in (SessionState.DRAFT, SessionState.OPEN):
        return {}
    rows = [item.nomination for item in agenda(session)]
    draft = session.state == SessionState.DRAFT
    return {
        "awaited": awaited_sentence(rows, "vote") if draft else "",
        "not_in_favour": opinions_not_in_favour(rows, ""),
    }


def chair_signature(session: VotingSession) -> ChairSignature | None:
    """The chair's signature under the minutes, if it is there."""
    return ChairSignature.objects.filter(session=session).select_related("person").first()


def by_award(items: list[BallotItem]) -> list[tuple[Any, list[BallotItem]]]:
    """Items under their award, collectives apart from persons, in order of rank."""
    groups: dict[tuple[int, int, str], list[BallotItem]] = {}
    for item in items:
        award = item.nomination.award_type
        groups.setdefault((award.rank, award.pk, item.nomination.kind), []).append(item)
    return [(members[0].nomination, members) for _key, members in sorted(groups.items())]


# Leaves out who voted when, which is secret, and the adoption into the workflow.
_NOT_SHOWN = frozenset({"session.voted", SESSIONS.adopted_action})


def _events(session: VotingSession) -> list[dict[str, Any]]:
    """The session's history, for those responsible for it."""
    return [
        {
            "at": event.at,
            "who": event.actor_name,
            "sentence": event.label,
            "comment": event.content.get("comment") or event.content.get("reason", ""),
        }
        for event in audit.history(session.stream)
        if event.action not in _NOT_SHOWN
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
