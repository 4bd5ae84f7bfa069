"""Functions run in a child process by tests: they return, fail, hang, exhaust memory or crash."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any


def described(payload: bytes, *, word: str) -> dict[str, Any]:
    print("a library says something")
    return {"word": word, "size": len(payload), "names": sorted(os.environ)}


def modules(payload: bytes) -> list[str]:
    return sorted(sys.modules)


def doubled(payload: bytes) -> bytes:
    return payload * 2


def opened(path: Path) -> str:
    return path.read_text()


def refuses(payload: bytes) -> None:
    raise ValueError("không đọc được")


def sleeps(payload: bytes) -> None:
    time.sleep(30)


def spins(payload: bytes) -> None:
    while True:
        pass


def hungers(payload: bytes) -> int:
    return len(bytearray(300 * 1024 * 1024))


def answers_too_much(payload: bytes) -> bytes:
    return bytes(65 * 1024 * 1024)


def aborts(payload: bytes) -> None:
    os.abort()


def is_killed(payload: bytes) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leaves(payload: bytes) -> None:
    os._exit(0)
