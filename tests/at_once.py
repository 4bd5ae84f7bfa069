"""Concurrent actors: real threads, each with its own connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from nominations.web.refusals import Refused, key_of


def run_at_once(acts: Sequence[Callable[[], Any]]) -> list[str]:
    """Start all acts at the same moment; how each ended: "done", the key of its refusal, or "" for
    one that failed or did not end within a minute."""
    barrier = Barrier(len(acts))
    ended = [""] * len(acts)

    def run(place: int) -> None:
        try:
            barrier.wait(timeout=20)
            acts[place]()
            ended[place] = "done"
        except Refused as refusal:
            ended[place] = key_of(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ended
