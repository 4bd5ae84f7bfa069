"""Forbidden patterns, found by reading the sources."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

import pytest

from tests.architecture.sources import (
    PACKAGES,
    ROOT,
    inside,
    nodes,
    python_files,
    templates,
    text_files,
    tree,
    where,
)

# The two clocks: the engine's, which tests can set, and the wall's, which runs retries.
CLOCKS = frozenset({"workflow/clock.py", "notifications/clock.py"})
# The last one hands a few variables of the platform on to a child and reads none.
ENVIRONMENT = frozenset({"config/env.py", "config/launch.py", "nominations/files/child_process.py"})
ONLY_DJANGO_SETTINGS_MODULE = frozenset({"config/celery.py", "config/wsgi.py"})


def dotted(node: ast.AST) -> str:
    """`timezone.now` for that attribute access, "" for what is not a dotted name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def test_now_comes_from_the_clock() -> None:
    forbidden = re.compile(r"(^|\.)(timezone\.(now|localdate)|date(time)?\.(today|now|utcnow))$")
    found = [
        where(path, node)
        for path in python_files()
        if inside(path) not in CLOCKS
        for node in nodes(tree(path))
        if isinstance(node, ast.Attribute) and forbidden.search(dotted(node))
    ]
    assert not found


def test_no_test_empties_the_cache_of_others() -> None:
    """On Redis all workers share one database; the fixture `empty_cache` takes keys of its own."""
    found = [
        where(path, node)
        for path in (ROOT / "tests").rglob("*.py")
        if "cache.clear" in path.read_text(encoding="utf-8")
        for node in nodes(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).endswith("cache.clear")
    ]
    assert not found


def test_no_column_dates_itself() -> None:
    found = [
        where(path, node.value)
        for path in python_files()
        for node in nodes(tree(path))
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add")
    ]
    assert not found


def test_the_environment_is_read_in_one_place() -> None:
    found = []
    for path in python_files():
        if inside(path) in ENVIRONMENT:
            continue
        for node in nodes(tree(path)):
            name = dotted(node)
            if name in ("os.environ", "os.getenv", "environ", "getenv"):
                found.append(where(path, node))
    found = [item for item in found if item.split(":")[0] not in ONLY_DJANGO_SETTINGS_MODULE]
    assert not found
    for name in ONLY_DJANGO_SETTINGS_MODULE:
        used = re.findall(r"os\.environ\S*", (ROOT / name).read_text())
        assert used == ['os.environ.setdefault("DJANGO_SETTINGS_MODULE",']


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("an inline script", re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)", re.I)),
        ("an inline style sheet", re.compile(r"<style\b", re.I)),
        ("a style attribute", re.compile(r"""\sstyle\s*=\s*["']""", re.I)),
        ("an event attribute", re.compile(r"""\s(on[a-z]+|hx-on[:\w-]*)\s*=\s*["']""", re.I)),
        ("a javascript address", re.compile(r"javascript:", re.I)),
        ("an evaluated htmx value", re.compile(r"""hx-(vals|headers)\s*=\s*["']js:""", re.I)),
    ],
)
def test_no_page_carries(what: str, pattern: re.Pattern[str]) -> None:
    assert not _lines(pattern), what


def test_no_page_loads_anything_from_elsewhere() -> None:
    # An icon's namespace is a name that looks like an address.
    names = re.compile(r"http://www\.w3\.org/(2000/svg|1999/xlink)")
    pattern = re.compile(r"""(src|href|action|url)\s*[=(]\s*["']?(https?:)?//""", re.I)
    found = _lines(pattern, lambda line: names.sub("", line))
    assert not found


def _lines(pattern: re.Pattern[str], clean: Callable[[str], str] = str) -> list[str]:
    return [
        f"{inside(path)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(clean(line))
    ]


def test_a_form_that_changes_something_carries_the_token() -> None:
    found = []
    for path in templates():
        text = path.read_text(encoding="utf-8")
        for form in re.finditer(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", text, re.I | re.S):
            if "csrf_token" not in form[0]:
                found.append(f"{inside(path)}:{text[: form.start()].count(chr(10)) + 1}")
    assert not found


def test_no_path_of_one_machine_is_written_down() -> None:
    pattern = re.compile(r"(?<![\w.])(/(?:root|work|mnt)/|/home/\w|/Users/\w|[A-Z]:\\Users)")
    found = [
        f"{inside(path)}:{number}"
        for path in text_files()
        if inside(path) != "tests/architecture/test_habits.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    unfinished = re.compile(
        r"raise NotImplementedError|pytest\.(mark\.)?(skip|xfail)|pytest\.importorskip"
    )
    found = [
        f"{inside(path)}:{number}"
        for path in text_files()
        if path.suffix in (".py", ".html", ".js", ".css")
        and inside(path) != "tests/architecture/test_habits.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line) or unfinished.search(line)
    ]
    assert not found


def test_every_module_postpones_annotations() -> None:
    found = [
        inside(path)
        for path in python_files()
        if tree(path).body[1:]  # more than a docstring
        and not any(
            isinstance(node, ast.ImportFrom) and node.module == "__future__"
            for node in tree(path).body
        )
    ]
    assert not found


def test_there_is_no_drawer_for_everything() -> None:
    names = {"utils", "common", "helpers", "misc"}
    found = [
        inside(path)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.stem in names and (path.is_dir() or path.suffix == ".py")
    ]
    assert not found


def test_modules_functions_views_and_templates_keep_their_size() -> None:
    found = []
    for path in python_files():
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > 400:
            found.append(f"{inside(path)}: {lines} lines, at most 400")
        max_lines = 25 if path.stem == "views" or "views" in path.parts else 40
        for node in nodes(tree(path)):
            if isinstance(node, ast.FunctionDef):
                begins = node.body[0].lineno
                if ast.get_docstring(node) is not None:  # what is explained is not what is long
                    begins = (node.body[0].end_lineno or begins) + 1
                length = (node.end_lineno or 0) - begins + 1
                if length > max_lines:
                    found.append(
                        f"{where(path, node)} {node.name}: {length} lines, at most {max_lines}"
                    )
    for path in templates():
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > 150:
            found.append(f"{inside(path)}: {lines} lines, at most 150")
    assert not found


def test_every_public_function_of_engine_rules_and_services_says_what_it_promises() -> None:
    found = []
    for path in python_files():
        if not (
            "workflow" in path.parts
            or path.stem in ("rules", "services")
            or {"rules", "services"} & set(path.parts)
        ):
            continue
        for node in tree(path).body:
            if (
                isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and ast.get_docstring(node) is None
                and "management" not in path.parts
            ):
                found.append(f"{where(path, node)} {node.name}")
    assert not found
