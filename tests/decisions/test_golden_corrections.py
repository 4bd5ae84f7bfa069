"""The table of corrections against one written by hand: state x transition x role x paper.

The letters say what is corrected and who proposed it: s a decision on somebody of the staff and m
one on the actor, d one on the director, each proposed by somebody else; o a decision on the staff
proposed by the actor; a an outcome proposed by the actor, b one by somebody else. What is not
written is refused: a wrong state, or no standing.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.db import models, transaction

from nominations.decisions.correction_workflow import CORRECTIONS, CorrectionState
from nominations.decisions.models import Decision, DecisionLine, Outcome, PaperCorrection
from nominations.paper_numbers.models import PaperNumber
from tests.pipeline.stage import NOW, TODAY, Stage
from tests.workflow.placing import place
from workflow import clock
from workflow.engine import actionable, offers, perform
from workflow.exceptions import NotAllowed, WrongState
from workflow.models import AuditEvent

with (Path(__file__).parent / "golden_corrections.csv").open(encoding="utf-8") as file:
    GOLDEN = {(row["transition"], row["state"]): row for row in csv.DictReader(file)}
ROLES = list(next(iter(GOLDEN.values())))[3:]
LETTERS = "smdoab"


class _Undo(Exception):
    """Leaves a savepoint without keeping anything of it."""


class Desk:
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


def _attempt(row: PaperCorrection, name: str, actor: Any) -> str:
    before = _footprint()
    try:
        with transaction.atomic():
            performed = perform(
                CORRECTIONS, row.pk, name, actor=actor, seen_version=0, joins=True,
                comment="Không sai." if name == "drop" else "",
            )  # fmt: skip
            raise _Undo(performed.target)
    except _Undo as undo:
        return str(undo.args[0])
    except WrongState:
        result = "wrong_state"
    except NotAllowed:
        result = "not_allowed"
    assert _footprint() == before, f"a refused {name} left something behind"
    return result


def test_the_golden_matrix_names_every_row_of_the_table() -> None:
    assert set(GOLDEN) == {
        (row.name, source) for row in CORRECTIONS.transitions for source in row.sources
    }


@pytest.mark.django_db
def test_every_cell_equals_the_hand_written_one() -> None:
    different, cells = [], 0
    with clock.at(NOW):
        desk = Desk()
        for name in CORRECTIONS.by_name:
            for state in CorrectionState.values:
                golden = GOLDEN.get((name, state))
                for role in ROLES:
                    for letter in LETTERS if golden else "so":
                        found = _cell(desk, state, role, letter, name)
                        if found is None:
                            continue
                        allowed = golden is not None and letter in golden[role].split()
                        expected = "not_allowed" if golden else "wrong_state"
                        cells += 1
                        if found != ((golden or {})["target"] if allowed else expected, allowed):
                            different.append(f"{name} {state} {role} {letter}: {found}")
    assert cells == 2 * (len(LETTERS) * len(ROLES) - 4) + 4 * (2 * len(ROLES) - 1)
    assert different == []


def _cell(desk: Desk, state: str, role: str, letter: str, name: str) -> tuple[str, bool] | None:
    """What the act answers and whether the page offers it, leaving nothing behind."""
    actor = desk.stage.actors[role]
    found = None
    try:
        with transaction.atomic():
            row = desk.put(state, role, letter)
            if row is not None:
                offered = [one for one in offers(CORRECTIONS, row.pk, actor=actor) if one.enabled]
                named = name in [one.transition.name for one in offered]
                assert not named or name == "drop" or row.pk in actionable(CORRECTIONS, actor=actor)
                found = _attempt(row, name, actor), named
            raise _Undo
    except _Undo:
        return found
