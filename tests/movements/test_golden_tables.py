"""The tables of plans and movements against those written by hand: state x transition x role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import models

from nominations.movements.models import EmulationPlan, Movement, MovementReport
from nominations.movements.movement_workflow import MOVEMENTS
from nominations.movements.plan_workflow import PLANS
from tests.golden import expected_of, face_of, outcome_of, read_matrix, roles_of, sources_of, undone
from tests.pipeline.stage import NOW, TODAY, Stage
from tests.workflow.placing import place
from workflow import clock
from workflow.models import AuditEvent, WorkflowSubject
from workflow.table import Workflow

FOLDER = Path(__file__).parent
FEW = ("nominee", "secretary")
"""Whom a state is asked of that no row leads from: nobody may, whoever it is."""


def _plan(stage: Stage, state: str) -> EmulationPlan:
    row = EmulationPlan.objects.create(
        organization=stage.agency, year=2026, theme="Đoàn kết", tasks="Thu đúng, đủ.",
        solutions="Đối chiếu hằng quý.", paper_number="61/KH-STC", paper_date=TODAY, created_at=NOW,
    )  # fmt: skip
    place(row, state)
    return row


def _movement(stage: Stage, state: str) -> Movement:
    row = Movement.objects.create(
        organization=stage.agency, name="Phong trào", launched_by="TINH", launch_number="9/KH-UBND",
        launch_date=TODAY, launcher="UBND tỉnh", starts_on=date(2026, 1, 1), created_at=NOW,
    )  # fmt: skip
    MovementReport.objects.create(
        movement=row, review="TONG_KET", held_on=TODAY, results="Đạt.", recorded_at=NOW
    )
    place(row, state)
    return row


def _footprint() -> tuple[Any, ...]:
    rows = [
        *models.QuerySet(EmulationPlan).order_by("pk").values_list(),
        *models.QuerySet(Movement).order_by("pk").values_list(),
    ]
    return (*rows, AuditEvent.objects.count())


TABLES: tuple[tuple[Workflow, str, Callable[[Stage, str], WorkflowSubject]], ...] = (
    (PLANS, "golden_plans.csv", _plan),
    (MOVEMENTS, "golden_movements.csv", _movement),
)


def test_the_golden_matrices_name_every_row_of_the_tables() -> None:
    for table, file, _made in TABLES:
        assert set(read_matrix(FOLDER / file)) == sources_of(table)


@pytest.mark.django_db
def test_every_cell_equals_the_hand_written_one() -> None:
    different = []
    with clock.at(NOW):
        stage = Stage()
        for table, file, made in TABLES:
            golden_rows = read_matrix(FOLDER / file)
            for name, transition in table.by_name.items():
                for state in table.states.values:
                    golden = golden_rows.get((name, state))
                    for role in roles_of(golden_rows) if golden else FEW:
                        with undone():
                            row, actor = made(stage, state), stage.actors[role]
                            found = outcome_of(
                                table, row, name, actor, {"comment": "Đã xem."},
                                footprint=_footprint,
                            ), face_of(table, row, name, actor)  # fmt: skip
                        expected = expected_of(golden, role, "o")
                        opens = golden and expected == golden["target"] and transition.offered
                        if found != (expected, "open" if opens else "absent"):
                            different.append(f"{table.name} {name} {state} {role}: {found}")
    assert different == []
