"""Dependencies: explained, locked, and the same everywhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("requirements.lock", "requirements-server.lock", "requirements-dev.lock")


def locked(root: Path, name: str) -> dict[str, str]:
    text = (root / name).read_text(encoding="ascii")
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", text, re.MULTILINE))


def declared(root: Path, lock: str) -> list[Requirement]:
    """What pyproject.toml wants to find in that lock."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(project["project"]["dependencies"])
    if lock != "requirements.lock":
        wanted += project["project"]["optional-dependencies"]["server"]
    if lock == "requirements-dev.lock":
        for group in project["dependency-groups"].values():
            wanted += group
    return [Requirement(line) for line in wanted]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_the_project_declares(root: Path, lock: str) -> None:
    versions = locked(root, lock)
    for requirement in declared(root, lock):
        version = versions.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not in {lock}: run make locks"
        assert requirement.specifier.contains(version, prereleases=True), requirement.name


def test_the_locks_agree(root: Path) -> None:
    runtime, server, development = (locked(root, name) for name in LOCKS)
    assert runtime.items() <= server.items() <= development.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_hashes_and_no_addresses(root: Path, lock: str) -> None:
    text = (root / lock).read_text(encoding="ascii")
    assert "://" not in text
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    assert all("--hash=sha256:" in entry for entry in entries if entry.strip())


def test_every_dependency_says_what_it_is_for(root: Path) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.")[0]
    lines = [line for line in text.splitlines() if re.match(r'\s+"[a-z]', line)]
    assert lines
    tools = {
        "pytest",
        "pytest-django",
        "pytest-xdist",
        "ruff",
        "mypy",
        "django-stubs",
        "celery-types",
    }
    for line in lines:
        name = re.match(r'\s+"([a-z0-9-]+)', line)
        assert name
        assert "#" in line or name[1] in tools, line
