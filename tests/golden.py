"""Compares a workflow with a golden matrix: transition x state x situation x role x relation.

A cell lists the relations in which the role gets the row's `result`: the state reached, or the key
of the condition that is unmet. In every other relation the answer is "not_allowed", in every state
without a row "wrong_state".
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction

from notifications.models import OutboxMessage
from workflow.engine import offers, perform
from workflow.exceptions import TransitionRefused
from workflow.models import AuditEvent, WorkflowSubject
from workflow.table import Workflow


class _Undo(Exception):
    """Leaves a savepoint without keeping anything of it."""


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
        for role, actor in self.actors.items():
            for relation in self.relations:
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
