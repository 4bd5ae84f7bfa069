"""The table of regulations against one written by hand: state x transition x role x proposer.

The letters say who proposed what: o the actor the regulation, s somebody else the regulation; with
an end that waits to be settled: p the actor the end of somebody else's regulation, q somebody else
the end of the actor's. A letter with a key is refused with that reason. What is not written is
refused: a wrong state, or no standing.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import models, transaction

from nominations.law.layer_workflow import RULE_LAYERS, LayerState
from nominations.law.models import RuleLayer
from notifications.models import OutboxMessage
from tests.law.rulebook import LAYER
from tests.pipeline.stage import NOW, Stage
from tests.workflow.placing import place
from workflow import clock
from workflow.engine import actionable, offers, perform
from workflow.exceptions import ConditionUnmet, NotAllowed, WrongState
from workflow.models import AuditEvent

with (Path(__file__).parent / "golden_layers.csv").open(encoding="utf-8") as file:
    GOLDEN = {(row["transition"], row["state"]): row for row in csv.DictReader(file)}
ROLES = list(next(iter(GOLDEN.values())))[3:]
LETTERS = "ospq"
LAST_DAY = date(2030, 12, 31)
GIVEN: dict[str, dict[str, Any]] = {
    "reject": {"comment": "Chưa có quyết định ban hành"},
    "drop_end": {"comment": "Vẫn cần"},
    "propose_end": {"comment": "Có quy chế mới", "data": {"last_day": LAST_DAY}},
}


class _Undo(Exception):
    """Leaves a savepoint without keeping anything of it."""


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


def _attempt(row: RuleLayer, name: str, actor: Any) -> str:
    before = _footprint()
    try:
        with transaction.atomic():
            performed = perform(
                RULE_LAYERS, row.pk, name, actor=actor, seen_version=0, joins=True,
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
        (row.name, source) for row in RULE_LAYERS.transitions for source in row.sources
    }


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
                    expected = _expected(golden, role, letter)
                    got, face = _cell(stage, state, role, letter, transition_name)
                    cells += 1
                    if got != expected or (golden and face != _face(golden, expected)):
                        different.append(f"{state} {role} {letter}: {got}, {face}")
    assert cells == len(LayerState) * (len(LETTERS) * len(ROLES) - 3)
    assert different == []


def _cell(stage: Stage, state: str, role: str, letter: str, name: str) -> tuple[str, str]:
    """What the act answers and what the page offers, leaving nothing behind."""
    actor = stage.actors[role]
    try:
        with transaction.atomic():
            row = _put(stage, state, role, letter)
            found = _attempt(row, name, actor), _offered(row, name, actor)
            raise _Undo
    except _Undo:
        return found


def _face(golden: dict[str, str], expected: str) -> str:
    if expected == "not_allowed":
        return "absent"
    return "open" if expected == golden["target"] else "closed"


def _offered(row: RuleLayer, name: str, actor: Any) -> str:
    """How the page shows the step; the list of work must show it too where it is work."""
    found = [one for one in offers(RULE_LAYERS, row.pk, actor=actor) if one.transition.name == name]
    if found and found[0].transition.inbox:
        assert row.pk in actionable(RULE_LAYERS, actor=actor)
    return "absent" if not found else "open" if found[0].enabled else "closed"
