"""The table of initiatives against one written by hand: state x transition x role x relation.

The letters say whose initiative it is when the role may act: o one's own, s of somebody else on the
staff, d of the director. What is not written is refused: a wrong state, or no such relation.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import models

from nominations.people.models import Person
from nominations.records.initiative_workflow import INITIATIVES, InitiativeState
from nominations.records.models import Initiative, InitiativeAuthor, Recognition
from notifications.models import OutboxMessage
from tests.cast import Cast
from tests.golden import (
    expected_face,
    expected_of,
    face_of,
    outcome_of,
    read_matrix,
    roles_of,
    sources_of,
    undone,
)
from workflow import clock
from workflow.engine import SYSTEM
from workflow.models import AuditEvent

from .conftest import decision, meeting

GOLDEN = read_matrix(Path(__file__).parent / "golden_initiatives.csv")
ROLES = roles_of(GOLDEN)


def typed_in() -> dict[str, dict[str, Any]]:
    """What belongs to each act, dated today."""
    return {
        "assess": {"data": meeting()},
        "fail_assessment": {"data": meeting(agreed=5)},
        "recognise": {"data": decision()},
        "take_over": {"data": {"scope": "TINH"}},
        "send_back": {"comment": "Thiếu số liệu"},
        "reject": {"comment": "Trùng với sáng kiến khác"},
    }


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


def test_the_golden_matrix_names_every_row_of_the_table() -> None:
    assert set(GOLDEN) == sources_of(INITIATIVES)


@pytest.mark.django_db
@pytest.mark.parametrize("transition_name", [row.name for row in INITIATIVES.transitions])
def test_every_cell_equals_the_hand_written_one(transition_name: str) -> None:
    stage = Stage()
    given = typed_in().get(transition_name, {})
    different = []
    cells = 0
    for state in InitiativeState.values:
        golden = GOLDEN.get((transition_name, state))
        for role in ROLES:
            for letter in "osd":
                author = stage.author(role, letter)
                if author is None:
                    continue
                expected = expected_of(golden, role, letter)
                actor = stage.actors[role]
                with undone():
                    row = stage.put(state, author)
                    got = outcome_of(
                        INITIATIVES, row, transition_name, actor, given,
                        footprint=partial(_footprint, row),
                    )  # fmt: skip
                    face = face_of(INITIATIVES, row, transition_name, actor)
                cells += 1
                shown = golden and expected_face(INITIATIVES, golden, expected)
                if got != expected or (golden and face != shown):
                    different.append(f"{state} {role} {letter}: {got}, {face}")
    assert cells == len(InitiativeState) * (3 * len(ROLES) - 2)
    assert different == []
