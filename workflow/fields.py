"""The state column. It can be read by all and written by the engine alone.

django-fsm's own protection is a switch on the class-level field, which its model mixin turns off
while any row is refreshed: for all threads, and for good when the refresh fails. Here the switch is
a flag on the instance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import models
from django_fsm import FSMField, FSMFieldDescriptor

from workflow.table import Workflow

_FLAG = "workflow_unlocked"


@contextmanager
def unlocked(instance: models.Model) -> Iterator[None]:
    """Let Django itself write the state of this one instance (refresh, clean)."""
    held = instance._state.__dict__.get(_FLAG, 0)
    instance._state.__dict__[_FLAG] = held + 1
    try:
        yield
    finally:
        instance._state.__dict__[_FLAG] = held


class StateDescriptor(FSMFieldDescriptor):
    """Reads like any field; refuses to be assigned once the instance has a state."""

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
        """Labels are no business of a migration: choices stay out of it."""
        name, path, args, kwargs = super().deconstruct()
        for attribute in ("choices", "protected"):
            kwargs.pop(attribute, None)
        return name, path, args, kwargs

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any
    ) -> None:
        """Take initial state and choices from the class's `workflow`, if it has one."""
        workflow = getattr(cls, "workflow", None)
        if isinstance(workflow, Workflow):
            self.default = workflow.initial
            self.choices = workflow.states.choices
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
