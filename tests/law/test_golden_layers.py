"""The table of regulations against one written by hand: state x transition x role x proposer.

The letters say who proposed what: o the actor the regulation, s somebody else the regulation; with
an end that waits to be settled: p the actor the end of somebody else's regulation, q somebody else
the end of the actor's. A letter with a key is refused with that reason. What is not written is
refused: a wrong state, or no such relation.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import models

from nominations.law.layer_workflow import RULE_LAYERS, LayerState
from nominations.law.models import RuleLayer
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
from tests.law.rulebook import LAYER
from tests.pipeline.stage import NOW, Stage
from tests.workflow.placing import place
from workflow import clock
from workflow.models import AuditEvent

GOLDEN = read_matrix(Path(__file__).parent / "golden_layers.csv")
ROLES = roles_of(GOLDEN)
LETTERS = "ospq"
LAST_DAY = date(2030, 12, 31)
GIVEN: dict[str, dict[str, Any]] = {
    "reject": {"comment": "Chưa có quyết định ban hành"},
    "drop_end": {"comment": "Vẫn cần"},
    "propose_end": {"comment": "Có quy chế mới", "data": {"last_day": LAST_DAY}},
}


def _put(stage: Stage, state: str, role: str, letter: str) -> RuleLayer:
    """A regulation in the state, proposed and perhaps to be ended by whom the letter says."""
    actor, other = stage.actors[role], stage.actors["staff"]
    proposer, ender = {"o": (actor, None), "s": (other, None), "p": (other, actor),
                       "q": (actor, other)}[letter]  # fmt: skip
    row = RuleLayer.objects.create(
        organization=stage.agency, level="agency", code="STC-2024", name="Quy chế",
        source="Quyết định 12/QĐ-STC", valid_from=date(2024, 3, 1), content=LAYER, digest="0" * 64,
        proposed_by=proposer, proposed_at=NOW, ending_proposed_by=ender,
        ending_on=LAST_DAY if ender else None, ending_reason="Hết cần" if ender else "",
    )  # fmt: skip
    place(row, state)
    return row


def _footprint() -> tuple[Any, ...]:
    rows = list(models.QuerySet(RuleLayer).order_by("pk").values_list())
    return (rows, AuditEvent.objects.count(), OutboxMessage.objects.count())


def test_the_golden_matrix_names_every_row_of_the_table() -> None:
    assert set(GOLDEN) == sources_of(RULE_LAYERS)


@pytest.mark.django_db
@pytest.mark.parametrize("transition_name", [row.name for row in RULE_LAYERS.transitions])
def test_every_cell_equals_the_hand_written_one(transition_name: str) -> None:
    different, cells = [], 0
    with clock.at(NOW):
        stage = Stage()
        for state in LayerState.values:
            golden = GOLDEN.get((transition_name, state))
            for role in ROLES:
                for letter in LETTERS:
                    if role == "system" and letter != "s":
                        continue
                    expected = expected_of(golden, role, letter)
                    got, face = _cell(stage, state, role, letter, transition_name)
                    cells += 1
                    shown = golden and expected_face(RULE_LAYERS, golden, expected)
                    if got != expected or (golden and face != shown):
                        different.append(f"{state} {role} {letter}: {got}, {face}")
    assert cells == len(LayerState) * (len(LETTERS) * len(ROLES) - 3)
    assert different == []


def _cell(stage: Stage, state: str, role: str, letter: str, name: str) -> tuple[str, str]:
    """What the act answers and what the page offers, leaving nothing behind."""
    actor = stage.actors[role]
    with undone():
        row = _put(stage, state, role, letter)
        given = GIVEN.get(name, {})
        found = outcome_of(RULE_LAYERS, row, name, actor, given, footprint=_footprint)
        face = face_of(RULE_LAYERS, row, name, actor)
    return found, face
