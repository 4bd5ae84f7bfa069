"""Time and memory of reading the worst spreadsheets, in servers that must be alive afterwards.

Starts waitress (threads in one process, as the embedded profile) and gunicorn (workers with
threads), sends every hostile workbook and one honest table of 20,000 rows to a page that reads
it as an import does, and asks whether the processes that answered before still answer.

    .venv/bin/python bench/spreadsheets.py
"""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

from django.core.exceptions import ValidationError  # noqa: E402

from nominations.importing.file_reader import read_table  # noqa: E402
from nominations.importing.registry import importer_of  # noqa: E402
from tests.importing.hostile_workbooks import HEADINGS, ROW, all_hostile  # noqa: E402
from tests.importing.sheets import xlsx  # noqa: E402

HONEST_ROWS = 20_000
WAITING = 60
WORKERS = 2


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """A page that reads the table sent to it and says what became of it and what it cost."""
    content = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    answer: dict[str, Any] = {"pid": os.getpid()}
    if content:
        began = time.perf_counter()
        try:
            rows = len(read_table("bảng.xlsx", content, importer_of("awards").table).rows)
            answer["outcome"] = f"{rows} rows"
        except ValidationError as refusal:
            answer["outcome"] = str(refusal.code)
        answer["seconds"] = time.perf_counter() - began
    answer["children"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    answer["server"] = _peak()
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]


def _peak() -> int:
    """The most memory this process has had, in megabytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def _asked(port: int, content: bytes = b"") -> dict[str, Any]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", data=content or None)
    with urllib.request.urlopen(request, timeout=WAITING) as answer:
        found: dict[str, Any] = json.loads(answer.read())
        return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(command: list[str], port: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    for _attempt in range(WAITING * 5):
        try:
            _asked(port)
            break
        except OSError:
            time.sleep(0.2)
    return process


def _measure(name: str, command: list[str], port: int, files: list[tuple[str, bytes]]) -> None:
    process = _serve(command, port)
    workers = {_asked(port)["pid"] for _each in range(20)}
    print(
        f"\n{name}\n{'file':45} {'KB':>6} {'s':>6} {'outcome':>16} {'child MB':>9} {'server MB':>9}"
    )
    try:
        for about, content in files:
            said = _asked(port, content)
            workers.add(said["pid"])
            print(
                f"{about:45} {len(content) // 1024:6} {said['seconds']:6.2f} {said['outcome']:>16}"
                f" {said['children']:9} {said['server']:9}"
            )
        after = {_asked(port)["pid"] for _each in range(50)}
        assert after <= workers, "a process of the server died"
        assert len(workers) <= WORKERS, "a process of the server was replaced"
        print(f"the same {len(workers)} process(es) answer as before")
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Print one line per file and server; the memory of children is the highest so far."""
    honest = xlsx(list(HEADINGS), [[n, *ROW[1:]] for n in range(HONEST_ROWS)])
    files = [(f"{HONEST_ROWS} honest rows", honest), *all_hostile()]
    page = "bench.spreadsheets:application"
    port = _free_port()
    _measure("waitress", ["waitress", "--threads=4", f"--port={port}", page], port, files)
    port = _free_port()
    gunicorn = [
        "gunicorn",
        f"--workers={WORKERS}",
        "--threads=2",
        "--timeout=60",
        "-b",
        f"127.0.0.1:{port}",
    ]
    _measure("gunicorn", [*gunicorn, page], port, files)


if __name__ == "__main__":
    main()
