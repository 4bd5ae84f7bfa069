"""Only the engine writes a state, for every model and variable name."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from django.apps import apps
from django.db.models import QuerySet

from tests.architecture.sources import inside, nodes, python_files, tree, where
from workflow import registry
from workflow.models import ENGINE_COLUMNS, WorkflowSubject

# "version" is also the name of things that no engine moves (a project's, a report's).
COLUMNS = ENGINE_COLUMNS - {"version"}
# Query set methods that could reach the state of a subject.
WRITERS = frozenset({"update", "bulk_update", "update_or_create", "aupdate", "abulk_update"})
STATE_FIELDS = frozenset({"state", "status"})


def _assigned(node: ast.AST) -> Iterator[ast.Attribute]:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For | ast.AsyncFor):
        targets = [node.target]
    elif isinstance(node, ast.withitem):
        targets = [node.optional_vars] if node.optional_vars else []
    for target in targets:
        for part in ast.walk(target):
            if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
                yield part


def _texts(node: ast.AST) -> set[str]:
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def _written_columns(node: ast.AST) -> set[str]:
    """The engine's columns named in a call such as `.update(state=...)` or setattr(x, "state")."""
    if not isinstance(node, ast.Call):
        return set()
    if isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS:
        named = {keyword.arg for keyword in node.keywords if keyword.arg}
        unpacked = [keyword.value for keyword in node.keywords if keyword.arg in (None, "defaults")]
        listed = [part for part in node.args if isinstance(part, ast.List | ast.Tuple | ast.Dict)]
        listed += [keyword.value for keyword in node.keywords if keyword.arg == "fields"]
        return COLUMNS & (named | {text for part in [*unpacked, *listed] for text in _texts(part)})
    called = (
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    )
    if called in ("setattr", "__setattr__"):
        return COLUMNS & {a.value for a in node.args if isinstance(a, ast.Constant)}
    return set()


def _writes(module: ast.Module) -> list[ast.AST]:
    return [
        node
        for node in nodes(module)
        if _written_columns(node) or any(part.attr in COLUMNS for part in _assigned(node))
    ]


def _files() -> Iterator[Path]:
    """Every module but those of the engine itself."""
    return (path for path in python_files() if not inside(path).startswith("workflow/"))


def test_nobody_but_the_engine_writes_a_state() -> None:
    found = [where(path, node) for path in _files() for node in _writes(tree(path))]
    assert not found


def test_a_write_is_seen_whatever_the_variable_is_called() -> None:
    """The control: each of these moves a state past the engine."""
    planted = [
        "session.state = 'open'",
        "draft.state = row.state = 'open'",
        "anything.goes.previous_state = ''",
        "for thing.state in states: pass",
        "(a, thing.state) = pair",
        "setattr(posting, 'state', 'closed')",
        "object.__setattr__(case, 'state', 'closed')",
        "Comment.objects.filter(pk=1).update(state=Comment.State.CASE)",
        "rows.update(**{'state': 'closed'})",
        "rows.bulk_update(found, ['name', 'state'])",
        "rows.bulk_update(found, fields=('state',))",
        "rows.update_or_create(pk=1, defaults={'state': 'closed'})",
    ]
    unseen = [source for source in planted if not _writes(ast.parse(source))]
    assert not unseen


def test_reading_a_state_is_no_write() -> None:
    harmless = [
        "if session.state == 'open': pass",
        "rows.filter(state='open').update(name='')",
        "state = row.state",
        "getattr(row, 'state')",
    ]
    assert not [source for source in harmless if _writes(ast.parse(source))]


def test_every_model_with_a_state_is_a_subject_of_the_engine() -> None:
    """A column `state` or `status` outside the workflow would be a second, hand-written machine."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("nominations.")]
    strange = [
        model.__name__
        for model in ours
        if STATE_FIELDS & {field.name for field in model._meta.get_fields()}
        and not issubclass(model, WorkflowSubject)
    ]
    assert not strange
    assert len([model for model in ours if issubclass(model, WorkflowSubject)]) >= 8


def _imported(module: ast.Module) -> set[str]:
    return {
        alias.asname or alias.name
        for node in nodes(module)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def _calls(module: ast.Module, names: set[str]) -> list[ast.Call]:
    """Calls without arguments of a method of that name; functions of imported modules aside."""
    imported = _imported(module)
    return [
        node
        for node in nodes(module)
        if isinstance(node, ast.Call)
        and not node.args
        and not node.keywords
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id in imported)
    ]


def test_nobody_but_the_engine_calls_a_bound_transition() -> None:
    """`nomination.endorse()` outside the engine would be a second way, even if it fails closed.

    Names that files, lists or query sets have as well (`close`, `count`) are left to that guard.
    """
    common = {*dir(QuerySet), *dir(BytesIO), *dir(builtins), *dir(dict), *dir(list), *dir(str)}
    names = {row.name for table in registry.workflows() for row in table.transitions} - common
    subjects = [path for path in _files() if inside(path).startswith("nominations/")]
    found = [where(path, call) for path in subjects for call in _calls(tree(path), names)]

    assert {"endorse", "certify", "recognise"} <= names
    assert _calls(ast.parse("whatever.endorse()"), names)
    assert not found
