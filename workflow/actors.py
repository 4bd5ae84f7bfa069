"""Who acts: a user of the site, or the system itself (a scheduled task, a command)."""

from __future__ import annotations

from typing import Any, Protocol


class Actor(Protocol):
    """What the engine needs of an actor: a primary key, or None for the system."""

    @property
    def pk(self) -> Any: ...


class SystemActor:
    """The system as an actor. It has no account and no implicit rights: a row names `is_system`."""

    pk = None
    person_id = None
    is_active = True
    is_system = True
    display_name = "system"

    def __str__(self) -> str:
        return self.display_name

    def __repr__(self) -> str:
        return "SYSTEM"


SYSTEM = SystemActor()


def is_system(actor: Actor) -> bool:
    """Whether the actor is the system, which no account can claim to be."""
    return isinstance(actor, SystemActor)


def may_act(actor: Actor) -> bool:
    """Whether the actor may act at all: the system, or a saved account that is active."""
    return isinstance(actor, SystemActor) or (
        actor.pk is not None and bool(getattr(actor, "is_active", False))
    )


def name_of(actor: Actor) -> str:
    """The name written into the history: `display_name`, else the full name, else str()."""
    name = getattr(actor, "display_name", "")
    if not name:
        full_name = getattr(actor, "get_full_name", None)
        name = (full_name() if full_name else "") or str(actor)
    return str(name)[:200]
