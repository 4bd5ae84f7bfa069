"""Only people/ reads role assignments, and guardian is used for lists only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import inside, nodes, python_files, tree, where

AUTHORIZATION = "nominations/people/authorization.py"
ROLE_SQL = frozenset({"nominations/people/rules.py", "nominations/people/audiences.py"})
# Seeding writes the rows of thousands of people at once.
WRITES_ROWS = "nominations/demo/"
GUARDIAN = frozenset(
    {"get_objects_for_user", "get_perms", "get_user_perms", "get_users_with_perms"}
    | {"ObjectPermissionChecker", "UnitUserPermission", "OrganizationUserPermission"}
)
IDS = frozenset({"unit_ids", "organization_ids"})
# The files of a room that make lists; of its pages only `index` is one.
LISTS = re.compile(
    r"nominations/\w+/(queries|inbox|models/managers)\.py|nominations/\w+/views/\w+\.py"
)
PAGES = re.compile(r"nominations/\w+/views/\w+\.py")


def _rooms() -> Iterator[Path]:
    return (path for path in python_files() if not inside(path).startswith("nominations/people/"))


def _names(node: ast.AST) -> set[str]:
    """The names a node speaks: its own, an attribute's, those it imports, a lookup's path."""
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.Attribute):
        return {node.attr}
    if isinstance(node, ast.ImportFrom | ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.keyword) and node.arg:
        return set(node.arg.split("__"))
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return set(node.value.split("__"))
    return set()


def _places(paths: Iterator[Path], names: frozenset[str]) -> list[str]:
    return [
        where(path, node) for path in paths for node in nodes(tree(path)) if _names(node) & names
    ]


def test_no_room_reads_role_assignments() -> None:
    rooms = (path for path in _rooms() if not inside(path).startswith(WRITES_ROWS))
    names = frozenset({"RoleAssignment", "role_assignments", "roleassignment"})
    assert _places(rooms, names) == []


def test_the_table_of_roles_is_named_in_one_rule_and_one_audience() -> None:
    naming = {inside(p) for p in python_files() if "people_roleassignment" in p.read_text("utf-8")}
    assert naming == ROLE_SQL


def test_no_room_asks_guardian() -> None:
    assert _places(_rooms(), GUARDIAN) == []
    people = (path for path in python_files() if inside(path) != AUTHORIZATION)
    assert _places(people, frozenset({"get_objects_for_user"})) == []


def test_a_permission_is_never_asked_of_an_account_for_one_object() -> None:
    """`user.has_perm(name, place)` is guardian's answer; without a place it is about a model."""
    found = [
        where(path, node)
        for path in python_files()
        for node in nodes(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"has_perm", "has_perms"}
        and len(node.args) + len(node.keywords) > 1
    ]
    assert found == []


def test_only_what_makes_a_list_asks_for_the_ids_of_a_list() -> None:
    others = (path for path in _rooms() if not LISTS.fullmatch(inside(path)))
    assert _places(others, IDS) == []


def test_a_page_asks_for_the_ids_of_a_list_only_where_it_lists() -> None:
    found = [
        where(path, call)
        for path in _rooms()
        if PAGES.fullmatch(inside(path))
        for page in nodes(tree(path))
        if isinstance(page, ast.FunctionDef) and page.name != "index"
        for call in ast.walk(page)
        if isinstance(call, ast.Call) and _names(call.func) & IDS
    ]
    assert found == []


def caught(source: ast.AST) -> list[ast.ExceptHandler]:
    """Handlers of NotAllowed."""
    return [
        node
        for node in nodes(source)
        if isinstance(node, ast.ExceptHandler)
        and node.type is not None
        and "NotAllowed" in ast.unparse(node.type)
    ]


def test_who_may_not_is_answered_in_one_place() -> None:
    """A page that made its own answer of NotAllowed would be a second renderer of refusals."""
    views = [path for path in python_files() if "views" in (path.stem, *path.parts)]
    assert [where(path, node) for path in views for node in caught(tree(path))] == []
    assert caught(ast.parse("try: act()\nexcept (NotAllowed, Http404): pass"))
