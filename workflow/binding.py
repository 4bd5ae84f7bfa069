"""One-liners that make a row of the table a django-fsm transition method of the model.

django-fsm leaves a transition without permission open to everyone and checks no permission when
the method is called. So a bound method does nothing unless the engine opened the door for exactly
this instance and this row, after judging.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_fsm import GET_STATE, transition

from workflow.actors import Actor
from workflow.exceptions import OutsideEngineError
from workflow.table import PREVIOUS, Transition, Workflow

if TYPE_CHECKING:
    from workflow.models import WorkflowSubject

_DOOR = "_workflow_door"


def bind(workflow: Workflow, name: str) -> Any:
    """The django-fsm method for a row: `ship = bind(PARCELS, "ship")`.

    Refuses an unknown row. Called outside the engine it raises OutsideEngineError and does nothing.
    """
    row = workflow.transition(name)

    def method(self: WorkflowSubject) -> None:
        door = self.__dict__.get(_DOOR)
        if door is None or door[0] is not row:
            raise OutsideEngineError(f"{name} runs through workflow.engine.perform only")

    def permission(instance: Any, user: Any) -> bool:
        door = instance.__dict__.get(_DOOR)
        return door is not None and door[0] is row and door[1] is user

    method.__name__ = name
    method.__qualname__ = f"{workflow.name}.{name}"
    method.__doc__ = f"Transition {name}; moved by the engine only."
    target: Any = row.target
    if row.target is PREVIOUS:
        target = GET_STATE(lambda instance: instance.previous_state, states=sorted(row.targets))
    return transition(
        field="state",
        source=sorted(row.sources),
        target=target,
        permission=permission,
        custom={"row": row, "label": row.label, "form": row.form},
    )(method)


def walk(instance: WorkflowSubject, row: Transition, actor: Actor) -> str:
    """Open the door, call the bound method, shut the door; answers the state django-fsm reached.

    For the engine, after judging. django-fsm raises TransitionNotAllowed when the table and the
    bound methods disagree on the source.
    """
    instance.__dict__[_DOOR] = (row, actor)
    try:
        getattr(instance, row.name)()
    finally:
        del instance.__dict__[_DOOR]
    return str(instance.state)
