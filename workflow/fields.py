"""The state column: anyone reads it, only the engine writes it.

django-fsm's own protection is a switch on the class-level field, which its model mixin turns off
while any row is refreshed: for all threads, and permanently if the refresh fails. Here the switch
is a flag on the instance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.db.models.signals import class_prepared
from django_fsm import FSMField, FSMFieldDescriptor

from workflow.table import Workflow

_FLAG = "workflow_unlocked"


@contextmanager
def state_unlocked(instance: models.Model) -> Iterator[None]:
    """Allow Django to write the state of this one instance (refresh, clean)."""
    held = instance._state.__dict__.get(_FLAG, 0)
    instance._state.__dict__[_FLAG] = held + 1
    try:
        yield
    finally:
        instance._state.__dict__[_FLAG] = held


class StateDescriptor(FSMFieldDescriptor):
    """Reads like any field; raises on assignment once the instance has a state."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        name = self.field.name
        if name in instance.__dict__ and not instance._state.__dict__.get(_FLAG):
            raise AttributeError(f"{name} is moved by the workflow engine only")
        self.field.set_state(instance, value)


class StateField(FSMField):
    """django-fsm's field with per-instance protection; takes choices and default from the table."""

    descriptor_class = StateDescriptor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 32)
        kwargs.setdefault("editable", False)
        kwargs["protected"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Leave choices out of migrations: a changed label needs none."""
        name, path, args, kwargs = super().deconstruct()
        for attribute in ("choices", "protected"):
            kwargs.pop(attribute, None)
        return name, path, args, kwargs

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any
    ) -> None:
        """Take the initial state and the choices from the `workflow` of the class, if any."""
        workflow = getattr(cls, "workflow", None)
        if isinstance(workflow, Workflow):
            self.default = workflow.initial
            self.choices = workflow.states.choices
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        if cls.__module__ == "__fake__":
            # A historical model of a migration has no transitions. Its field would still be
            # collected for every model rendered after it, which took two fifths of the time of
            # migrations.
            class_prepared.disconnect(self._collect_transitions)
