"""Names are unique, so that whoever searches for a class finds one, and say what they hold."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import inside, nodes, python_files, tree, where

# Django finds a management command by its module, and demands this name of its class.
DEMANDED = frozenset({"Command"})


def test_no_two_public_classes_share_a_name() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path in python_files():
        if "nominations" not in path.parts:
            continue
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(inside(path))
    shared = {name: paths for name, paths in homes.items() if len(paths) > 1}
    assert not {name: paths for name, paths in shared.items() if name not in DEMANDED}


# Columns of the database keep their names, as the migrations made them.
COLUMNS = frozenset({
    ("nominations/dossiers/models/campaigns.py", "told"),
    ("nominations/packages/models.py", "told"),
    ("nominations/people/models/accounts.py", "told_at"),
})  # fmt: skip


def _words(name: str) -> set[str]:
    """`MovementTold` and `_told_of` by their words, small."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def _given_name(node: ast.AST) -> str:
    """The name that a definition, a parameter or an assignment gives, or ""."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.arg):
        return node.arg
    if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
        return node.id if isinstance(node, ast.Name) else node.attr
    return ""


def _names_with(*words: str) -> Iterator[tuple[Path, ast.AST, str]]:
    """Every name of ours that one of the words is part of, and where it is given."""
    for path in python_files():
        text = path.read_text(encoding="utf-8").lower()
        if not any(word in text for word in words):
            continue
        for node in nodes(tree(path)):
            name = _given_name(node)
            if _words(name) & set(words):
                yield path, node, name


def test_no_name_says_only_that_something_is_told() -> None:
    """Lines, sentences, recipients, filters in words: a name says what it holds."""
    found = [
        where(path, node)
        for path, node, name in _names_with("told")
        if (inside(path), name) not in COLUMNS
    ]
    assert not found


# What was called so: the relation of an actor (`ActorRelation`), the status of a paper
# (`PaperStatus`), what is valid, existing, in force.
REMOVED = ("standing", "standings")


def test_no_removed_word_names_anything() -> None:
    assert not [where(path, node) for path, node, _name in _names_with(*REMOVED)]


# A definition named by one of these alone does not say of what; the noun says whether it is stored,
# recorded, parsed or saved.
PARTICIPLES = {"asked", "kept", "known", "told", "written"}


def test_no_definition_is_named_by_a_participle_alone() -> None:
    found = [
        where(path, node)
        for path in python_files()
        for node in nodes(tree(path))
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and _words(node.name) <= PARTICIPLES
    ]
    assert not found


def test_a_bound_is_named_min_or_max() -> None:
    found = [
        where(path, node) for path, node, name in _names_with("most", "least") if name.isupper()
    ]
    assert not found
