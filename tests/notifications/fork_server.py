"""Processes that cost a fork: each may be killed, none has to load the project first.

One process loads the project and forks another for every program it is handed, with the pipes of
the caller as its output. Between the two stands a third, which waits for the program and reports
its number and its end.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TextIO

_LIMIT = 1 << 16
_SERVE = """
import atexit, json, os, socket, sys, traceback
exec(PRELUDE)
listener = socket.socket(fileno=int(sys.argv[1]))
while True:
    caller, _address = listener.accept()
    watcher = os.fork()
    if watcher:
        caller.close()
        os.waitpid(watcher, 0)
        continue
    if os.fork():
        os._exit(0)  # the watcher belongs to nobody, so nobody has to wait for it
    listener.close()
    order, pipes, _flags, _sender = socket.recv_fds(caller, LIMIT, 2)
    while not order.endswith(b"\\n"):
        order += caller.recv(LIMIT)
    program = os.fork()
    if program:
        for pipe in pipes:
            os.close(pipe)
        caller.sendall(f"{program}\\n".encode())
        _pid, status = os.waitpid(program, 0)
        caller.sendall(f"{os.waitstatus_to_exitcode(status)}\\n".encode())
        os._exit(0)
    caller.close()
    for number, pipe in enumerate(pipes, 1):
        os.dup2(pipe, number)
        os.close(pipe)
    order = json.loads(order)
    if order["database"]:
        connection.settings_dict["NAME"] = order["database"]
    code = 0
    try:
        exec(order["program"], {**globals(), **order["names"]})
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # taking the loaded project apart would cost more than most programs
"""


class Process:
    """A program at work, with as much of `subprocess.Popen` as its users need."""

    def __init__(self, caller: socket.socket, stdout: int, stderr: int) -> None:
        self._reports: TextIO = caller.makefile("r")
        self._caller = caller
        self.pid = int(self._reports.readline())
        self.stdout: TextIO = os.fdopen(stdout, "r")
        self._stderr: TextIO = os.fdopen(stderr, "r")
        self.returncode: int | None = None

    def kill(self) -> None:
        """SIGKILL; nothing where the program has ended already."""
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)

    def communicate(self) -> tuple[str, str]:
        """What it still prints until its end, and its errors."""
        with self._caller, self._reports, self.stdout, self._stderr:
            printed, errors = self.stdout.read(), self._stderr.read()
            self.returncode = int(self._reports.readline())
        return printed, errors


class ForkServer:
    """The loaded process. Programs see the names that `prelude` makes."""

    def __init__(self, address: str) -> None:
        self._address = address

    @classmethod
    @contextmanager
    def opened(
        cls, root: Path, environment: dict[str, str], folder: Path, prelude: str
    ) -> Iterator[ForkServer]:
        """A fork server until the end of the block; its socket is a file of the folder."""
        address = str(folder / "fork_server")
        with closing(socket.socket(socket.AF_UNIX)) as listener:
            listener.bind(address)
            listener.listen()
            serve = f"PRELUDE = {prelude!r}\nLIMIT = {_LIMIT}\n{_SERVE}"
            process = subprocess.Popen(
                [sys.executable, "-c", serve, str(listener.fileno())],
                cwd=root, env=environment, pass_fds=[listener.fileno()],
            )  # fmt: skip
        try:
            yield cls(address)
        finally:
            process.kill()
            process.wait()

    def start(self, program: str, names: dict[str, Any], database: str = "") -> Process:
        """Run a program on that database of the server or file; `names` are its constants."""
        caller = socket.socket(socket.AF_UNIX)
        caller.settimeout(120)
        caller.connect(self._address)
        order = json.dumps({"program": program, "names": names, "database": database})
        (stdout, printed), (stderr, complained) = os.pipe(), os.pipe()
        socket.send_fds(caller, [f"{order}\n".encode()], [printed, complained])
        os.close(printed)
        os.close(complained)
        return Process(caller, stdout, stderr)

    def run(
        self, program: str, names: dict[str, Any], database: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end."""
        process = self.start(program, names, database)
        printed, errors = process.communicate()
        assert process.returncode is not None
        return subprocess.CompletedProcess(program, process.returncode, printed, errors)
