"""People who act at the same moment: real threads, each on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from workflow.exceptions import TransitionRefused


def together(acts: Sequence[Callable[[], Any]]) -> list[str]:
    """Start all acts at the same moment, each on its own connection; gives how each ended."""
    barrier = Barrier(len(acts))
    ended = [""] * len(acts)

    def run(place: int) -> None:
        try:
            barrier.wait(timeout=20)
            acts[place]()
            ended[place] = "done"
        except ValidationError as refusal:
            ended[place] = str(refusal.code)
        except TransitionRefused as refusal:
            ended[place] = refusal.key
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ended
