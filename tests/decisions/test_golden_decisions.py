"""The table of decisions against one written by hand: state x transition x role x list.

The letters say who is on the decision: o the actor alone, s somebody else on the staff, d the
director alone, m the actor and somebody else, e nobody. A letter with a key is refused with that
reason. What is not written is refused: a wrong state, or no such relation.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import models

from nominations.awards.models import Award
from nominations.decisions.decision_workflow import DECISIONS, DecisionState
from nominations.decisions.models import Decision, DecisionLine
from nominations.dossiers.models import Nomination
from nominations.paper_numbers.models import NumberSeries
from notifications.models import OutboxMessage
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
from tests.pipeline.stage import NOW, TODAY, Stage
from tests.workflow.placing import place
from workflow import clock
from workflow.models import AuditEvent

GOLDEN = read_matrix(Path(__file__).parent / "golden_decisions.csv")
ROLES = roles_of(GOLDEN)
LETTERS = "osdme"
GIVEN: dict[str, dict[str, Any]] = {"sign": {"data": {"number": "45/QĐ-STC", "signed_on": TODAY}}}


class GoldenDecisions:
    """One person per role with a nomination that waits for a decision; `put` makes the paper."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.nominations = {
            role: self.stage.put("consulted", person).pk
            for role, person in self.stage.people.items()
        }

    def listed(self, role: str, letter: str) -> list[int] | None:
        """The nominations on the paper; None where the relation cannot be."""
        impossible = (letter in "om" and role == "system") or (letter == "d" and role == "director")
        if impossible:
            return None
        names = {"o": [role], "s": ["staff"], "d": ["director"], "m": [role, "staff"], "e": []}
        return [self.nominations[name] for name in names[letter]]

    def put(self, state: str, nominations: list[int]) -> Decision:
        row = Decision.objects.create(
            organization=self.stage.agency, campaign=self.stage.campaign, name="Khen thưởng",
            number="44/QĐ-STC" if state == "signed" else "",
            signed_on=TODAY if state == "signed" else None, created_at=NOW,
        )  # fmt: skip
        for pk in nominations:
            DecisionLine.objects.create(decision=row, nomination_id=pk)
        place(row, state)
        return row


def _footprint() -> tuple[Any, ...]:
    counted = (AuditEvent, OutboxMessage, Award)
    kept = (Decision, DecisionLine, NumberSeries, Nomination)
    rows = [list(models.QuerySet(model).order_by("pk").values_list()) for model in kept]
    return (*rows, *(model.objects.count() for model in counted))


def test_the_golden_matrix_names_every_row_of_the_table() -> None:
    assert set(GOLDEN) == sources_of(DECISIONS)


@pytest.mark.django_db
@pytest.mark.parametrize("transition_name", [row.name for row in DECISIONS.transitions])
def test_every_cell_equals_the_hand_written_one(transition_name: str) -> None:
    with clock.at(NOW):
        world = GoldenDecisions()
        different, cells = [], 0
        for state in DecisionState.values:
            golden = GOLDEN.get((transition_name, state))
            for role in ROLES:
                for letter in LETTERS:
                    nominations = world.listed(role, letter)
                    if nominations is None:
                        continue
                    expected = expected_of(golden, role, letter)
                    got, face = _cell(world, state, nominations, transition_name, role)
                    cells += 1
                    shown = golden and expected_face(DECISIONS, golden, expected)
                    if got != expected or (golden and face != shown):
                        different.append(f"{state} {role} {letter}: {got}, {face}")
    assert cells == len(DecisionState) * (len(LETTERS) * len(ROLES) - 3)
    assert different == []


def _cell(
    world: GoldenDecisions, state: str, nominations: list[int], name: str, role: str
) -> tuple[str, str]:
    """What the act answers and what the page offers, leaving nothing behind."""
    actor = world.stage.actors[role]
    with undone():
        row = world.put(state, nominations)
        given = GIVEN.get(name, {})
        found = outcome_of(DECISIONS, row, name, actor, given, footprint=_footprint)
        face = face_of(DECISIONS, row, name, actor)
    return found, face
