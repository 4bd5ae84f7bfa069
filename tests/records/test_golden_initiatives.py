"""The table of initiatives against one written by hand: state x transition x role x relation.

The letters say whose initiative it is when the role may act: o one's own, s of somebody else on the
staff, d of the director. What is not written is refused: a wrong state, or no standing.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.db import models, transaction

from nominations.people.models import Person
from nominations.records.initiative_workflow import INITIATIVES, InitiativeState
from nominations.records.models import Initiative, InitiativeAuthor, Recognition
from notifications.models import OutboxMessage
from tests.cast import Cast
from workflow import clock
from workflow.engine import SYSTEM, actionable, offers, perform
from workflow.exceptions import NotAllowed, WrongState
from workflow.models import AuditEvent

from .conftest import decision, meeting

with (Path(__file__).parent / "golden_initiatives.csv").open(encoding="utf-8") as file:
    GOLDEN = {(row["transition"], row["state"]): row for row in csv.DictReader(file)}
ROLES = list(next(iter(GOLDEN.values())))[3:]
GIVEN: dict[str, dict[str, Any]] = {
    "assess": {"data": meeting()},
    "fail_assessment": {"data": meeting(agreed=5)},
    "recognise": {"data": decision()},
    "take_over": {"data": {"scope": "TINH"}},
    "send_back": {"comment": "Thiếu số liệu"},
    "reject": {"comment": "Trùng với sáng kiến khác"},
}


class _Undo(Exception):
    """Leaves a savepoint without keeping anything of it."""


class Stage:
    """One person per role; `put` makes an initiative of an author in a state."""

    def __init__(self) -> None:
        self.cast = Cast.build()
        self.actors: dict[str, Any] = {name: self.cast.users.get(name) for name in ROLES}
        self.actors |= {"colleague": self.cast.member, "system": SYSTEM}
        self.staff = self.cast.person("Lê Thị Viên Chức")

    def author(self, role: str, letter: str) -> Person | None:
        """Whose initiative it is; None where the relation cannot be."""
        if letter == "o":
            return None if role == "system" else self.actors[role].person
        if letter == "d":
            return None if role == "director" else self.cast.director.person
        return self.staff

    def put(self, state: str, author: Person) -> Initiative:
        row = Initiative.objects.create(
            organization=self.cast.agency, unit=self.cast.unit, name="Sáng kiến", year=2026,
            created_at=clock.now(),
        )  # fmt: skip
        InitiativeAuthor.objects.create(initiative=row, person=author, share=100, is_main=True)
        # Django's own query set: the subject's refuses to write the engine's columns.
        models.QuerySet(Initiative).filter(pk=row.pk).update(state=state)
        row.refresh_from_db()
        return row


def _footprint(row: Initiative) -> tuple[Any, ...]:
    found = Initiative._base_manager.filter(pk=row.pk).values().get()
    counts = (AuditEvent, OutboxMessage, Recognition)
    return (found, *(model.objects.count() for model in counts))


def _attempt(row: Initiative, name: str, actor: Any) -> str:
    before = _footprint(row)
    try:
        with transaction.atomic():
            performed = perform(
                INITIATIVES, row.pk, name, actor=actor, seen_version=0, joins=True,
                **GIVEN.get(name, {}),
            )  # fmt: skip
            raise _Undo(performed.target)
    except _Undo as undo:
        return str(undo.args[0])
    except WrongState:
        result = "wrong_state"
    except NotAllowed:
        result = "not_allowed"
    assert _footprint(row) == before, f"a refused {name} left something behind"
    return result


def test_the_golden_matrix_names_every_row_of_the_table() -> None:
    assert set(GOLDEN) == {
        (row.name, source) for row in INITIATIVES.transitions for source in row.sources
    }


@pytest.mark.django_db
@pytest.mark.parametrize("transition_name", [row.name for row in INITIATIVES.transitions])
def test_every_cell_equals_the_hand_written_one(transition_name: str) -> None:
    stage = Stage()
    different = []
    cells = 0
    for state in InitiativeState.values:
        golden = GOLDEN.get((transition_name, state))
        for role in ROLES:
            for letter in "osd":
                author = stage.author(role, letter)
                if author is None:
                    continue
                expected = "wrong_state"
                if golden is not None:
                    allowed = letter in golden[role].split()
                    expected = golden["target"] if allowed else "not_allowed"
                try:
                    with transaction.atomic():
                        row = stage.put(state, author)
                        actor = stage.actors[role]
                        got = _attempt(row, transition_name, actor)
                        faces = _faces(row, transition_name, actor)
                        raise _Undo
                except _Undo:
                    pass
                cells += 1
                is_button = bool(golden) and INITIATIVES.by_name[transition_name].offered
                if got != expected or (is_button and faces != (expected == golden["target"])):
                    different.append(f"{state} {role} {letter}: {got}, offered {faces}")
    assert cells == len(InitiativeState) * (3 * len(ROLES) - 2)
    assert different == []


def _faces(row: Initiative, name: str, actor: Any) -> bool:
    """Whether the step is offered; the list of work must say the same where it is work."""
    offered = any(one.transition.name == name for one in offers(INITIATIVES, row.pk, actor=actor))
    transition_row = INITIATIVES.by_name[name]
    if offered and transition_row.inbox and transition_row.offered:
        assert row.pk in actionable(INITIATIVES, actor=actor)
    return offered
