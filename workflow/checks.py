"""System checks: unreachable states, dead ends, unbound methods, missing templates and effects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import metadata
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 -- Django's name
from django.db import models
from django.template import TemplateDoesNotExist
from django.template.loader import select_template
from django_fsm import FSMFieldMixin

from workflow import registry
from workflow.models import SubjectQuerySet, WorkflowSubject
from workflow.table import Workflow

_INEXACT = (models.FloatField, models.BinaryField)


def reachable(workflow: Workflow) -> set[str]:
    """The states that can be reached from the initial one."""
    found, waiting = {workflow.initial}, [workflow.initial]
    while waiting:
        for row in workflow.from_state(waiting.pop()):
            new = set(row.targets) - found
            found |= new
            waiting += new
    return found


def installed_state_machines() -> set[str]:
    """Which of the two distributions that install the module django_fsm are present."""
    found = set()
    for name in ("django-fsm", "django-fsm-2"):
        try:
            metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        found.add(name)
    return found


def check_distributions(**kwargs: Any) -> list[CheckMessage]:
    """Refuse both django-fsm and django-fsm-2: they write the same files, the last one wins."""
    if len(installed_state_machines()) < 2:
        return []
    hint = "Uninstall both, then install django-fsm-2 alone."
    return [Error("django-fsm and django-fsm-2 are both installed.", hint=hint, id="workflow.E001")]


def check_workflows(**kwargs: Any) -> list[CheckMessage]:
    """Check every registered workflow and its model."""
    messages: list[CheckMessage] = []
    for workflow in registry.workflows():
        model = registry.model_of(workflow)
        messages += [
            *_graph(workflow),
            *_methods(workflow, model),
            *_columns(workflow, model),
            *_topics(workflow),
            *_functions(workflow),
        ]
    return messages


def _graph(workflow: Workflow) -> Iterator[CheckMessage]:
    for state in sorted(set(workflow.states.values) - reachable(workflow)):
        what = f"{workflow.name}: no way leads to the state {state}."
        yield Error(what, obj=workflow.name, id="workflow.E002")
    for state in workflow.states.values:
        if state not in workflow.final and not any(
            row.leaves(state) for row in workflow.transitions
        ):
            what = f"{workflow.name}: no way leads out of {state}, which is not final."
            yield Error(what, obj=workflow.name, id="workflow.E003")


def _methods(workflow: Workflow, model: type[WorkflowSubject]) -> Iterator[CheckMessage]:
    field = model._meta.get_field("state")
    if not isinstance(field, FSMFieldMixin):
        return
    bound = set(field.transitions.get(model, {}))
    for name in sorted(set(workflow.by_name) - bound):
        what = f"The row {name} has no method: add `{name} = bind(...)`."
        yield Error(what, obj=model, id="workflow.E004")
    for name in sorted(bound - set(workflow.by_name)):
        yield Error(f"The method {name} has no row in the table.", obj=model, id="workflow.E005")
    for name in sorted(bound & set(workflow.by_name)):
        method = field.transitions[model][name]
        rows = {one.custom.get("row") for one in method._django_fsm.transitions.values()}
        if rows != {workflow.by_name[name]}:
            what = f"The method {name} is not bound to its row."
            yield Error(what, obj=model, id="workflow.E006")


def _columns(workflow: Workflow, model: type[WorkflowSubject]) -> Iterator[CheckMessage]:
    names = {field.name for field in model._meta.concrete_fields}
    names |= {field.attname for field in model._meta.concrete_fields}
    for name in workflow.columns:
        if name not in names:
            yield Error(f"{name} is no column of the model.", obj=model, id="workflow.E007")
        elif name in (workflow.snapshot or ()) and isinstance(
            model._meta.get_field(name), _INEXACT
        ):
            what = f"{name} cannot be kept in the history: it has no exact text."
            yield Error(what, obj=model, id="workflow.E008")
    if not isinstance(model._default_manager.get_queryset(), SubjectQuerySet):
        what = "The default manager lets anyone write the engine's columns."
        hint = "Derive its query set from workflow.models.SubjectQuerySet."
        yield Error(what, hint=hint, obj=model, id="workflow.E009")
    if not any(
        isinstance(one, models.CheckConstraint) and "state__in" in str(one.condition)
        for one in model._meta.constraints
    ):
        what = "The database accepts any word as a state."
        hint = "Add workflow.models.state_constraint to Meta.constraints."
        yield Warning(what, hint=hint, obj=model, id="workflow.W010")


def title_templates(topic: str) -> Sequence[str]:
    """Templates of a message's title; the first one found is used."""
    folder = "notifications/topics"
    return [f"{folder}/{topic}/title.txt", f"{folder}/default/title.txt"]


def _topics(workflow: Workflow) -> Iterator[CheckMessage]:
    for row in workflow.transitions:
        if not row.tells:
            continue
        topic = workflow.topic_of(row)
        try:
            select_template(title_templates(topic))
        except TemplateDoesNotExist:
            what = f"Nobody wrote the message {topic}: no title.txt of its own, no default."
            yield Error(what, obj=workflow.name, id="workflow.E011")


def _functions(workflow: Workflow) -> Iterator[CheckMessage]:
    for row in workflow.transitions:
        for function in row.lazy_functions:
            try:
                function.resolve()
            except (ImportError, TypeError) as error:
                what = f"The row {row.name} names {function.path}, which is no function: {error}"
                yield Error(what, obj=workflow.name, id="workflow.E012")


def register_checks() -> None:
    """Add them to `manage.py check`."""
    checks.register(check_distributions)
    checks.register(check_workflows)
