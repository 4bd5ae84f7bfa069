"""The button pressed twice at the same moment: on PostgreSQL, with real threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from nominations.dossiers.models import ProgressNote
from nominations.dossiers.services import write_progress
from nominations.states import State
from tests.cast import Cast
from workflow import audit

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RIVALS = 4


def test_presses_at_the_same_moment_write_one_note(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    gate = Barrier(RIVALS)

    def press(_number: int) -> int:
        gate.wait(10)
        try:
            return write_progress(
                actor=cast.nominee, nomination=nomination, kind="progress", text="Đã làm."
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(RIVALS) as pool:
        keys = set(pool.map(press, range(RIVALS)))

    assert len(keys) == ProgressNote.objects.count() == 1
    written = [e for e in audit.history(nomination.stream) if e.action == "progress.written"]
    assert len(written) == 1
