"""The content of the minutes of a vote: presence, ballots, result per name, signatures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nominations.council.attendance import had_ballot
from nominations.council.meeting_settings import setting_lines
from nominations.council.models import (
    BallotItem,
    Recusal,
    RosterEntry,
    SeatRole,
    VoteChoice,
    VotingMode,
    VotingSession,
)
from nominations.council.queries import agenda, attending_number
from nominations.council.session_page import by_award, chair_signature, named_votes


def minutes_of(session: VotingSession) -> dict[str, Any]:
    """The content of the minutes, without individual votes."""
    items = agenda(session)
    roster = list(session.roster.select_related("person"))
    taking_part = [entry for entry in roster if entry.present or entry.has_voted]
    absent = [entry for entry in roster if entry not in taking_part]
    recusals = Recusal.objects.filter(item__in=items).select_related("person", "item__nomination")
    signature = chair_signature(session)
    chair = next((entry for entry in roster if entry.seat == SeatRole.CHAIR), None)
    return {
        "session": session,
        "agency": session.council.organization,
        "roster": roster,
        "present": taking_part,
        "absent": absent,
        "written": [entry for entry in absent if entry.written_opinion],
        "attending": attending_number(session),
        "house_lines": setting_lines(session),
        "ballots": _ballots(session, roster, items),
        "groups": by_award(items),
        "passed": [
            (head, [item for item in group if item.passed]) for head, group in by_award(items)
        ],
        "recusals": list(recusals.order_by("item__position")),
        "scrutineers": list(session.scrutineers.select_related("person")),
        "signature": signature,
        "chair": signature.person if signature else chair and chair.person,
        "clerk": next((entry for entry in roster if entry.seat == SeatRole.SECRETARY), None),
    }


def signatures_of(session: VotingSession) -> list[tuple[str, str, datetime | None]]:
    """The signatures of the minutes: office, name, time (None: not signed yet)."""
    found = [
        (_("Scrutineer"), one.person.full_name, one.signed_at)
        for one in session.scrutineers.select_related("person")
    ]
    chair = chair_signature(session)
    if chair is None:
        return [*found, (_("Chair of the meeting"), "", None)]
    return [*found, (_("Chair of the meeting"), chair.person.full_name, chair.signed_at)]


def votes_by_name(session: VotingSession) -> list[tuple[BallotItem, list[tuple[str, list[str]]]]]:
    """Who voted what on each item of a named vote; empty before counting and in other modes."""
    votes = named_votes(session) if session.mode == VotingMode.NAMED else {}
    items = agenda(session) if votes else []
    return [(item, _answers(votes.get(item.pk, {}))) for item in items]


def _ballots(
    session: VotingSession, roster: list[RosterEntry], items: list[BallotItem]
) -> dict[str, int]:
    """Ballots handed out and returned; on screen a member has one ballot, whatever it holds."""
    if session.mode == VotingMode.PAPER:
        written = any(item.takes_written for item in items)
        out = sum(had_ballot(session, entry, takes_written=written) for entry in roster)
        returned = max((item.returned or 0 for item in items), default=0)
    else:
        out = len(roster)
        returned = sum(entry.has_voted for entry in roster)
    return {"out": out, "returned": returned}


def _answers(names: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    return [(str(label), names[value]) for value, label in VoteChoice.choices if names.get(value)]
