"""docs/architecture.md matches the code: imports of rooms, and commands that it names."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, inside, nodes, python_files, tree

DOCUMENT = "docs/architecture.md"
# Small modules beside the rooms of `nominations`.
SHARED = "nominations/*.py"
# The table of transitions reads the rules of every room, and every room hands it to the engine:
# what it imports is drawn, who imports it is not.
PIPELINE = "nominations/pipeline.py"


def _room_of_path(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    if parts[0] != "nominations":
        return parts[0]
    if len(parts) > 2:
        return "/".join(parts[:2])
    return PIPELINE if inside(path) == PIPELINE else SHARED


def _room_of_module(name: str) -> str | None:
    parts = name.split(".")
    if parts[0] in {"config", "workflow", "notifications"}:
        return parts[0]
    if parts[0] != "nominations" or name.startswith("nominations.pipeline"):
        return None
    if len(parts) > 1 and (ROOT / "nominations" / parts[1]).is_dir():
        return "/".join(parts[:2])
    return SHARED


def _imported(path: Path) -> Iterator[str]:
    """Modules named by the file's import statements, except those for type checking only."""
    typing_only = {
        id(inner)
        for node in nodes(tree(path))
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in nodes(tree(path)):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if node.module == "nominations":
                yield from (f"nominations.{alias.name}" for alias in node.names)
            else:
                yield node.module


def imports_between_rooms() -> dict[str, set[str]]:
    """Room -> rooms it imports, function-level imports included."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in python_files():
        room = _room_of_path(path)
        found[room] |= {to for name in _imported(path) if (to := _room_of_module(name))} - {room}
    return dict(found)


def _drawn(text: str) -> dict[str, set[str]]:
    rows = re.findall(r"^\| `([^`]+)` \|[^|]*\|([^|]*)\|$", text, flags=re.MULTILINE)
    return {room: set(re.findall(r"`([^`]+)`", cell)) for room, cell in rows}


@pytest.fixture(scope="module")
def document() -> str:
    return (ROOT / DOCUMENT).read_text(encoding="utf-8")


def test_the_map_shows_the_rooms_and_imports_of_the_code(document: str) -> None:
    real, drawn = imports_between_rooms(), _drawn(document)

    assert set(drawn) == set(real)
    wrong = [
        f"{room}: not in the code {sorted(drawn[room] - real[room])},"
        f" not on the map {sorted(real[room] - drawn[room])}"
        for room in sorted(real)
        if drawn[room] != real[room]
    ]
    assert not wrong, "\n".join(wrong)


def test_the_map_is_in_the_order_of_the_imports(document: str) -> None:
    """Every room stands below everything it imports."""
    above: set[str] = set()
    for room, imports in _drawn(document).items():
        assert imports <= above, f"{room} imports what stands below it"
        above.add(room)


def test_the_examples_of_the_document_run(document: str) -> None:
    examples = re.findall(r"```python\n(.*?)```", document, flags=re.DOTALL)

    assert examples
    for example in examples:
        exec(compile(example, DOCUMENT, "exec"), {})  # noqa: S102 -- our own document
