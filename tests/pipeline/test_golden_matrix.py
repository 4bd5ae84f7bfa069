"""The table against one written by hand: every state x transition x role x relation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from nominations.awards.models import Award
from nominations.dossiers.models import Nomination
from nominations.people.models import Person
from nominations.pipeline import PIPELINE
from nominations.states import State
from notifications.models import OutboxMessage
from tests.golden import read_matrix, sources_of
from tests.pipeline.stage import NOW, RELATIONS, ROLES, Stage
from workflow import clock
from workflow.engine import perform
from workflow.exceptions import NotAllowed, TransitionRefused, WrongState
from workflow.models import AuditEvent

GOLDEN = read_matrix(Path(__file__).parent / "golden_matrix.csv")


class _Undo(Exception):
    """Leaves a savepoint without keeping anything of it."""


def _footprint(*nominations: Nomination) -> tuple[Any, ...]:
    rows = Nomination._base_manager.filter(pk__in=[one.pk for one in nominations]).order_by("pk")
    return (
        [tuple(sorted((key, str(value)) for key, value in row.items())) for row in rows.values()],
        AuditEvent.objects.count(),
        OutboxMessage.objects.count(),
        Award.objects.count(),
    )


def _attempt(nomination: Nomination, name: str, actor: Any, given: dict[str, Any]) -> str:
    """Result of performing as the actor: the target state, or the kind of refusal. Undone after."""
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
    return result


def _roles_by_nominee(stage: Stage, relations: str) -> Iterator[tuple[Person, str, list[str]]]:
    """Every nominee with the letter of the relation and the roles that meet it."""
    for letter in relations:
        relation = RELATIONS[letter]
        if relation == "own":
            for role in ROLES:
                if role != "system":
                    yield stage.people[role], letter, [role]
        else:
            yield stage.people[relation], letter, [role for role in ROLES if role != relation]


def _expected(golden: dict[str, str] | None, role: str, letter: str) -> str:
    if golden is None:
        return "wrong_state"
    target = golden["target"] if letter in golden[role].split() else "not_allowed"
    return target.replace("previous", "submitted")


def test_the_golden_matrix_names_every_row_of_the_table() -> None:
    assert set(GOLDEN) == sources_of(PIPELINE)


@pytest.mark.django_db
@pytest.mark.parametrize("transition", [row.name for row in PIPELINE.transitions])
def test_every_cell_of_the_matrix_equals_the_hand_written_one(transition: str) -> None:
    stage = Stage()
    different: list[str] = []
    cells = 0
    with clock.at(NOW):
        for state in State.values:
            golden = GOLDEN.get((transition, state))
            columns = list(_roles_by_nominee(stage, "os" if golden is None else "".join(RELATIONS)))
            # From a state that the table does not name, all nominations can stand side by side.
            for group in [columns] if golden is None else [[column] for column in columns]:
                point = transaction.savepoint()
                found = stage.put_all(state, [nominee for nominee, _letter, _roles in group])
                given = {"comment": "x", "data": {}}
                if golden is not None:
                    given = stage.arrange(transition, found[0])
                before = _footprint(*found)
                for nomination, (_nominee, letter, roles) in zip(found, group, strict=True):
                    for role in roles:  # undone, so the next finds the same nomination
                        got = _attempt(nomination, transition, stage.actors[role], given)
                        cells += 1
                        expected = _expected(golden, role, letter)
                        if got != expected:
                            place = f"{state} {role} {RELATIONS[letter]}"
                            different.append(f"{place}: {got}, not {expected}")
                if _footprint(*found) != before:
                    different.append(f"{state}: a refused {transition} left something behind")
                transaction.savepoint_rollback(point)

    assert cells > 400
    assert different == []
