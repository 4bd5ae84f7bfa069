"""Compares a workflow with a golden matrix that was written by hand.

Two kinds of matrix. `Golden` runs transition x state x situation x role x relation: a cell lists
the relations in which the role gets the row's `result`, the state reached or the key of the
condition that is unmet. `read_matrix` and the functions after it serve the tests that have a row
for each transition and state, with its `target`, and a column for each role: a cell lists the
letters of the relations in which the target is reached ("o"), or a letter with the key of the
condition that is unmet ("o:key"). In both, every other relation is "not_allowed", and a state
without a row is "wrong_state".
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction

from notifications.models import OutboxMessage
from workflow.actors import Actor
from workflow.engine import actionable, offers, perform
from workflow.exceptions import TransitionRefused
from workflow.models import AuditEvent, WorkflowSubject
from workflow.table import Workflow


class _Undo(Exception):
    """Leaves a savepoint without keeping anything of it."""


@contextmanager
def undone() -> Iterator[None]:
    """Take back what the block writes."""
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


Matrix = dict[tuple[str, str], dict[str, str]]


def read_matrix(path: Path) -> Matrix:
    """The rows of the file by transition and state."""
    with path.open(encoding="utf-8") as file:
        return {(row["transition"], row["state"]): row for row in csv.DictReader(file)}


def roles_of(matrix: Matrix) -> list[str]:
    """The columns behind transition, state and target."""
    return list(next(iter(matrix.values())))[3:]


def sources_of(workflow: Workflow) -> set[tuple[str, str]]:
    """Every transition with every state that it leaves: what a matrix has a row for."""
    return {(row.name, source) for row in workflow.transitions for source in row.sources}


def expected_of(golden: dict[str, str] | None, role: str, letter: str) -> str:
    """What the matrix says: the target, a kind of refusal, or the key of an unmet condition."""
    if golden is None:
        return "wrong_state"
    cells = dict(cell.partition(":")[::2] for cell in golden[role].split())
    return cells.get(letter, "not_allowed") or golden["target"]


def outcome_of(
    workflow: Workflow,
    subject: WorkflowSubject,
    name: str,
    actor: Actor,
    given: dict[str, Any],
    *,
    footprint: Callable[[], Any],
) -> str:
    """What the act comes to, taken back; a refusal must leave the footprint as it was."""
    before = footprint()
    result = ""
    try:
        with undone():
            result = perform(
                workflow, subject.pk, name, actor=actor, seen_version=subject.version, joins=True,
                **given,
            ).target  # fmt: skip
    except TransitionRefused as refusal:
        result = refusal.key
    assert footprint() == before, f"{name} left something behind"
    return result


def face_of(workflow: Workflow, subject: WorkflowSubject, name: str, actor: Actor) -> str:
    """How the page shows the step; the list of work must show it too where it is work."""
    found = [
        one for one in offers(workflow, subject.pk, actor=actor) if one.transition.name == name
    ]
    if found and found[0].transition.inbox:
        assert subject.pk in actionable(workflow, actor=actor)
    return "absent" if not found else "open" if found[0].enabled else "closed"


def expected_face(workflow: Workflow, golden: dict[str, str], expected: str) -> str:
    """How a step with that outcome is shown: open, closed with its reason, or not at all."""
    if expected == "not_allowed" or not workflow.by_name[golden["transition"]].offered:
        return "absent"
    return "open" if expected == golden["target"] else "closed"


@dataclass(kw_only=True)
class Golden:
    """A golden matrix and how its cells are played.

    `put(state, situation, actor, relation)` makes the subject, None where the relation cannot be;
    `given(transition, situation)` is what is typed in.
    """

    workflow: Workflow
    file: Path
    relations: tuple[str, ...]
    actors: dict[str, Any]
    put: Callable[[str, str, Any, str], WorkflowSubject | None]
    given: Callable[[str, str], dict[str, Any]]

    def __post_init__(self) -> None:
        with self.file.open(encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file))

    def differences(self) -> list[str]:
        """Every cell that is not as written; also a transition and source without a row."""
        written = {(row["transition"], row["state"]) for row in self.rows}
        table = {(row.name, state) for row in self.workflow.transitions for state in row.sources}
        found = [str(one) for one in written ^ table]
        for row in self.rows:
            found += self._of_row(row)
        for name in self.workflow.by_name:
            for state in set(self.workflow.states.values) - {s for n, s in written if n == name}:
                situation = next(row["situation"] for row in self.rows if row["transition"] == name)
                found += self._of_row({"transition": name, "state": state, "situation": situation})
        return found

    def _of_row(self, row: dict[str, str]) -> list[str]:
        name, state, situation = row["transition"], row["state"], row["situation"]
        found = []
        # From a state that the step does not leave it is refused before any relation is asked for.
        relations = self.relations if "result" in row else self.relations[:1]
        for role, actor in self.actors.items():
            for relation in relations:
                expected = "wrong_state"
                if "result" in row:
                    allowed = relation in row[role].replace("yes", self.relations[0]).split()
                    expected = row["result"] if allowed else "not_allowed"
                got = self._played(name, state, situation, actor, relation)
                if got not in (None, expected):
                    found.append(f"{name} {state} {situation} {role} {relation}: {got}")
        return found

    def _played(
        self, name: str, state: str, situation: str, actor: Any, relation: str
    ) -> str | None:
        try:
            with transaction.atomic():
                subject = self.put(state, situation, actor, relation)
                if subject is None:
                    return None
                raise _Undo(self._attempt(subject, name, situation, actor))
        except _Undo as undo:
            return str(undo.args[0])

    def _attempt(self, subject: WorkflowSubject, name: str, situation: str, actor: Any) -> str:
        before = _footprint(subject)
        offered = {one.transition.name for one in offers(self.workflow, subject.pk, actor=actor)}
        try:
            with transaction.atomic():
                done = perform(
                    self.workflow, subject.pk, name, actor=actor, seen_version=0, joins=True,
                    **self.given(name, situation),
                )  # fmt: skip
                raise _Undo(done.target)
        except _Undo as undo:
            result = str(undo.args[0])
        except TransitionRefused as refusal:
            result = refusal.key
        assert _footprint(subject) == before, f"a refused {name} left something behind"
        if self.workflow.by_name[name].offered:
            assert (name in offered) == (result not in ("wrong_state", "not_allowed"))
        return result


def _footprint(subject: WorkflowSubject) -> tuple[Any, ...]:
    row = type(subject)._base_manager.filter(pk=subject.pk).values().get()
    return row, AuditEvent.objects.count(), OutboxMessage.objects.count()


def put_in(subject: WorkflowSubject, state: str) -> None:
    """Write the state past the engine, as only a test may."""
    # Django's own query set: the subject's refuses to write the engine's columns.
    models.QuerySet(type(subject)).filter(pk=subject.pk).update(state=state)
    subject.refresh_from_db()
