"""The depot: a team with a lead and a clerk, an owner, an outsider, and parcels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from nominations.people.models import User
from notifications.models import OutboxMessage
from tests.workflow.toy.models import Membership, Parcel, Receipt, Seal, Team
from workflow.models import AuditEvent, AuditStream


@dataclass
class Depot:
    team: Team
    lead: User
    clerk: User
    owner: User
    outsider: User

    def parcel(self, *, seals: int = 1, **fields: Any) -> Parcel:
        """A packed parcel of the team, ready to be inspected."""
        values = {"title": "Parcel", "team": self.team, "owner": self.owner, **fields}
        parcel: Parcel = Parcel.objects.create(**values)
        Seal.objects.bulk_create(Seal(parcel=parcel) for _ in range(seals))
        return parcel


def build_depot() -> Depot:
    names = ("lead", "clerk", "owner", "outsider")
    lead, clerk, owner, outsider = (User.objects.create(username=name) for name in names)
    team = Team.objects.create(name="North")
    Membership.objects.create(team=team, user=lead, role="lead")
    Membership.objects.create(team=team, user=clerk, role="clerk")
    return Depot(team, lead, clerk, owner, outsider)


@pytest.fixture
def depot(db: None) -> Depot:
    return build_depot()


@pytest.fixture
def real_depot(transactional_db: None) -> Depot:
    """The same with real commits."""
    return build_depot()


def everything() -> list[list[tuple[Any, ...]]]:
    """All rows the engine could have touched."""
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Parcel, AuditEvent, AuditStream, OutboxMessage, Receipt)
    ]


@contextmanager
def _nothing_written() -> Iterator[None]:
    before = everything()
    yield
    assert everything() == before


@pytest.fixture
def nothing_written() -> Callable[[], AbstractContextManager[None]]:
    """A block after which the tables are as before."""
    return _nothing_written


@pytest.fixture
def postgres_only(transactional_db: None) -> None:
    assert connection.vendor == "postgresql", "run with DATABASE_URL=postgres://..."
