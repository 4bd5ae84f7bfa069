"""Wake-ups for the worker, published from a thread of their own.

A request must not wait for a broker that is slow, hung or gone. The thread also throttles: many
changes in a row become a few messages, and the last change is always followed by one.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Callable
from typing import Any

from celery import Celery, current_app

log = logging.getLogger(__name__)

DRAIN = "notifications.tasks.drain"
# Seconds: between two wake-ups, after a failed one, and at most when a program ends.
PAUSE, REST, FAREWELL = 0.2, 5.0, 0.5
EXPIRES_SECONDS = 30
QUICK = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.2}
QUICK_SOCKETS = {"socket_timeout": 2, "socket_connect_timeout": 1}


class Waker:
    """Calls `publish` soon after `wake`, in its own thread, throttled, until it succeeds."""

    def __init__(
        self, publish: Callable[[], None], *, pause: float = PAUSE, rest: float = REST
    ) -> None:
        self._publish = publish
        self._pause = pause
        self._rest = rest
        self._wanted = threading.Event()
        self._published = threading.Event()
        self._published.set()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Ask for a wake-up; returns at once and never raises."""
        self._published.clear()
        self._wanted.set()
        # After a fork the thread is not alive in the child, so each process starts its own.
        if self._thread is not None and self._thread.is_alive():
            return
        try:
            self._start()
        except RuntimeError:  # no more threads, or the program is ending: the sweep delivers
            log.warning("the wake-up thread could not start")

    def flush(self, seconds: float) -> bool:
        """Wait at most that many seconds until nothing is left to publish; returns whether nothing
        is."""
        return self._published.wait(seconds)

    def _start(self) -> None:
        # With a timeout, since a fork at the wrong moment would leave the lock held forever.
        if not self._starting.acquire(timeout=0.1):
            return
        try:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="wake-ups", daemon=True)
                self._thread.start()
        finally:
            self._starting.release()

    def _run(self) -> None:
        pause = threading.Event()
        is_down = False
        while True:
            self._wanted.wait()
            self._wanted.clear()
            try:
                self._publish()
            except Exception as error:
                if not is_down:
                    log.warning("no broker for wake-ups (%s); the sweep delivers", error)
                is_down = True
                self._wanted.set()
                pause.wait(self._rest)
            else:
                is_down = False
                self._published.set()
                if self._wanted.is_set():  # woken again meanwhile
                    self._published.clear()
                pause.wait(self._pause)


class DrainPublisher:
    """Publishes one `drain` task over a connection of its own with short timeouts."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __call__(self) -> None:
        app: Celery = current_app
        try:
            if self._connection is None:
                options = {**(app.conf.broker_transport_options or {}), **QUICK_SOCKETS}
                self._connection = app.connection_for_write(
                    connect_timeout=1, transport_options=options
                )
            app.send_task(
                DRAIN,
                connection=self._connection,
                expires=EXPIRES_SECONDS,
                ignore_result=True,
                retry=True,
                retry_policy=QUICK,
            )
        except Exception:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.release()
            raise


waker = Waker(DrainPublisher())


@atexit.register
def _farewell() -> None:
    waker.flush(FAREWELL)
