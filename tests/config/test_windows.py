"""The default start needs nothing that Windows lacks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import launch
from tests.config.launching import environment

# Everything that prepare, serve, their worker and every page import, with what Windows lacks away.
IMPORT_ALL = """
import builtins, sys, types

MISSING = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "gunicorn", "psycopg"}
OURS = {"config", "nominations", "notifications", "workflow"}
usual = builtins.__import__

def windows(name, globals=None, locals=None, fromlist=(), level=0):
    # Libraries ask the platform themselves; here only our own modules meet what is missing.
    asking = (globals or {}).get("__name__", "").partition(".")[0]
    if name.partition(".")[0] in MISSING and asking in OURS:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return usual(name, globals, locals, fromlist, level)

builtins.__import__ = windows
import os, pathlib
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import config.launch, config.lease
locked = []
sys.modules["msvcrt"] = msvcrt = types.ModuleType("msvcrt")
msvcrt.LK_NBLCK, msvcrt.locking = 2, lambda *given: locked.append(given)
with config.lease.Lease(pathlib.Path(os.environ["BANGVANG_DATA_DIR"]), "here"):
    assert [given[1:] for given in locked] == [(2, 1)], locked
del sys.modules["msvcrt"]  # by it the standard library tells where it runs

import django
django.setup()
from django.core.management import load_command_class
from django.urls import get_resolver
import config.embedded, config.wsgi, waitress.server
for name in ("prepare", "serve", "ready", "catalogues"):
    load_command_class("config", name)
load_command_class("nominations", "seed_demo")
get_resolver().reverse_dict.keys()
from nominations.files.content_check import answer_in_child
from nominations.files import child_main
child_main._limit(1, 100)  # the limits this system lacks are left out
for kind in ("pdf", "docx", "jpg", "heic"):
    assert answer_in_child(b"MZ", kind) == {"refused": "content_mismatch"}, kind
assert not {"gunicorn", "psycopg"} & set(sys.modules)
print("all there")
"""


def test_the_default_start_imports_nothing_that_windows_lacks(tmp_path: Path, root: Path) -> None:
    data = tmp_path / "Dữ liệu của Sở (bản 1)"
    data.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL],
        cwd=root,
        capture_output=True,
        text=True,
        env=environment(BANGVANG_DATA_DIR=str(data)),
    )

    assert done.stdout.strip() == "all there", done.stderr[-3000:]


def test_only_signals_of_every_system_are_named_without_asking(root: Path) -> None:
    named = {
        (path.name, name)
        for package in ("config", "nominations", "notifications", "workflow")
        for path in (root / package).rglob("*.py")
        for name in re.findall(r"signal\.(SIG[A-Z]+\d*)", path.read_text(encoding="utf-8"))
    }

    assert named == {("serve.py", "SIGTERM"), ("serve.py", "SIGINT")}


def test_the_interpreter_of_the_environment_is_found_where_windows_puts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Thi đua, khen thưởng"

    assert launch.interpreter(folder, "nt") == folder / "Scripts" / "python.exe"
    assert launch.interpreter(folder, "posix") == folder / "bin" / "python"
    assert launch.interpreter(launch.VENV, os.name) == launch.PYTHON


def test_the_documents_name_the_command_of_windows(root: Path) -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        assert "py run.py" in (root / name).read_text(encoding="utf-8"), name
