"""The table of decisions against one written by hand: state x transition x role x list.

The letters say who is on the decision: o the actor alone, s somebody else on the staff, d the
director alone, m the actor and somebody else, e nobody. A letter with a key is refused with that
reason. What is not written is refused: a wrong state, or no standing.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.db import models, transaction

from nominations.awards.models import Award
from nominations.decisions.decision_workflow import DECISIONS, DecisionState
from nominations.decisions.models import Decision, DecisionLine, NumberSeries
from nominations.dossiers.models import Nomination
from notifications.models import OutboxMessage
from tests.pipeline.stage import NOW, TODAY, Stage
from tests.workflow.placing import place
from workflow import clock
from workflow.engine import actionable, offers, perform
from workflow.exceptions import ConditionUnmet, NotAllowed, WrongState
from workflow.models import AuditEvent

with (Path(__file__).parent / "golden_decisions.csv").open(encoding="utf-8") as file:
    GOLDEN = {(row["transition"], row["state"]): row for row in csv.DictReader(file)}
ROLES = list(next(iter(GOLDEN.values())))[3:]
LETTERS = "osdme"
GIVEN: dict[str, dict[str, Any]] = {"sign": {"data": {"number": "45/QĐ-STC", "signed_on": TODAY}}}


class _Undo(Exception):
    """Leaves a savepoint without keeping anything of it."""


class Desk:
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


def _attempt(row: Decision, name: str, actor: Any) -> str:
    before = _footprint()
    try:
        with transaction.atomic():
            performed = perform(
                DECISIONS, row.pk, name, actor=actor, seen_version=0, joins=True,
                **GIVEN.get(name, {}),
            )  # fmt: skip
            raise _Undo(performed.target)
    except _Undo as undo:
        return str(undo.args[0])
    except WrongState:
        result = "wrong_state"
    except NotAllowed:
        result = "not_allowed"
    except ConditionUnmet as refusal:
        result = refusal.key
    assert _footprint() == before, f"a refused {name} left something behind"
    return result


def _expected(golden: dict[str, str] | None, role: str, letter: str) -> str:
    if golden is None:
        return "wrong_state"
    cells = dict(cell.partition(":")[::2] for cell in golden[role].split())
    return cells.get(letter, "not_allowed") or golden["target"]


def test_the_golden_matrix_names_every_row_of_the_table() -> None:
    assert set(GOLDEN) == {
        (row.name, source) for row in DECISIONS.transitions for source in row.sources
    }


@pytest.mark.django_db
@pytest.mark.parametrize("transition_name", [row.name for row in DECISIONS.transitions])
def test_every_cell_equals_the_hand_written_one(transition_name: str) -> None:
    with clock.at(NOW):
        desk = Desk()
        different, cells = [], 0
        for state in DecisionState.values:
            golden = GOLDEN.get((transition_name, state))
            for role in ROLES:
                for letter in LETTERS:
                    nominations = desk.listed(role, letter)
                    if nominations is None:
                        continue
                    expected = _expected(golden, role, letter)
                    got, face = _cell(desk, state, nominations, transition_name, role)
                    cells += 1
                    if got != expected or (golden and face != _face(golden, expected)):
                        different.append(f"{state} {role} {letter}: {got}, {face}")
    assert cells == len(DecisionState) * (len(LETTERS) * len(ROLES) - 3)
    assert different == []


def _cell(desk: Desk, state: str, nominations: list[int], name: str, role: str) -> tuple[str, str]:
    """What the act answers and what the page offers, leaving nothing behind."""
    actor = desk.stage.actors[role]
    try:
        with transaction.atomic():
            row = desk.put(state, nominations)
            found = _attempt(row, name, actor), _offered(row, name, actor)
            raise _Undo
    except _Undo:
        return found


def _face(golden: dict[str, str], expected: str) -> str:
    if not DECISIONS.by_name[golden["transition"]].offered or expected == "not_allowed":
        return "absent"
    return "open" if expected == golden["target"] else "closed"


def _offered(row: Decision, name: str, actor: Any) -> str:
    """How the page shows the step; the list of work must show it too where it is work."""
    found = [one for one in offers(DECISIONS, row.pk, actor=actor) if one.transition.name == name]
    if found and found[0].transition.inbox:
        assert row.pk in actionable(DECISIONS, actor=actor)
    return "absent" if not found else "open" if found[0].enabled else "closed"
