"""Type rules beyond mypy: actors and users are typed, long dataclasses are keyword-only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import inside, nodes, python_files, tree

ACCOUNTS = frozenset({"actor", "user"})
ANY = re.compile(r"\bAny\b")
MAX_BY_POSITION = 4


def accounts_of_any_type(module: ast.Module) -> Iterator[ast.arg | ast.AnnAssign]:
    """Parameters, attributes and variables called actor or user that are annotated with Any;
    parameters also without an annotation."""
    for node in nodes(module):
        if isinstance(node, ast.AnnAssign):
            name = ast.unparse(node.target).rpartition(".")[2]
            if name in ACCOUNTS and ANY.search(ast.unparse(node.annotation)):
                yield node
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = node.args
            for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs):
                kind = ast.unparse(argument.annotation) if argument.annotation else "Any"
                if argument.arg in ACCOUNTS and ANY.search(kind):
                    yield argument


def _decorator(node: ast.ClassDef) -> ast.expr | None:
    for one in node.decorator_list:
        name = one.func if isinstance(one, ast.Call) else one
        if ast.unparse(name) in {"dataclass", "dataclasses.dataclass"}:
            return one
    return None


def _is_keyword_only(decorator: ast.expr) -> bool:
    given = decorator.keywords if isinstance(decorator, ast.Call) else []
    return any(one.arg == "kw_only" and ast.unparse(one.value) == "True" for one in given)


def _fields(node: ast.ClassDef) -> tuple[int, int]:
    """How many fields the class has, and how many of them are given by position."""
    names = [
        one
        for one in node.body
        if isinstance(one, ast.AnnAssign) and "ClassVar" not in ast.unparse(one.annotation)
    ]
    marks = [i for i, one in enumerate(names) if ast.unparse(one.annotation) == "KW_ONLY"]
    return len(names) - len(marks), marks[0] if marks else len(names)


def long_dataclasses_by_position(module: ast.Module) -> Iterator[ast.ClassDef]:
    """Dataclasses of more than four fields that can be built without naming them.

    `_: KW_ONLY` after at most two fields is as good as `kw_only=True`.
    """
    for node in nodes(module):
        if not isinstance(node, ast.ClassDef) or (decorator := _decorator(node)) is None:
            continue
        fields, by_position = _fields(node)
        if fields > MAX_BY_POSITION and by_position > 2 and not _is_keyword_only(decorator):
            yield node


def _rooms(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    for path in python_files():
        if inside(path).partition("/")[0] in packages:
            yield inside(path), tree(path)


def test_an_actor_and_a_user_have_a_type() -> None:
    found = [
        f"{path}:{one.lineno}"
        for path, module in _rooms("nominations", "workflow", "notifications", "config")
        for one in accounts_of_any_type(module)
    ]
    assert not found, "annotate with workflow.actors.Actor or people.models.User"


def test_a_long_dataclass_is_built_by_name() -> None:
    found = [
        f"{path}:{one.lineno} {one.name}"
        for path, module in _rooms("nominations", "workflow", "notifications")
        for one in long_dataclasses_by_position(module)
    ]
    assert not found, "add kw_only=True"


@pytest.mark.parametrize("kind", ["Any", "Any | None", "list[Any]", ""])
def test_an_untyped_account_is_found(kind: str) -> None:
    annotation = f": {kind}" if kind else ""
    module = ast.parse(f"def act(*, actor{annotation}) -> None: ...")
    assert [one.arg for one in accounts_of_any_type(module)] == ["actor"]


@pytest.mark.parametrize("line", ["self.user: Any = None", "actor: list[Any] = []"])
def test_an_untyped_attribute_is_found(line: str) -> None:
    assert list(accounts_of_any_type(ast.parse(line)))
    assert not list(accounts_of_any_type(ast.parse(line.replace("Any", "AnyUser"))))


@pytest.mark.parametrize(
    ("head", "fields", "found"),
    [
        ("@dataclass", "abcde", True),
        ("@dataclass(frozen=True)", "abcde", True),
        ("@dataclass(frozen=True, kw_only=True)", "abcde", False),
        ("@dataclass(frozen=True)", "abcd", False),
        ("@dataclass", "ab_cde", False),
        ("@dataclass", "abcd_e", True),
    ],
)
def test_a_long_dataclass_by_position_is_found(head: str, fields: str, found: bool) -> None:
    lines = [f"    {one}: {'KW_ONLY' if one == '_' else 'int'}" for one in fields]
    module = ast.parse("\n".join([head, "class Row:", *lines]))
    assert bool(list(long_dataclasses_by_position(module))) == found
