"""Special pages and effects of a transition are in its row, or in a registry by name.

A comparison with the name of a transition would be a second table, hidden in a view or a template.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import inside, nodes, python_files, templates, tree, where

IN_TEMPLATE = re.compile(
    r"{%[^%]*\btransition\.name\s*(==|!=|in|not in)\s|['\"]\s*[=!]=\s*\S*transition\.name"
)


def _names_of_transitions(function: ast.AST) -> Iterator[str]:
    """The expressions that are the name of a transition within a function."""
    yield "transition.name"
    if isinstance(function, ast.FunctionDef):
        for argument in (*function.args.args, *function.args.kwonlyargs):
            if argument.annotation and ast.unparse(argument.annotation) == "Transition":
                yield f"{argument.arg}.name"


def _is_name(node: ast.AST, names: set[str]) -> bool:
    text = ast.unparse(node)
    return text in names or text.endswith(".transition.name")


def comparisons(module: ast.Module) -> list[ast.Compare]:
    """Comparisons of a transition's name, also by a variable that holds it."""
    found = []
    for function in nodes(module):
        if not isinstance(function, ast.FunctionDef):
            continue
        names = set(_names_of_transitions(function))
        names |= {
            target.id
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and _is_name(node.value, names)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        found += [
            node
            for node in ast.walk(function)
            if isinstance(node, ast.Compare)
            and any(_is_name(side, names) for side in (node.left, *node.comparators))
        ]
    return found


def test_no_room_asks_for_the_name_of_a_transition() -> None:
    rooms = [path for path in python_files() if inside(path).startswith("nominations/")]
    found = {where(path, node) for path in rooms for node in comparisons(tree(path))}
    assert found == set()


def test_no_template_asks_for_the_name_of_a_transition() -> None:
    found = [inside(path) for path in templates() if IN_TEMPLATE.search(path.read_text("utf-8"))]
    assert found == []


def test_such_a_question_is_seen() -> None:
    """The control: each of these is a second table."""
    planted = [
        "def context(self, subject, row: Transition): return row.name == 'open'",
        "def shown(offers): return [1 for one in offers if one.transition.name in REVIEWS]",
        "def task(offer):\n    name = offer.transition.name\n    return name == 'submit'",
        "def f(transition): return 'open' != transition.name",
    ]
    assert [source for source in planted if not comparisons(ast.parse(source))] == []
    assert IN_TEMPLATE.search('{% if transition.name == "open" %}')
    assert IN_TEMPLATE.search('{% if ready and offer.transition.name == "sign" %}')
    harmless = "def f(row: Transition): return reverse('x', args=[row.name]), KINDS[row.name]"
    assert comparisons(ast.parse(harmless)) == []
    assert not IN_TEMPLATE.search("{% url 'council:'|add:offer.transition.name session.pk %}")
