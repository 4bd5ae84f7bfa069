"""The table of model examples against one written by hand: state x transition x role x relation.

o: the example is somebody else. e: the example is the actor. p: the actor proposed it. d: the
example is the director. u: the example is the actor's unit.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import models

from nominations.law.models import AwardType
from nominations.model_examples.example_workflow import MODEL_EXAMPLES, ExampleState
from nominations.model_examples.models import ExampleConsent, ModelExample
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
from tests.model_examples.rows import award_of, example_of
from tests.pipeline.stage import NOW, Stage
from workflow import clock
from workflow.models import AuditEvent

GOLDEN = read_matrix(Path(__file__).parent / "golden_examples.csv")
ROLES = roles_of(GOLDEN)
PLAYED = {
    "o": ROLES,
    "e": ["nominee", "secretary", "director"],
    "p": ["secretary", "director"],
    "d": ["secretary", "director_delegate"],
    "u": ["unit_head", "deputy_head"],
}
ELSEWHERE = ["secretary", "director"]
"""Who is asked in the states that a transition does not leave."""


class Examples:
    """An award for each relation, and the example of it in any state."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        AwardType.objects.update(for_collectives=True)
        self.others = award_of(stage.agency, stage.people["staff"])
        self.units = award_of(stage.agency, stage.unit)
        self.own = {
            role: award_of(stage.agency, stage.people[role])
            for role in ("nominee", "secretary", "director")
        }

    def put(self, state: str, role: str, relation: str) -> ModelExample:
        award = {"e": self.own.get(role), "d": self.own["director"], "u": self.units}.get(relation)
        actors = self.stage.actors
        proposer = actors[role] if relation == "p" else actors["administrator"]
        consents = actors["secretary"]
        return example_of(award or self.others, state, proposer=proposer, consents=consents)


def _footprint() -> tuple[Any, ...]:
    rows = list(models.QuerySet(ModelExample).order_by("pk").values_list())
    consents = ExampleConsent.objects.order_by("pk").values_list()
    return (*rows, *consents, AuditEvent.objects.count())


@pytest.mark.django_db
def test_every_cell_equals_the_hand_written_one() -> None:
    assert set(GOLDEN) == sources_of(MODEL_EXAMPLES)
    different, played = [], 0
    with clock.at(NOW):
        examples = Examples(Stage())
        for name in MODEL_EXAMPLES.by_name:
            for state in ExampleState.values:
                golden = GOLDEN.get((name, state))
                for letter, roles in PLAYED.items():
                    for role in roles if golden else ELSEWHERE if letter == "o" else ():
                        with undone():
                            row, actor = (
                                examples.put(state, role, letter),
                                examples.stage.actors[role],
                            )
                            outcome = outcome_of(
                                MODEL_EXAMPLES, row, name, actor, {"comment": "Lý do."},
                                footprint=_footprint,
                            )  # fmt: skip
                            face = face_of(MODEL_EXAMPLES, row, name, actor)
                        expected = expected_of(golden, role, letter)
                        shown = (
                            expected_face(MODEL_EXAMPLES, golden, expected) if golden else "absent"
                        )
                        played += 1
                        if (outcome, face) != (expected, shown):
                            different.append(f"{name} {state} {role} {letter}: {outcome}, {face}")
    assert different == []
    assert played > 200
