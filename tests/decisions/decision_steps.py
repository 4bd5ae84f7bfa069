"""The acts on a decision as tests take them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from nominations.decisions.decision_workflow import DECISIONS
from nominations.decisions.models import Decision
from workflow.actors import Actor
from workflow.engine import Performed, perform


def sign(
    *, actor: Actor, decision: Decision, number: str = "", signed_on: date | None = None
) -> Performed:
    """Sign; without a number the series gives one, without a day it is today."""
    data: dict[str, Any] = {"number": number}
    if signed_on is not None:
        data["signed_on"] = signed_on
    return perform(DECISIONS, decision.pk, "sign", actor=actor, data=data)


def discard(*, actor: Actor, decision: Decision) -> Performed:
    return perform(DECISIONS, decision.pk, "discard", actor=actor)


def change_list(
    *, actor: Actor, decision: Decision, add: Iterable[int] = (), remove: Iterable[int] = ()
) -> Performed:
    """Put nominations on the draft and take others off, by id."""
    data = {"add": list(add), "remove": list(remove)}
    return perform(DECISIONS, decision.pk, "change_list", actor=actor, data=data)
