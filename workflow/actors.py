"""Who acts: a user of the site, or the system itself (the clock, a command)."""

from __future__ import annotations

from typing import Any, Protocol


class Actor(Protocol):
    """What the engine asks of a doer: a key, or None for the system."""

    @property
    def pk(self) -> Any: ...


class SystemActor:
    """The system as a doer. It has no account and no silent rights: a row must name `is_system`."""

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
    """Whether the doer is the system, which no account can claim to be."""
    return isinstance(actor, SystemActor)


def may_act(actor: Actor) -> bool:
    """Whether somebody answers for the act: the system, or a saved account that is active."""
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
