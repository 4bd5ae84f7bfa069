"""A test run may cross midnight: no test computes a date before it begins."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests import conftest
from tests.architecture.sources import ROOT, nodes, tree, where
from tests.architecture.test_habits import dotted
from workflow import clock

READS = re.compile(
    r"(^|\.)(clock\.(now|today)|timezone\.(now|localdate|localtime)"
    r"|(date|datetime)\.(today|now|utcnow)|localdate|days_ago)$"
)
Place = tuple[str, str]
"""A module of the tests and a function in it."""


def test_no_test_takes_a_day_before_it_begins() -> None:
    """A constant of a module, a row of `parametrize` or a default value is made when tests are
    collected; the test may run on the next day. A day is taken inside, from a number of days."""
    found = [
        f"{where(path, call)} {ast.unparse(call.func)}"
        for name, path in _modules().items()
        for call in _calls_at_import(tree(path))
        if READS.search(dotted(call.func)) or _place(name, dotted(call.func)) in _readers()
    ]
    assert not found, "takes the day when tests are collected"


def test_no_test_begins_in_the_last_minute_of_a_day(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    midnight_of_hanoi = datetime(2026, 12, 1, tzinfo=clock.zone())
    for before in (3600, 61, 60, 20, 0):
        with clock.at(midnight_of_hanoi - timedelta(seconds=before)):
            conftest.pytest_runtest_setup(request.node)
    assert slept == [60, 20]


@cache
def _modules() -> dict[str, Path]:
    """The modules of the tests by their dotted names."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted((ROOT / "tests").rglob("*.py"))
    }


def _calls_at_import(node: ast.AST) -> Iterator[ast.Call]:
    """What is called when a module is loaded: all but the bodies of functions."""
    if isinstance(node, ast.Call):
        yield node
    below: Any = ast.iter_child_nodes(node)
    if isinstance(node, ast.FunctionDef):
        below = (*node.decorator_list, node.args)
    if isinstance(node, ast.Lambda):
        below = (node.args,)
    for child in below:
        yield from _calls_at_import(child)


def _calls_of(function: ast.FunctionDef) -> Iterator[ast.Call]:
    """What is called when the function is: all but what it defines for later."""
    for line in function.body:
        yield from _calls_at_import(line)


@cache
def _functions(module: str) -> dict[str, ast.FunctionDef]:
    body = tree(_modules()[module]).body
    return {one.name: one for one in body if isinstance(one, ast.FunctionDef)}


@cache
def _imported(module: str) -> dict[str, Place]:
    """Names that come from another module of the tests."""
    path, found = _modules()[module], {}
    package = module.split(".") if path.stem == "__init__" else module.split(".")[:-1]
    for node in nodes(tree(path)):
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            found |= {one.asname or one.name: (source, one.name) for one in node.names}
    return found


def _place(module: str, name: str) -> Place | None:
    """Where the function that a module calls by this name is defined, if it is in the tests."""
    while module in _modules() and name not in _functions(module):
        module, name = _imported(module).get(name, ("", ""))
    return (module, name) if module in _modules() else None


@cache
def _readers() -> frozenset[Place]:
    """Functions of the tests that take the day themselves or call one that does."""
    called = {
        (module, name): {dotted(call.func) for call in _calls_of(function)}
        for module in _modules()
        for name, function in _functions(module).items()
    }
    found = {one for one, names in called.items() if any(map(READS.search, names))}
    while more := {
        one
        for one, names in called.items()
        if one not in found and any(_place(one[0], name) in found for name in names)
    }:
        found |= more
    return frozenset(found)
