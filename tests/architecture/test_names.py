"""Names are unique: whoever searches for a class finds one."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.architecture.sources import inside, python_files, tree

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
