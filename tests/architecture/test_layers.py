from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.sources import ROOT, inside, templates


def test_no_package_imports_what_stands_above_it(root: Path) -> None:
    command = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_template_loads_no_tags_of_a_room_above_it() -> None:
    """What `load` names is an import too; the frame's own tags are for every page in it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = {one["id"]: one for one in contracts["tool"]["importlinter"]["contracts"]}
    layers = [one.strip("()") for one in found["layers"]["layers"]]
    rooms = {
        file.stem: ".".join(file.relative_to(ROOT).parts[:2])
        for file in ROOT.glob("nominations/*/templatetags/*.py")
        if file.stem not in ("__init__", "bangvang")
    }
    assert rooms["records"] == "nominations.records"
    wrong = []
    for file in templates():
        room = ".".join(file.relative_to(ROOT).parts[:2])
        loads = re.findall(r"{% load ([^%]+) %}", file.read_text(encoding="utf-8"))
        names = [name for name in " ".join(loads).split() if name in rooms]
        wrong += [
            f"{inside(file)} loads {name}"
            for name in names
            if room not in layers or layers.index(rooms[name]) < layers.index(room)
        ]
    assert wrong == []
