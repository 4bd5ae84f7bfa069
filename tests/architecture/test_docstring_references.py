"""Docstrings that refer to a function or class of a module name one that exists."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import nodes, python_files, tree, where

REFERENCE = re.compile(r"`(?:\w+\.)*([a-z_]\w*)\.(\w+)(?:\([^`]*\))?`")
FILE_TYPES = frozenset({"py", "toml", "js", "html", "json", "csv", "md", "yaml", "typ", "po"})


def _words_by_module() -> dict[str, set[str]]:
    """Words of the source by the name of a module or of the folder around it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in python_files():
        words = set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
        for name in (path.stem, path.parent.name):
            found[name] |= words | {path.stem}
        found[path.parent.parent.name].add(path.parent.name)
    return found


def _missing(docstring: str, words: dict[str, set[str]]) -> list[str]:
    """References to names that the module does not have; other dotted words are left out."""
    return [
        f"{module}.{name}"
        for module, name in REFERENCE.findall(docstring)
        if module in words and name not in FILE_TYPES and name not in words[module]
    ]


def _docstrings(path: Path) -> Iterator[tuple[ast.AST, str]]:
    for node in nodes(tree(path)):
        value = node.value if isinstance(node, ast.Expr) else None
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield node, value.value


def test_a_docstring_names_what_a_module_has() -> None:
    words = _words_by_module()
    found = [
        f"{where(path, node)} {', '.join(missing)}"
        for path in python_files()
        for node, docstring in _docstrings(path)
        if (missing := _missing(docstring, words))
    ]
    assert not found


def test_a_name_that_is_gone_is_found() -> None:
    words = {"upload_check": {"SENTENCES"}}
    text = "A key of `upload_check.SENTENCES`, not of `upload_check.REASONS` or `data.toml`."
    assert _missing(text, words) == ["upload_check.REASONS"]
