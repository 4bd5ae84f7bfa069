"""What runs in the child of `child_process`: limits first, then the target, then its answer.

Imports nothing but a few light modules of the standard library, so that a child starts quickly.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

JSON, BYTES, FAILED = b"json", b"bytes", b"failed"
"""The first line of an answer says what follows."""
OUT_OF_MEMORY = 81
"""The exit code of a child at its limit."""
MAX_ANSWER_MEGABYTES = 64
_MEGABYTE = 1024 * 1024
_MAX_WORDS = 500


def _limit(seconds: float, megabytes: int) -> None:
    """Limit this process; where the platform cannot, the parent's clock is the only limit."""
    try:
        import resource
    except ImportError:
        return
    whole = max(1, round(seconds))
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * _MEGABYTE, megabytes * _MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(order: dict[str, Any]) -> tuple[bytes, bytes]:
    path = order["path"]
    payload = sys.stdin.buffer.read() if path is None else Path(path)
    module, _colon, name = order["target"].partition(":")
    try:
        result = getattr(import_module(module), name)(payload, **order["arguments"])
    except MemoryError:
        raise
    except Exception as error:
        words = [type(error).__name__, str(error)[:_MAX_WORDS]]
        return FAILED, json.dumps(words).encode()
    if isinstance(result, bytes):
        return BYTES, result
    return JSON, json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode()


def main() -> None:
    """Read one order from standard input, carry it out, answer on standard output."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output of libraries must not reach the answer
    order = json.loads(sys.stdin.buffer.readline())
    _limit(order["seconds"], order["megabytes"])
    sys.path[:] = order["modules"]
    try:
        kind, content = _answer(order)
        if len(content) > MAX_ANSWER_MEGABYTES * _MEGABYTE:
            os._exit(OUT_OF_MEMORY)
        out.write(kind + b"\n")
        out.write(content)
        out.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    os._exit(0)  # freeing a large result object by object would take as long as making it


if __name__ == "__main__":
    main()
