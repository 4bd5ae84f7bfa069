"""Renders workflows as a document: diagram, authorization matrix, rules and audiences.

The document is generated, so it matches the tables; `render_workflow --check` reports when it is
out of date. English, with the Vietnamese labels that people see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import override

from workflow import registry
from workflow.table import Transition, Workflow

LANGUAGES = ("en", "vi")
_INTRODUCTION = (
    "Generated from the transition table by `manage.py render_workflow`; do not edit.",
    "Words in italics are what people read on the screen.",
)


def document(workflows: Sequence[Workflow] | None = None) -> str:
    """Markdown of these workflows, or of all documented ones; deterministic."""
    chosen = [one for one in registry.workflows() if one.documented]
    if workflows is not None:
        chosen = list(workflows)
    lines = ["# Workflows", "", *_INTRODUCTION, ""]
    for workflow in chosen:
        lines += section(workflow)
    return "\n".join(lines).rstrip() + "\n"


def section(workflow: Workflow) -> Iterator[str]:
    """One workflow."""
    yield from (f"## {workflow.name}", "", "```mermaid", *diagram(workflow), "```", "")
    yield from ("### Relations", "", *_relations(workflow), "")
    yield from ("### States", "", *_states(workflow), "")
    yield from ("### Transitions", "", *_transitions(workflow), "")
    yield from ("### Authorization matrix", "", *matrix(workflow), "")
    yield from ("### Conditions", "", *_conditions(workflow), "")
    yield from ("### Audiences", "", *_audiences(workflow), "")


def diagram(workflow: Workflow) -> Iterator[str]:
    """The graph for Mermaid; marks transitions that lead back or keep the state."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {workflow.initial}"
    for row in workflow.transitions:
        for source in _ordered(workflow, row.sources):
            for target in _ordered(workflow, row.targets):
                yield f"    {source} --> {target}: {row.name}{_kind(row, source, target)}"
    for state in _ordered(workflow, workflow.final):
        yield f"    {state} --> [*]"


def _kind(row: Transition, source: str, target: str) -> str:
    if not isinstance(row.target, str):
        return " (back)"
    return " (same state)" if source == target else ""


def matrix(workflow: Workflow) -> Iterator[str]:
    """Relations down, states across, transitions in the cells.

    A relation is listed for the transitions that it can grant; negated relations are shown under
    Transitions. A transition that keeps the state is marked with an equals sign: "=sign".
    """
    states = list(workflow.states.values)
    cells: dict[str, dict[str, list[str]]] = {}
    for row in workflow.transitions:
        for relation in row.allowed_for.granting():
            for state in row.sources:
                name = row.name if row.leaves(state) else f"={row.name}"
                cells.setdefault(relation.name, {}).setdefault(state, []).append(name)
    used = [state for state in states if any(state in row.sources for row in workflow.transitions)]
    yield from _table(
        ["", *used],
        (
            [f"`{name}`", *(", ".join(by_state.get(state, [])) for state in used)]
            for name, by_state in sorted(cells.items())
        ),
    )


def _relations(workflow: Workflow) -> Iterator[str]:
    words = {
        relation.name: _words(relation.label)
        for row in workflow.transitions
        for relation in row.allowed_for.leaves()
    }
    rows = ([f"`{name}`", *words[name]] for name in sorted(words))
    return _table(["relation", *LANGUAGES], rows)


def _states(workflow: Workflow) -> Iterator[str]:
    def rows() -> Iterator[list[str]]:
        for state in workflow.states.values:
            kind = "first" if state == workflow.initial else ""
            kind = "last" if state in workflow.final else kind
            yield [f"`{state}`", *_words(workflow.states(state).label), kind]

    return _table(["state", *LANGUAGES, ""], rows())


def _transitions(workflow: Workflow) -> Iterator[str]:
    def rows() -> Iterator[list[str]]:
        for row in workflow.transitions:
            sources = ", ".join(_ordered(workflow, row.sources))
            targets = " or ".join(_ordered(workflow, row.targets))
            yield [
                f"`{row.name}`",
                *_words(row.label),
                f"{sources} → {targets}",
                f"`{row.allowed_for!r}`",
                ", ".join(_requirements(row)),
                ", ".join(audience.name for audience in row.tells),
            ]

    heads = ["transition", *LANGUAGES, "from → to", "allowed for", "requires", "tells"]
    return _table(heads, rows())


def _requirements(row: Transition) -> Iterator[str]:
    if row.needs_comment:
        yield "a reason"
    yield from (condition.name for condition in row.requires)


def _conditions(workflow: Workflow) -> Iterator[str]:
    used: dict[str, list[str]] = {}
    described: dict[str, str] = {}
    facts: dict[str, str] = {}
    for row in workflow.transitions:
        for condition in row.requires:
            used.setdefault(condition.name, []).append(row.name)
            with override("en"):
                described[condition.name] = str(condition.description)
            facts[condition.name] = ", ".join(fact.name for fact in condition.facts)
    return _table(
        ["condition", "holds when", "reads", "transitions"],
        (
            [f"`{name}`", described[name], facts[name], ", ".join(used[name])]
            for name in sorted(used)
        ),
    )


def _audiences(workflow: Workflow) -> Iterator[str]:
    used: dict[str, list[str]] = {}
    words: dict[str, list[str]] = {}
    for row in workflow.transitions:
        for audience in row.tells:
            used.setdefault(audience.name, []).append(row.name)
            words[audience.name] = _words(audience.label)
    return _table(
        ["audience", *LANGUAGES, "transitions"],
        ([f"`{name}`", *words[name], ", ".join(used[name])] for name in sorted(used)),
    )


def _words(label: object) -> list[str]:
    """The label in each language; a missing label stays empty."""
    found = []
    for language in LANGUAGES:
        with override(language):
            text = str(label)
        found.append(f"*{text}*" if text else "")
    return found


def _ordered(workflow: Workflow, states: Iterable[str]) -> list[str]:
    chosen = set(states)
    return [state for state in workflow.states.values if state in chosen]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _line(heads)
    yield _line(["---"] * len(heads))
    for row in rows:
        yield _line([cell.replace("|", "\\|").replace("\n", " ") for cell in row])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
