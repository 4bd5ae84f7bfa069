"""README, Makefile, CI and other project files match the code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

VENDOR = Path("nominations/static/vendor")


def _rows(text: str) -> list[list[str]]:
    """The cells of every row of every table of a Markdown text, without the headings."""
    found = [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|") and not set(line) <= set("|- ")
    ]
    return found[1:]


def test_every_vendored_folder_is_in_the_notice_with_its_licence(root: Path) -> None:
    folders = {path.name for path in (root / VENDOR).iterdir() if path.is_dir()}
    notice = _rows((root / "NOTICE").read_text(encoding="utf-8"))

    assert {Path(folder).name for folder, _licence, _text in notice} == folders
    for folder, _licence, text in notice:
        assert Path(text).parent == Path(folder)
        assert (root / text).stat().st_size > 500


def test_every_vendored_folder_says_its_package_and_version(root: Path) -> None:
    versions = _rows((root / VENDOR / "VERSIONS.md").read_text(encoding="utf-8"))
    named = {row[0].strip("/"): row[2] for row in versions}

    assert set(named) == {path.name for path in (root / VENDOR).iterdir() if path.is_dir()}
    assert all(re.fullmatch(r"\d+(\.\d+)+", version) for version in named.values())


def test_the_project_is_under_the_apache_licence(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    licence = (root / "LICENSE").read_text(encoding="utf-8")

    assert project["license"] == "Apache-2.0"
    assert all(list(root.glob(pattern)) for pattern in project["license-files"])
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


@pytest.mark.parametrize("document", ["SECURITY.md", "docs/architecture.md"])
def test_a_document_names_files_that_exist(root: Path, document: str) -> None:
    text = (root / document).read_text(encoding="utf-8")
    paths = re.findall(
        r"`((?:config|workflow|nominations|notifications|tests|bench|docs|\.ci)/[\w./-]*)`", text
    )

    assert paths
    assert not [path for path in paths if not (root / path).exists()]


def test_every_decision_has_a_number_of_its_own(root: Path) -> None:
    numbers = [path.name[:4] for path in sorted((root / "docs/decisions").glob("*.md"))]

    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_make_help_lists_every_target(root: Path) -> None:
    text = (root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", text, flags=re.MULTILINE))
    listed = set(re.findall(r"^([a-z-]+):.*## \S", text, flags=re.MULTILINE))

    assert targets == listed == set(re.findall(r"^\.PHONY: (.*)$", text, re.M)[0].split())


def test_the_forge_only_calls_the_script_that_runs_everywhere(root: Path) -> None:
    text = (root / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    commands = re.findall(r"run: (.*)", text)

    assert commands == ["bash .ci/run"]


def test_hooks_before_a_commit_call_tools_of_the_project(root: Path) -> None:
    text = (root / ".pre-commit-config.yaml").read_text(encoding="utf-8")

    assert re.findall(r"repo: (\S+)", text) == ["local"]
    for entry in re.findall(r"entry: (.*)", text):
        python, what, name, *_options = entry.split()
        assert python == ".venv/bin/python"
        if what == "-m":
            assert name in (root / "pyproject.toml").read_text(encoding="utf-8")
        else:
            assert (root / what).is_file()
            assert list(root.glob(f"*/management/commands/{name}.py")) or name == "makemigrations"
