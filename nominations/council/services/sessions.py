"""What every act on a session shares: the locked row, the state it must be in, its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from nominations.council.models import BallotItem, SessionState, VotingSession
from nominations.council.refusals import refused
from nominations.web.addresses import address_of
from workflow import audit

_OUT_OF_TURN = {
    SessionState.DRAFT: _("The session has not been opened yet."),
    SessionState.OPEN: _("The session is open for voting; close the voting first."),
    SessionState.CLOSED: _("Voting in this session is closed."),
    SessionState.COUNTED: _("The votes of this session are already counted."),
    SessionState.CERTIFIED: _("The results of this session are already in force."),
    SessionState.VOID: _("This session is void."),
}


def stream_of(session: VotingSession) -> str:
    """Name of the session's history."""
    return f"session:{session.pk}"


def path_of(session: VotingSession) -> str:
    """Address of the session's page, for messages."""
    return address_of("council:session", session.public_id)


def write_alike(items: Iterable[BallotItem], fields: Sequence[str]) -> None:
    """Write the fields of agenda items: one statement for all items with the same values.

    A whole agenda shares a few rules and, with a few dozen members, a few results; a statement that
    names each row's values costs more the longer the agenda is.
    """
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for item in items:
        alike[tuple(getattr(item, name) for name in fields)].append(item.pk)
    for values, pks in alike.items():
        BallotItem.objects.filter(pk__in=pks).update(**dict(zip(fields, values, strict=True)))


def locked(session: VotingSession) -> VotingSession:
    """The session as it is now, locked until the transaction ends: every act goes through here."""
    return (
        VotingSession.objects.select_for_update(of=("self",), no_key=True)
        .select_related("council__organization", "campaign")
        .get(pk=session.pk)
    )


def require_state(session: VotingSession, *states: str) -> None:
    """Refuse unless the session is in one of the states, saying where it stands."""
    if session.state not in states:
        raise refused("wrong_session_state", _OUT_OF_TURN[SessionState(session.state)])


def enter(session: VotingSession, state: str, **columns: Any) -> None:
    """Write the session's next state with the columns that go with it."""
    session.state = state
    for name, value in columns.items():
        setattr(session, name, value)
    session.save(update_fields=["state", *columns])


def note(
    session: VotingSession, action: str, *, actor: Any, payload: dict[str, Any] | None = None
) -> str:
    """Write the act into the session's history; choices never go there. Gives the event's key."""
    return audit.record(stream_of(session), action, actor=actor, payload=payload or {})


def names(people: Iterable[str], limit: int = 5) -> str:
    """The first names of a list for a sentence, with "..." when there are more."""
    listed = list(people)
    return ", ".join(listed[:limit]) + (", ..." if len(listed) > limit else "")
