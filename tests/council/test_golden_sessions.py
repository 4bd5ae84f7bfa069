"""The table of voting sessions against one written by hand: state x transition x role x relation.

The letters say what else the actor is to the session: o nothing, s one of its scrutineers. The
director is the council's chair, the delegate its vice chair, the secretary a member. "s:key" is a
refusal of a condition by its key. What is not written is refused: a wrong state, no relation.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import models

from nominations.council.models import (
    BallotItem,
    ChairSignature,
    RosterEntry,
    Scrutineer,
    VotingSession,
)
from nominations.council.session_workflow import SESSIONS, SessionState
from nominations.states import State
from notifications.models import OutboxMessage
from tests.cast import Cast
from tests.golden import (
    expected_of,
    outcome_of,
    read_matrix,
    roles_of,
    sources_of,
    undone,
)
from workflow import clock
from workflow.engine import SYSTEM, actionable, offers
from workflow.models import AuditEvent

GOLDEN = read_matrix(Path(__file__).parent / "golden_sessions.csv")
ROLES = roles_of(GOLDEN)
AFTER_OPENING = {SessionState.OPEN, SessionState.CLOSED, SessionState.COUNTED}
AFTER_COUNTING = {SessionState.COUNTED, SessionState.CERTIFIED}


class Stage:
    """One person per role, and a session of their council with one nomination in any state."""

    def __init__(self) -> None:
        self.cast = Cast.build()
        self.actors: dict[str, Any] = {name: self.cast.users.get(name) for name in ROLES}
        self.actors["system"] = SYSTEM
        self.nomination = self.cast.nomination(State.UNIT_REVIEWED, award="LDTT")
        self.counters = [user.person for user in self.cast.scrutineers]

    def put(self, state: str) -> VotingSession:
        session = VotingSession.objects.create(
            council=self.cast.council, name="Phiên họp", created_at=clock.now(),
            minutes_number="12/BB-HĐTĐKT", conclusion="Thống nhất.",
        )  # fmt: skip
        counts = {"yes": 5, "no": 0, "abstain": 0, "invalid": 0, "passed": True}
        BallotItem.objects.create(
            session=session,
            nomination=self.nomination,
            members=5,
            threshold_numerator=2,
            threshold_denominator=3,
            **counts if state in AFTER_COUNTING else {},
        )
        if state in AFTER_OPENING:
            for member in self.cast.council.members.all():
                RosterEntry.objects.create(
                    session=session, person=member.person, seat=member.seat, present=True
                )
        # Django's own query set: the subject's refuses to write the engine's columns.
        models.QuerySet(VotingSession).filter(pk=session.pk).update(state=state)
        session.refresh_from_db()
        return session

    def scrutineers(self, session: VotingSession, actor: Any, letter: str) -> None:
        session.scrutineers.all().delete()
        people = self.counters if letter == "o" else [actor.person, self.counters[0]]
        for person in people:
            Scrutineer.objects.create(session=session, person=person)

    def sign(self, session: VotingSession) -> None:
        session.scrutineers.update(signed_at=clock.now())
        ChairSignature.objects.create(
            session=session, person=self.cast.director.person, signed_at=clock.now()
        )

    def given(self, name: str) -> dict[str, Any]:
        if name == "void":
            return {"comment": "Sai danh sách."}
        if name != "revise":
            return {}
        return {
            "data": {
                "name": "Phiên họp khác",
                "mode": "paper",
                "held_on": None,
                "place": "",
                "nominations": [self.nomination.pk],
                "scrutineers": [person.pk for person in self.counters],
            }
        }


def _footprint(session: VotingSession) -> tuple[Any, ...]:
    found = VotingSession._base_manager.filter(pk=session.pk).values().get()
    kinds = (AuditEvent, OutboxMessage, RosterEntry, Scrutineer, ChairSignature, BallotItem)
    return (found, *(kind.objects.count() for kind in kinds))


def _attempt(stage: Stage, session: VotingSession, name: str, actor: Any) -> str:
    with undone():
        if name == "certify":
            stage.sign(session)
        return outcome_of(
            SESSIONS, session, name, actor, stage.given(name), footprint=lambda: _footprint(session)
        )


def test_the_golden_matrix_names_every_row_of_the_table() -> None:
    assert set(GOLDEN) == sources_of(SESSIONS)


@pytest.mark.django_db
@pytest.mark.parametrize("state", SessionState.values)
def test_every_cell_equals_the_hand_written_one(state: str) -> None:
    stage = Stage()
    session = stage.put(state)
    different, cells = [], 0
    for role in ROLES:
        actor = stage.actors[role]
        for letter in "o" if role == "system" else "os":
            stage.scrutineers(session, actor, letter)
            wanted = {row.name: expected_of(GOLDEN.get((row.name, state)), role, letter)
                      for row in SESSIONS.transitions}  # fmt: skip
            found = {name: _attempt(stage, session, name, actor) for name in wanted}
            different += [f"{role} {letter} {name}: {found[name]}, written {wanted[name]}"
                          for name in wanted if found[name] != wanted[name]]  # fmt: skip
            refusals = {"wrong_state", "not_allowed"}
            may = {name for name in wanted if wanted[name] not in refusals}
            if (shown := _shown(session, actor)) != may:
                different.append(f"{role} {letter}: offered {shown}, written {may}")
            cells += len(wanted)
    assert cells == len(SESSIONS.transitions) * (2 * len(ROLES) - 1)
    assert different == []


def _shown(session: VotingSession, actor: Any) -> set[str]:
    """What is offered; the list of work must say the same where it is work."""
    rows = [one.transition for one in offers(SESSIONS, session.pk, actor=actor)]
    waits = any(row.inbox for row in rows)
    assert (session.pk in actionable(SESSIONS, actor=actor)) == waits
    return {row.name for row in rows}
