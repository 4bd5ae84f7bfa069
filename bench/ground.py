"""Ground of the engine's benchmarks: a scratch database, and subjects to move in it.

A subject factory says which workflow, which transition and which actor, and fills the tables. To
measure another workflow, write another factory and name it with `--subjects module:Class`.
"""

from __future__ import annotations

import importlib
import os
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent


class Subjects(Protocol):
    """What a benchmark asks of a factory."""

    workflow: Any
    transition: str
    target: str
    recipients: list[int]
    holds: str  # SQL over the row `s`: the conditions of the transition

    def fill(self, count: int) -> list[int]:
        """Create `count` subjects on which the transition is possible; answers their keys."""

    def spoil(self, keys: list[int]) -> None:
        """Make the transition impossible on these, by a condition."""

    @property
    def actor(self) -> Any:
        """Who may perform the transition on all of them."""


class Parcels:
    """The toy workflow: 2 relations, 4 facts of 3 conditions, 1 audience of one person."""

    transition = "inspect"
    target = "checked"
    holds = (
        "EXISTS (SELECT 1 FROM toy_seal x WHERE x.parcel_id = s.id) AND NOT EXISTS"
        " (SELECT 1 FROM toy_seal x WHERE x.parcel_id = s.id AND x.broken)"
    )

    def __init__(self) -> None:
        from django.contrib.auth import get_user_model

        from tests.workflow.toy import models, table

        self.models = models
        self.workflow = table.PARCELS
        users = get_user_model().objects
        self._lead, _new = users.get_or_create(username="bench-lead")
        clerk, _new = users.get_or_create(username="bench-clerk")
        self.recipients = [clerk.pk]
        self.teams = list(models.Team.objects.all())
        if not self.teams:
            self.teams = models.Team.objects.bulk_create(
                models.Team(name=f"Team {number}") for number in range(20)
            )
            models.Membership.objects.bulk_create(
                models.Membership(team=team, user=user, role=role)
                for team in self.teams
                for user, role in ((self._lead, "lead"), (clerk, "clerk"))
            )

    @property
    def actor(self) -> Any:
        return self._lead

    def fill(self, count: int) -> list[int]:
        parcels = self.models.Parcel.objects.bulk_create(
            self.models.Parcel(title=f"Parcel {number}", team=self.teams[number % 20])
            for number in range(count)
        )
        self.models.Seal.objects.bulk_create(self.models.Seal(parcel=parcel) for parcel in parcels)
        return [parcel.pk for parcel in parcels]

    def spoil(self, keys: list[int]) -> None:
        self.models.Seal.objects.filter(parcel__in=keys).update(broken=True)


def prepare_django(url: str) -> None:
    """Django on that database, as in production but without a pool (one connection a process)."""
    sys.path.insert(0, str(ROOT))
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    from django.conf import settings

    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    import django

    django.setup()


@contextmanager
def scratch(url: str) -> Iterator[str]:
    """A database of our own beside the given one, migrated, dropped at the end."""
    import psycopg

    name = f"bench_{os.getpid()}"
    own = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    server = urlunsplit(urlsplit(url)._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    try:
        prepare_django(own)
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        try:
            yield own
        finally:
            connections.close_all()
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def subjects(name: str) -> Subjects:
    """The factory called `module:Class`."""
    module, _colon, attribute = name.partition(":")
    factory: type[Subjects] = getattr(importlib.import_module(module), attribute)
    return factory()


def counts() -> tuple[int, int]:
    """How many history entries and messages there are."""
    from notifications.models import OutboxMessage
    from workflow.models import AuditEvent

    return AuditEvent.objects.count(), OutboxMessage.objects.count()


def vacuum() -> None:
    """Fresh statistics and no leftovers from filling."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def naive_model(subjects: Subjects) -> Any:
    """A second model on the subject's table, as one writes it with django-fsm-2 alone."""
    from django.db import models
    from django_fsm import FSMField, transition

    from workflow import registry

    real = registry.model_of(subjects.workflow)
    row = subjects.workflow.transition(subjects.transition)
    source = sorted(row.sources)[0]
    own = {"state", "previous_state", "version", "state_entered_at"}

    def step(self: Any) -> None:
        self.previous_state = source
        self.version += 1
        self.state_entered_at = datetime.now(UTC)

    def column(field: Any) -> Any:
        if field.is_relation:
            return models.BigIntegerField(null=field.null, db_column=field.column)
        return field.clone()

    meta = {"managed": False, "db_table": real._meta.db_table, "app_label": "toy"}
    body = {
        **{
            field.attname: column(field)
            for field in real._meta.concrete_fields
            if field.name not in own
        },
        "__module__": __name__,
        "state": FSMField(max_length=32),
        "previous_state": models.CharField(max_length=32),
        "version": models.PositiveIntegerField(),
        "state_entered_at": models.DateTimeField(),
        "step": transition("state", source=sorted(row.sources), target=subjects.target)(step),
        "Meta": type("Meta", (), meta),
    }
    return type("Naive", (models.Model,), body)


def naive_rows(subjects: Subjects, payload: str, context: str) -> tuple[Any, Any]:
    """Makers of a history entry and of a message for a key, unsaved, without a chain."""
    from notifications.models import OutboxMessage
    from workflow.models import AuditEvent

    actor, recipient = subjects.actor, subjects.recipients[0]

    def event(key: int) -> Any:
        return AuditEvent(
            stream=f"naive:{key}",
            seq=1,
            action="bench.naive",
            actor_id=actor.pk,
            actor_name="bench",
            at=datetime.now(UTC),
            payload=payload,
            prev_hash="",
            hash="0" * 64,
        )

    def message(key: int) -> Any:
        now = datetime.now(UTC)
        return OutboxMessage(
            event_key=f"naive:{key}#1",
            recipient_id=recipient,
            topic="bench.naive",
            channel="inbox",
            context=context,
            created_at=now,
            due_at=now,
        )

    return event, message


def ratio(values: list[float]) -> dict[str, Any]:
    """Median and range of the rounds."""
    return {
        "ratio": round(statistics.median(values), 2),
        "range": [round(min(values), 2), round(max(values), 2)],
    }


def table(title: str, figures: dict[str, dict[str, Any]]) -> str:
    """Figures as text."""
    heads = list(next(iter(figures.values())))
    lines = [title, "".join(f"{head:>16}" for head in ["", *heads])]
    lines += [
        f"{name:>16}" + "".join(f"{row[head]!s:>16}" for head in heads)
        for name, row in figures.items()
    ]
    return "\n".join(lines)
