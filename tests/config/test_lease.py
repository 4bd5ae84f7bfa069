from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.lease import Lease, LeaseTaken, holder_of

HOLD = """
import sys, pathlib
from config.lease import Lease
with Lease(pathlib.Path(sys.argv[1]), "the other one"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_folder_is_held_once_and_free_afterwards(tmp_path: Path) -> None:
    assert holder_of(tmp_path) is None
    with Lease(tmp_path, "http://127.0.0.1:8000/"):
        assert holder_of(tmp_path) == "http://127.0.0.1:8000/"
        with pytest.raises(LeaseTaken), Lease(tmp_path, "second"):
            pass
    assert holder_of(tmp_path) is None


def test_a_killed_holder_leaves_the_folder_free(tmp_path: Path, root: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        assert holder_of(tmp_path) == "the other one"
        os.kill(other.pid, signal.SIGKILL)
        other.wait(10)
    assert holder_of(tmp_path) is None
