"""One embedded server per data folder, guarded by a lock the system frees when the process ends.

A lock on a file cannot be left behind by a crash, which a row or a pid file could. Standard
library only: the start script asks before it touches the folder.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # its absence is asked for


def _lock(handle: int) -> None:
    """Lock the file for this process, or OSError at once."""
    if fcntl is not None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    msvcrt: Any = import_module("msvcrt")
    # A byte far behind the text, because Windows also forbids reading what is locked.
    os.lseek(handle, 1 << 20, os.SEEK_SET)
    msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)


class LeaseTaken(Exception):
    """Another server works on this folder; `holder` is what it wrote about itself."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class Lease:
    """`with Lease(folder, "http://127.0.0.1:8000"):` holds the folder until the block ends."""

    def __init__(self, folder: Path, holder: str) -> None:
        self.path = folder / "server.lock"
        self.holder = holder
        self._handle = -1

    def __enter__(self) -> Lease:
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(handle)
        except OSError:
            os.lseek(handle, 0, os.SEEK_SET)
            holder = os.read(handle, 1000).decode("utf-8", "replace").strip()
            os.close(handle)
            raise LeaseTaken(holder) from None
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, self.holder.encode())
        self._handle = handle
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._handle)  # frees the lock


def holder_of(folder: Path) -> str | None:
    """Who holds the folder now, None when it is free."""
    if not (folder / "server.lock").exists():
        return None
    try:
        with Lease(folder, ""):
            return None
    except LeaseTaken as taken:
        return taken.holder or "?"
