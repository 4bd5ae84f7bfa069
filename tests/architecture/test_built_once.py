"""`built_once` restores rows, files and objects unchanged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from nominations.dossiers.models import Evidence, Nomination
from nominations.states import State
from tests.architecture.url_requests import picture
from tests.built_once import built_once
from tests.cast import Cast
from workflow import audit, clock
from workflow.verification import chain_breaks


@dataclass
class Scene:
    cast: Cast
    nomination: Nomination


def scene() -> Scene:
    cast = Cast.build()
    return Scene(cast, cast.nomination(State.CONSULTED))


@pytest.mark.django_db
def test_the_second_time_everything_is_there_as_it_was_and_can_be_gone_on_with(
    settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "first"
    point = transaction.savepoint()
    first = built_once("scene of this test", scene)
    seen = picture()
    stored = Evidence.objects.get().file.name
    transaction.savepoint_rollback(point)

    settings.MEDIA_ROOT = tmp_path / "second"
    assert not Nomination.objects.exists()
    second = built_once("scene of this test", scene)
    assert picture() == seen
    assert second.nomination == first.nomination
    assert second.nomination is not first.nomination
    assert second.cast.users == first.cast.users
    assert default_storage.open(stored).read(5) == b"%PDF-"
    second.cast.walk([second.nomination], State.DECIDED)
    second.nomination.refresh_from_db()
    assert second.nomination.state == State.DECIDED
    assert len(audit.history(second.nomination.stream)) > 5
    assert list(chain_breaks()) == []


@pytest.mark.django_db
def test_what_changes_a_row_that_was_there_is_not_kept() -> None:
    cast = Cast.build()
    with pytest.raises(AssertionError, match="people_unit: a row that was there was changed"):
        built_once("changes a unit", lambda: type(cast.unit).objects.update(name="Khác"))


@pytest.mark.django_db
def test_on_the_next_day_it_is_built_anew() -> None:
    with clock.at(clock.now()):
        assert built_once("the day it was built on", clock.today) == clock.today()
    with clock.at(clock.now() + timedelta(days=1)):
        assert built_once("the day it was built on", clock.today) == clock.today()
