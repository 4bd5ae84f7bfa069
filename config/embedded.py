"""Worker and beat as threads of the web process, on Celery's in-memory broker.

For the start without services. What is only in memory is lost when the process ends; the outbox
rows in the database are not, and the next sweep delivers them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from celery.beat import Service
from django.db import connections

from config.celery import app
from config.schedule import Scheduler

logger = logging.getLogger(__name__)

PATIENCE = 10.0


def _thread(name: str, work: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        except Exception:  # the web server goes on; messages wait in the outbox
            logger.exception("the embedded %s ended", name)
        finally:
            connections.close_all()

    return threading.Thread(target=run, name=name, daemon=True)


@contextmanager
def background_processes() -> Iterator[None]:
    """Run worker and beat while the block lasts, and end both cleanly after it."""
    worker = app.WorkController(
        pool="solo",
        concurrency=1,
        loglevel="WARNING",
        without_mingle=True,
        without_gossip=True,
        without_heartbeat=True,
    )
    beat = Service(app, max_interval=1, scheduler_cls=Scheduler)
    threads = [_thread("worker", worker.start), _thread("beat", beat.start)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        beat.stop()
        worker.stop()
        for thread in threads:
            thread.join(PATIENCE)
