"""Only the engine moves a state."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.sources import python_files, tree, where

COLUMNS = frozenset({"state", "previous_state", "state_entered_at", "audit_seq", "audit_head"})
# Names under which the code speaks of rows with a plain state of their own, outside the workflow.
OTHERS = frozenset({"session", "voting_session", "posting", "comment", "case"})
# Querysets whose update() or bulk_update() could reach the state of a subject.
WRITERS = frozenset({"update", "bulk_update", "update_or_create"})


def _assigned(node: ast.AST) -> Iterator[ast.Attribute]:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    for target in targets:
        for part in ast.walk(target):
            is_written = isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store)
            if is_written and not (isinstance(part.value, ast.Name) and part.value.id in OTHERS):
                yield part


def _of_another(value: ast.expr) -> bool:
    """`Comment.State.CASE`: a state nested in its model is that model's own."""
    return (
        isinstance(value, ast.Attribute)
        and isinstance(value.value, ast.Attribute)
        and value.value.attr == "State"
    )


def _written_columns(node: ast.AST) -> set[str]:
    """The protected columns named in a call such as `.update(state=...)` or setattr(x, "state")."""
    if not isinstance(node, ast.Call):
        return set()
    if isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS:
        named = {
            keyword.arg
            for keyword in node.keywords
            if keyword.arg and not _of_another(keyword.value)
        }
        listed = {
            item.value
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]
            if isinstance(argument, ast.List | ast.Tuple)
            for item in argument.elts
            if isinstance(item, ast.Constant) and isinstance(item.value, str)
        }
        return COLUMNS & (named | listed)
    if isinstance(node.func, ast.Name) and node.func.id == "setattr":
        return COLUMNS & {a.value for a in node.args if isinstance(a, ast.Constant)}
    return set()


def test_nobody_but_the_engine_writes_a_state() -> None:
    found = [
        where(path, node)
        for path in python_files()
        if "workflow" not in path.parts
        for node in ast.walk(tree(path))
        if _written_columns(node) or any(part.attr in COLUMNS for part in _assigned(node))
    ]
    assert not found


def test_nobody_but_the_engine_calls_a_bound_transition() -> None:
    """`nomination.endorse()` outside the engine would be a second door, even if it fails closed."""
    from nominations.decisions.decision_workflow import DECISIONS
    from nominations.law.layer_workflow import RULE_LAYERS
    from nominations.pipeline import PIPELINE
    from nominations.records.initiative_workflow import INITIATIVES

    tables = (PIPELINE, INITIATIVES, RULE_LAYERS, DECISIONS)
    names = {row.name for table in tables for row in table.transitions}
    found = [
        where(path, node)
        for path in python_files()
        if "workflow" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"nomination", "initiative", "decision", "draft", "layer"}
    ]
    assert not found
