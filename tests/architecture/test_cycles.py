"""No module imports itself through others, not even from inside a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, inside, nodes, python_files, tree

# A comment with this word on the line of an import inside a function gives the reason why it
# cannot stand at the top, for example "late import: the models of other rooms load first".
REASON = "late import:"


def module_of(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_in(path: Path, name: str, known: frozenset[str]) -> Iterator[str]:
    """The modules of ours that a module imports, in functions too; those for the type checker and
    those with a reason are left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    checking = {
        id(part)
        for node in nodes(tree(path))
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for part in ast.walk(node)
    }
    for node in nodes(tree(path)):
        if not isinstance(node, ast.Import | ast.ImportFrom) or id(node) in checking:
            continue
        if any(REASON in line for line in lines[max(node.lineno - 2, 0) : node.end_lineno]):
            continue
        for target in _targets(node, known):
            # A package and what is inside it: the parent is imported first, whoever asks.
            if target != name:
                yield target


def _targets(node: ast.Import | ast.ImportFrom, known: frozenset[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in known)
        return
    for alias in node.names:
        inner = f"{node.module}.{alias.name}"
        if inner in known:
            yield inner
        elif node.module in known:
            yield node.module


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that reach each other (Tarjan's strongly connected components)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def walk(name: str) -> None:
        number[name] = low[name] = len(number)
        stack.append(name)
        for target in sorted(graph[name]):
            if target not in number:
                walk(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], number[target])
        if low[name] == number[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(graph):
        if name not in number:
            walk(name)
    return found


def test_no_module_imports_itself_through_others() -> None:
    paths = {module_of(path): path for path in python_files()}
    known = frozenset(paths)
    graph = {name: set(imports_in(path, name, known)) for name, path in paths.items()}
    assert not circles(graph)


def test_a_circle_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def test_a_reason_names_an_import_inside_a_function() -> None:
    """The word excuses nothing at the top of a module."""
    found = [
        f"{inside(path)}:{node.lineno}"
        for path in python_files()
        for node in tree(path).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        and REASON in path.read_text(encoding="utf-8").splitlines()[node.lineno - 1]
    ]
    assert not found
