"""Concurrent acts on one nomination, real threads on PostgreSQL: one succeeds, the others are
refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from nominations.dossiers.models import Nomination
from nominations.pipeline import PIPELINE
from tests.pipeline.stage import Stage
from workflow import clock
from workflow.engine import perform
from workflow.exceptions import TransitionRefused
from workflow.models import AuditEvent

from .stage import NOW, TODAY

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS = 16


def _together(act: Callable[[int], str]) -> Counter[str]:
    """Run the act in all threads at the same moment; gives how each ended."""
    barrier = Barrier(THREADS)
    ended: list[str] = []

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=20)
            with clock.at(NOW):
                ended.append(act(number))
        except TransitionRefused as refusal:
            said = str(refusal.message).endswith(".")
            ended.append(type(refusal).__name__ if said else "no sentence")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return Counter(ended)


RIVALS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "endorse": ("endorse", "unit_head", {"present": 6, "agreed": 6, "report_number": 1}),
    "decline": ("decline", "unit_head", {}),
    "return": ("return_for_correction", "secretary", {"items": ["achievements"]}),
    "withdraw": ("withdraw", "unit_clerk", {}),
}


@pytest.mark.parametrize("seen_version", [3, None], ids=["as seen on screen", "without a version"])
def test_exactly_one_of_sixteen_rivals_moves_a_nomination(seen_version: int | None) -> None:
    stage = Stage()
    for _ in range(5):
        nomination = stage.put("submitted", stage.people["staff"])
        stage.report(nomination, frozen=True)

        def act(number: int, nomination: Nomination = nomination) -> str:
            name, role, data = list(RIVALS.values())[number % len(RIVALS)]
            perform(
                PIPELINE,
                nomination.pk,
                name,
                actor=stage.actors[role],
                seen_version=seen_version,
                comment="Lý do.",
                data={**data, "held_on": TODAY} if name == "endorse" else data,
            )
            return "done"

        ended = _together(act)

        # Withdrawing is also open after endorsing; a second success is then a second, later step.
        steps = AuditEvent.objects.filter(stream=nomination.stream).count()
        assert sum(ended.values()) == THREADS
        assert ended["done"] == steps
        if seen_version is not None:
            assert ended["done"] == 1
            assert ended["StaleVersion"] == THREADS - 1
        nomination.refresh_from_db()
        assert nomination.version == 3 + steps
        Nomination._base_manager.filter(pk=nomination.pk).update(state="declined")


def test_without_the_lock_more_than_one_rival_would_succeed() -> None:
    """The control: check, then save, as a careless engine would; the race is real."""
    stage = Stage()
    winners = []
    for _ in range(5):
        nomination = stage.put("submitted", stage.people["staff"])

        def act(number: int, nomination: Nomination = nomination) -> str:
            state = Nomination._base_manager.values_list("state", flat=True).get(pk=nomination.pk)
            if state != "submitted":
                return "refused"
            Nomination._base_manager.filter(pk=nomination.pk).update(state="unit_reviewed")
            return "done"

        winners.append(_together(act)["done"])
        Nomination._base_manager.filter(pk=nomination.pk).update(state="declined")

    assert max(winners) > 1
