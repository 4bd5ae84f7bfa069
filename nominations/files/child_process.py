"""Runs functions on untrusted files in a child process, with limits on time and memory.

The server survives every file: a crash, a hang or excessive memory ends the child and is an
exception here. The child has no Django, no settings, no database and nothing of the environment; it
answers with a JSON value or with bytes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nominations.files import child_main

WALL_CLOCK_FACTOR = 2
"""The wall-clock limit as a multiple of the processor seconds, since the processor is shared."""
_KEPT_ENVIRONMENT = ("SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH")
_FLAGS = ("-I", "-S", "-B", "-X", "utf8")
"""Isolated and without the site module, which would cost more than the rest of the start."""


class ChildError(Exception):
    """The child gave no result."""


class ChildTimeout(ChildError):
    """The child exceeded its time."""


class ChildOutOfMemory(ChildError):
    """The child exceeded its memory."""


class ChildKilled(ChildError):
    """The child ended without an answer: killed, aborted or crashed."""


class ChildFailed(ChildError):
    """The target raised an exception: `kind` is its class, `text` its words."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(f"{kind}: {text}")
        self.kind, self.text = kind, text


def run_in_child(
    target: str,
    payload: bytes | Path,
    *,
    seconds: float,
    megabytes: int,
    arguments: Mapping[str, Any] | None = None,
) -> Any:
    """The result of `target` ("package.module:function") for the payload, computed in a child.

    The function gets the bytes, or the Path of a file that it opens itself, and `arguments` by
    keyword (what JSON can hold); it returns what JSON can hold, or bytes. Its module must not
    import Django. `seconds` of processor time and `megabytes` of memory are enforced where the
    platform can (not on Windows); the clock ends every child after PATIENCE times its seconds.
    Raises a ChildError.
    """
    order = {
        "target": target,
        "arguments": dict(arguments or {}),
        "path": str(payload) if isinstance(payload, Path) else None,
        "seconds": seconds,
        "megabytes": megabytes,
        "modules": [entry or str(Path.cwd()) for entry in sys.path],
    }
    content = b"" if isinstance(payload, Path) else payload
    sent = json.dumps(order).encode() + b"\n" + content
    command = [sys.executable, *_FLAGS, child_main.__file__]
    try:
        done = subprocess.run(
            command,
            input=sent,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds * WALL_CLOCK_FACTOR,
            env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ChildTimeout(target) from None
    if done.returncode != 0:
        raise _ended(done.returncode)
    return _answer(done.stdout)


def _ended(code: int) -> ChildError:
    """The exception for an exit code; a negative one is the signal that ended the child."""
    if code == child_main.OUT_OF_MEMORY:
        return ChildOutOfMemory("memory")
    if code == -getattr(signal, "SIGXCPU", 0):
        return ChildTimeout("processor time")
    return ChildKilled(code)


def _answer(answer: bytes) -> Any:
    kind, _newline, content = answer.partition(b"\n")
    if kind == child_main.BYTES:
        return content
    if kind == child_main.FAILED:
        raise ChildFailed(*json.loads(content))
    if kind == child_main.JSON:
        return json.loads(content)
    raise ChildKilled("no answer")
