"""The agency of the stories about records, on the cast of every story."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nominations.people.models import Person
from nominations.records import services
from nominations.records.initiative_workflow import INITIATIVES
from nominations.records.models import (
    Absence,
    AnnualGrade,
    Attestation,
    Discipline,
    Examination,
    Headcount,
    Initiative,
    InitiativeAuthor,
    Recognition,
    Service,
)
from nominations.records.services import AuthorShare
from tests.cast import Cast
from workflow import clock
from workflow.engine import perform
from workflow.models import AuditEvent

TABLES = (
    Absence, AnnualGrade, Attestation, Discipline, Examination, Headcount, Initiative,
    InitiativeAuthor, Recognition, Service,
)  # fmt: skip


def stored_rows() -> list[Any]:
    """Everything a refusal must leave alone."""
    rows: list[Any] = [list(table._base_manager.order_by("pk").values()) for table in TABLES]
    return [*rows, AuditEvent.objects.count()]


def meeting(**changes: Any) -> dict[str, Any]:
    """A council of nine that passes an initiative."""
    usual = {"members": 9, "present": 8, "agreed": 7, "held_on": clock.today().isoformat()}
    return usual | changes


def decision(**changes: Any) -> dict[str, Any]:
    """The head's decision at the base scope."""
    day = clock.today().isoformat()
    return {"scope": "CO_SO", "paper_number": "15/QĐ-STC", "paper_date": day} | changes


class Office:
    """The cast with what the secretary enters."""

    def __init__(self) -> None:
        self.cast = Cast.build()
        self.year = clock.today().year
        self.by_secretary = {"actor": self.cast.secretary, "organization": self.cast.agency}

    def grade(
        self, person: Person | None = None, year: int = 0, grade: str = "HTXS"
    ) -> AnnualGrade:
        return services.enter_grade(
            person=person or self.cast.nominee.person,
            year=year or self.year - 1,
            grade=grade,
            **self.by_secretary,
        )

    def examination(self, person: Person | None = None, opened_on: date | None = None) -> Any:
        return services.open_examination(
            person=person or self.cast.nominee.person,
            kind="complaint",
            opened_on=opened_on or clock.today(),
            **self.by_secretary,
        )

    def initiative(self, state: str = "draft", *, author: Any = None, name: str = "") -> Initiative:
        """An initiative of the nominee (or whom you say), walked to the state."""
        cast = self.cast
        user = author or cast.nominee
        row = services.draft_initiative(
            actor=user,
            name=name or f"Sáng kiến {Initiative.objects.count() + 1}",
            year=self.year,
            authors=[AuthorShare(user.person, 100)],
        )
        steps: list[tuple[str, Any, dict[str, Any]]] = [
            ("register", user, {}),
            ("assess", cast.secretary, meeting()),
            ("recognise", cast.director, decision()),
        ]
        reached = ["draft", "registered", "assessed", "recognised"].index(state)
        for name_, actor, data in steps[:reached]:
            perform(INITIATIVES, row.pk, name_, actor=actor, data=data)
        row.refresh_from_db()
        return row


@pytest.fixture
def office(db: None) -> Office:
    return Office()
