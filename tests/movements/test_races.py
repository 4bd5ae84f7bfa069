"""The same movement entered at the same moment: real threads, each on a connection of its own."""

from __future__ import annotations

from functools import partial

import pytest

from nominations.movements.models import Movement
from tests.at_once import run_at_once
from tests.cast import Cast
from tests.movements.test_movements import drafted


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_movement_that_is_entered_twice_at_one_moment_is_there_once() -> None:
    cast = Cast.build()
    assert sorted(run_at_once([partial(drafted, cast)] * 3)) == ["done", "overlaps", "overlaps"]
    assert Movement.objects.count() == 1
