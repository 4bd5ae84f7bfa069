"""The agency of the award tests with an administrator, and ways to run an import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction

from nominations.importing.file_reader import read_table
from nominations.importing.models import ImportRun
from nominations.importing.plan import ImportPlan, no_progress
from nominations.importing.registry import importer_of
from nominations.people import services
from nominations.people.models import Person, User
from nominations.people.roles import Role
from tests.awards.office import SINCE, Office
from tests.importing import sheets
from workflow.actors import SYSTEM
from workflow.models import AuditEvent

HEADINGS = {
    "units": sheets.UNITS,
    "households": sheets.HOUSEHOLDS,
    "persons": sheets.PERSONS,
    "grades": sheets.GRADES,
    "initiatives": sheets.INITIATIVES,
}


@dataclass
class ImportOffice:
    """Somebody at the agency with a table."""

    office: Office
    administrator: User

    @classmethod
    def build(cls) -> ImportOffice:
        """Write the rows."""
        office = Office.build()
        person = office.people["Đặng Quốc Ưng"]
        user = services.create_account(actor=SYSTEM, person=person, username="ung")
        services.assign_role(
            actor=SYSTEM,
            person=person,
            role=Role.ADMINISTRATOR,
            organization=office.agency,
            valid_from=SINCE,
        )
        return cls(office, user)

    def actor(self, kind: str) -> User:
        """Who imports this kind."""
        return self.administrator if kind in ("units", "persons") else self.office.secretary

    def content(self, kind: str, rows: Sequence[Sequence[Any]]) -> bytes:
        """The rows as a file."""
        return sheets.xlsx(HEADINGS[kind], rows)

    def plan(
        self, kind: str, *rows: Sequence[Any], answers: dict[str, str] | None = None
    ) -> ImportPlan:
        """What the rows would do, people being there to answer."""
        importer = importer_of(kind)
        sheet = read_table("bảng.xlsx", self.content(kind, rows), importer.table)
        return importer.plan(sheet, self.office.agency, answers or {}, no_progress)

    def load(
        self, kind: str, *rows: Sequence[Any], answers: dict[str, str] | None = None
    ) -> ImportPlan:
        """Import the rows, which must be right."""
        with transaction.atomic():
            plan = self.plan(kind, *rows, answers=answers)
            assert plan.ok, (plan.problems, plan.open_questions)
            if plan.entries:
                importer_of(kind).write(plan, actor=self.actor(kind))
        return plan

    def person(self, name: str) -> Person:
        """The one person of that name."""
        return Person.objects.get(full_name=name)


def problems(plan: ImportPlan) -> list[tuple[int, str]]:
    """(line, column) of every wrong cell."""
    return [(problem.line, str(problem.column)) for problem in plan.problems]


def picture() -> dict[str, int]:
    """The number of rows of every table but the imports themselves and their history."""
    own = ("importing.ImportRun", "sessions.Session", "workflow.AuditEvent")
    numbers = {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.label not in own
    }
    others = AuditEvent.objects.exclude(stream__startswith="import:")
    return numbers | {"workflow.AuditEvent": others.count()}


def put_in(run: ImportRun, state: str) -> None:
    """Write the state of a run past the engine, as only a test may."""
    # Django's own query set: the subject's refuses to write the engine's columns.
    models.QuerySet(ImportRun).filter(pk=run.pk).update(state=state, seen_at=None)
    run.refresh_from_db()
