"""Locks a session for a service that leaves its state."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nominations.council.models import VotingSession
from nominations.council.session_workflow import SessionState
from nominations.web.refusals import refused

VOTING = (SessionState.OPEN, SessionState.CLOSED)
"""States in which presence is recorded and paper ballots are counted."""


def locked_in(session: VotingSession, *states: str) -> VotingSession:
    """The session as it is now, locked until the transaction ends.

    Refuses, saying where the session stands, unless it is in one of the states.
    """
    found = (
        VotingSession.objects.select_for_update(of=("self",), no_key=True)
        .select_related("council")
        .get(pk=session.pk)
    )
    check_state(found, *states)
    return found


def check_state(session: VotingSession, *states: str) -> None:
    """Refuse, naming the present state, unless the session is in one of the states."""
    if session.state not in states:
        sentence = _("This is not possible now: the session is in the state “{state}”.")
        raise refused("wrong_session_state", format_lazy(sentence, state=session.state_label))
