"""The table against one written by hand: every state x transition x role x relation."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from nominations.awards.models import Award
from nominations.dossiers.models import Nomination
from nominations.pipeline import PIPELINE
from nominations.states import State
from notifications.models import OutboxMessage
from tests.pipeline.stage import NOW, RELATIONS, ROLES, Stage
from workflow import clock
from workflow.engine import perform
from workflow.exceptions import NotAllowed, TransitionRefused, WrongState
from workflow.models import AuditEvent

HERE = Path(__file__).parent


def _golden() -> dict[tuple[str, str], dict[str, str]]:
    with (HERE / "golden_matrix.csv").open(encoding="utf-8") as file:
        return {(row["transition"], row["state"]): row for row in csv.DictReader(file)}


GOLDEN = _golden()


class _Undo(Exception):
    """Leaves a savepoint without keeping anything of it."""


def _footprint(nomination: Nomination) -> tuple[Any, ...]:
    row = Nomination._base_manager.filter(pk=nomination.pk).values().get()
    return (
        tuple(sorted((key, str(value)) for key, value in row.items())),
        AuditEvent.objects.count(),
        OutboxMessage.objects.count(),
        Award.objects.count(),
    )


def _attempt(nomination: Nomination, name: str, actor: Any, given: dict[str, Any]) -> str:
    """Result of performing as the actor: the target state, or the kind of refusal. Undone after."""
    before = _footprint(nomination)
    try:
        with transaction.atomic():
            performed = perform(
                PIPELINE,
                nomination.pk,
                name,
                actor=actor,
                seen_version=nomination.version,
                comment=given["comment"],
                data=given["data"],
                joins=True,
            )
            raise _Undo(performed.target)
    except _Undo as undo:
        return str(undo.args[0])
    except WrongState:
        result = "wrong_state"
    except NotAllowed:
        result = "not_allowed"
    except TransitionRefused as refusal:
        result = f"unmet: {[verdict.key for verdict in refusal.reasons]}"
    assert _footprint(nomination) == before, f"a refused {name} left something behind"
    return result


def _nominee(stage: Stage, relation: str, role: str) -> Any:
    if relation == "own":
        return None if role == "system" else stage.people[role]
    who = stage.people[relation]
    return None if role == relation else who


def test_the_golden_matrix_names_every_row_of_the_table() -> None:
    rows = {(row.name, source) for row in PIPELINE.transitions for source in row.sources}

    assert set(GOLDEN) == rows


@pytest.mark.django_db
@pytest.mark.parametrize("transition", [row.name for row in PIPELINE.transitions])
def test_every_cell_of_the_matrix_equals_the_hand_written_one(transition: str) -> None:
    stage = Stage()
    different = []
    cells = 0
    with clock.at(NOW):
        for state in State.values:
            golden = GOLDEN.get((transition, state))
            for letter, relation in RELATIONS.items():
                if golden is None and letter in "hd":
                    continue
                for role in ROLES:
                    subject = _nominee(stage, relation, role)
                    if subject is None:
                        continue
                    expected = "wrong_state"
                    if golden is not None:
                        allowed = letter in golden[role].split()
                        expected = golden["target"] if allowed else "not_allowed"
                        expected = expected.replace("previous", "submitted")
                    try:
                        with transaction.atomic():
                            nomination = stage.put(state, subject)
                            given = (
                                stage.arrange(transition, nomination)
                                if golden
                                else {"comment": "x", "data": {}}
                            )
                            got = _attempt(nomination, transition, stage.actors[role], given)
                            raise _Undo
                    except _Undo:
                        pass
                    cells += 1
                    if got != expected:
                        different.append(f"{state} {role} {relation}: {got}, not {expected}")

    assert cells > 400
    assert different == []
