"""The table of corrections against one written by hand: state x transition x role x paper.

The letters say what is corrected and who proposed it: s a decision on somebody of the staff and m
one on the actor, d one on the director, each proposed by somebody else; o a decision on the staff
proposed by the actor; a an outcome proposed by the actor, b one by somebody else. What is not
written is refused: a wrong state, or no such relation.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import models

from nominations.decisions.correction_workflow import CORRECTIONS, CorrectionState
from nominations.decisions.models import Decision, DecisionLine, Outcome, PaperCorrection
from nominations.paper_numbers.models import PaperNumber
from tests.golden import (
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

GOLDEN = read_matrix(Path(__file__).parent / "golden_corrections.csv")
ROLES = roles_of(GOLDEN)
LETTERS = "smdoab"


class GoldenCorrections:
    """One person per role with a decided nomination; `put` makes paper and correction."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.nominations = {
            role: self.stage.put("decided", person).pk for role, person in self.stage.people.items()
        }

    def put(self, state: str, role: str, letter: str) -> PaperCorrection | None:
        """None where the relation cannot be."""
        if (role == "system" and letter in "moa") or (role == "director" and letter == "d"):
            return None
        actor, other = self.stage.actors[role], self.stage.actors["staff"]
        named = {"m": role, "d": "director"}.get(letter, "staff")
        pk = self.nominations[named]
        values = {"number": "44/QĐ-STC", "date": TODAY.isoformat()}
        paper: dict[str, Any] = {}
        if letter in "ab":
            values |= {"issuer": "Chủ tịch", "conferred": "no", "note": ""}
            paper["outcome"] = Outcome.objects.create(
                nomination_id=pk, conferred=False, paper_number="44/QĐ-STC", paper_date=TODAY,
                issuer="Chủ tịch", recorded_at=NOW, recorded_by=other,
            )  # fmt: skip
        else:
            paper["decision"] = decision = Decision.objects.create(
                organization=self.stage.agency, name="Khen thưởng", number="44/QĐ-STC",
                signed_on=TODAY, created_at=NOW,
            )  # fmt: skip
            DecisionLine.objects.create(decision=decision, nomination_id=pk)
            place(decision, "signed")
        row = PaperCorrection.objects.create(
            organization=self.stage.agency, reason="Ghi nhầm số.", proposed_at=NOW, before=values,
            after={**values, "number": "45/QĐ-STC"}, proposed_by=actor if letter in "oa" else other,
            **paper,
        )  # fmt: skip
        place(row, state)
        return row


def _footprint() -> tuple[Any, ...]:
    kept = (Decision, Outcome, PaperCorrection, PaperNumber)
    rows = [list(models.QuerySet(model).order_by("pk").values_list()) for model in kept]
    return (*rows, AuditEvent.objects.count())


def test_the_golden_matrix_names_every_row_of_the_table() -> None:
    assert set(GOLDEN) == sources_of(CORRECTIONS)


@pytest.mark.django_db
def test_every_cell_equals_the_hand_written_one() -> None:
    different, cells = [], 0
    with clock.at(NOW):
        world = GoldenCorrections()
        for name in CORRECTIONS.by_name:
            for state in CorrectionState.values:
                golden = GOLDEN.get((name, state))
                for role in ROLES:
                    for letter in LETTERS if golden else "so":
                        found = _cell(world, state, role, letter, name)
                        if found is None:
                            continue
                        expected = expected_of(golden, role, letter)
                        face = "open" if golden and expected == golden["target"] else "absent"
                        cells += 1
                        if found != (expected, face):
                            different.append(f"{name} {state} {role} {letter}: {found}")
    assert cells == 2 * (len(LETTERS) * len(ROLES) - 4) + 4 * (2 * len(ROLES) - 1)
    assert different == []


def _cell(
    world: GoldenCorrections, state: str, role: str, letter: str, name: str
) -> tuple[str, str] | None:
    """What the act answers and how the page offers it, leaving nothing behind."""
    actor = world.stage.actors[role]
    given = {"comment": "Không sai." if name == "drop" else ""}
    found = None
    with undone():
        row = world.put(state, role, letter)
        if row is not None:
            face = face_of(CORRECTIONS, row, name, actor)
            found = outcome_of(CORRECTIONS, row, name, actor, given, footprint=_footprint), face
    return found
