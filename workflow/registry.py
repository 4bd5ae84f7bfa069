"""Registry of workflows and their models. Subjects register when their class is prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.table import Workflow

if TYPE_CHECKING:
    from workflow.models import WorkflowSubject

_models: dict[str, type[WorkflowSubject]] = {}
_workflows: dict[str, Workflow] = {}


def register(workflow: Workflow, model: type[WorkflowSubject]) -> None:
    """Register a workflow with its model; refuses a second one with the same prefix."""
    for name, other in _workflows.items():
        same_prefix = other.topic_prefix == workflow.topic_prefix
        if same_prefix and (other is not workflow or _models[name] is not model):
            raise ValueError(f"two workflows begin their streams with {workflow.topic_prefix!r}")
    _workflows[workflow.name] = workflow
    _models[workflow.name] = model


def workflows() -> list[Workflow]:
    """Every registered workflow, by name."""
    return [_workflows[name] for name in sorted(_workflows)]


def model_of(workflow: Workflow) -> type[WorkflowSubject]:
    """The model that a workflow moves; raises LookupError if it is not registered."""
    try:
        return _models[workflow.name]
    except KeyError:
        raise LookupError(f"workflow {workflow.name} has no model") from None


def by_prefix(prefix: str) -> Workflow | None:
    """The workflow whose streams begin with the prefix, if any."""
    return next((one for one in _workflows.values() if one.topic_prefix == prefix), None)
