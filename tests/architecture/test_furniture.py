"""Every room has the same module names: pages in views, forms in forms, lists by `visible_to`."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator

from django import forms
from django.urls import URLPattern, URLResolver, get_resolver

import nominations
from tests.architecture.sources import python_files, tree, where

# The forms of `web` are bases that every room builds on.
BASES = "nominations.web."


def pages() -> Iterator[str]:
    """The modules in which the functions that answer our addresses are written."""
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        if isinstance(pattern, URLResolver):
            waiting += pattern.url_patterns
        else:
            yield inspect.unwrap(pattern.callback).__module__


def form_classes() -> Iterator[type[forms.BaseForm]]:
    """Every form of the rooms."""
    ours = {one.name for one in pkgutil.walk_packages(nominations.__path__, "nominations.")}
    for name in ours:
        if ".migrations" not in name:
            importlib.import_module(name)
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if one.__module__ in ours and not one.__module__.startswith(BASES):
                yield one


def stands_in(module: str, piece: str) -> bool:
    """Whether a module of a room has that name or is inside a package of that name."""
    parts = module.split(".")
    return len(parts) > 2 and parts[2] == piece


def test_a_page_stands_in_the_views_of_its_room() -> None:
    found = {one for one in pages() if one.startswith("nominations.")}
    assert len(found) > 40
    assert sorted(one for one in found if not stands_in(one, "views")) == []


def test_a_form_stands_in_the_forms_of_its_room() -> None:
    found = {f"{one.__module__}.{one.__name__}": one.__module__ for one in form_classes()}
    assert len(found) > 60
    assert sorted(name for name, home in found.items() if not stands_in(home, "forms")) == []


def test_what_a_reader_may_see_is_asked_by_one_name() -> None:
    """`visible_to(user)`, with the kind of row before it where a room has several."""
    found = [
        where(path, node)
        for path in python_files()
        if path.stem == "queries"
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        and "visible" in node.name
        and not node.name.endswith("visible_to")
    ]
    assert not found
