"""Makes a row of the table a django-fsm transition method of the model.

django-fsm leaves a transition without permission open to everyone and checks no permission when
the method is called. So a bound method raises unless the engine has permitted exactly this row on
exactly this instance, after evaluating it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_fsm import GET_STATE, transition

from workflow.actors import Actor
from workflow.exceptions import OutsideEngineError
from workflow.table import PREVIOUS, Transition, Workflow

if TYPE_CHECKING:
    from workflow.models import WorkflowSubject

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser, PermissionsMixin
    from django.db.models import Model

_PERMITTED = "_workflow_permitted"


def bind(workflow: Workflow, name: str) -> Any:
    """The django-fsm method for a row: `ship = bind(PARCELS, "ship")`.

    Refuses an unknown row. Called outside the engine it raises OutsideEngineError and does nothing.
    """
    row = workflow.transition(name)

    def method(self: WorkflowSubject) -> None:
        permitted = self.__dict__.get(_PERMITTED)
        if permitted is None or permitted[0] is not row:
            raise OutsideEngineError(f"{name} runs through workflow.engine.perform only")

    def permission(instance: Model, user: AbstractUser | AnonymousUser | PermissionsMixin) -> bool:
        permitted = instance.__dict__.get(_PERMITTED)
        return permitted is not None and permitted[0] is row and permitted[1] is user

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


def run_bound_method(instance: WorkflowSubject, row: Transition, actor: Actor) -> str:
    """Permit and call the bound method of a row; returns the state that django-fsm reached.

    For the engine, after the row was evaluated. django-fsm raises TransitionNotAllowed if the table
    and the bound methods disagree on the source.
    """
    instance.__dict__[_PERMITTED] = (row, actor)
    try:
        getattr(instance, row.name)()
    finally:
        del instance.__dict__[_PERMITTED]
    return str(instance.state)
