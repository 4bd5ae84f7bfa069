"""Voting sessions moved by the engine, in one line of a test."""

from __future__ import annotations

from typing import Any

from nominations.council.models import VotingSession
from nominations.council.session_workflow import SESSIONS
from workflow.actors import Actor
from workflow.engine import perform


def complete_minutes(session: VotingSession, actor: Actor) -> VotingSession:
    """Number and conclusion, as they stand before anybody signs."""
    number = f"{session.pk}/BB-HĐTĐKT"
    return move(session, "complete_minutes", actor, minutes_number=number, conclusion="Thống nhất.")


def move(
    session: VotingSession,
    name: str,
    actor: Actor,
    /,
    *,
    seen_version: int | None = None,
    comment: str = "",
    **data: Any,
) -> VotingSession:
    """Perform a transition of the session, give it as it is then."""
    perform(
        SESSIONS,
        session.pk,
        name,
        actor=actor,
        seen_version=seen_version,
        comment=comment,
        data=data,
    )
    session.refresh_from_db()
    return session
