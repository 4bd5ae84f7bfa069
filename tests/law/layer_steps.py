"""The acts on a regulation as tests take them."""

from __future__ import annotations

from datetime import date
from typing import Any

from nominations.law.layer_workflow import RULE_LAYERS
from nominations.law.models import RuleLayer
from workflow.actors import Actor
from workflow.engine import perform


def act(name: str, *, actor: Actor, layer: RuleLayer, **given: Any) -> RuleLayer:
    """Take the step; the layer as it is afterwards."""
    perform(RULE_LAYERS, layer.pk, name, actor=actor, **given)
    layer.refresh_from_db()
    return layer


def approve(*, actor: Actor, layer: RuleLayer) -> RuleLayer:
    return act("approve", actor=actor, layer=layer)


def reject(*, actor: Actor, layer: RuleLayer, reason: str) -> RuleLayer:
    return act("reject", actor=actor, layer=layer, comment=reason)


def propose_end(*, actor: Actor, layer: RuleLayer, last_day: date, reason: str) -> RuleLayer:
    data = {"last_day": last_day}
    return act("propose_end", actor=actor, layer=layer, comment=reason, data=data)


def approve_end(*, actor: Actor, layer: RuleLayer) -> RuleLayer:
    return act("approve_end", actor=actor, layer=layer)


def drop_end(*, actor: Actor, layer: RuleLayer, reason: str) -> RuleLayer:
    return act("drop_end", actor=actor, layer=layer, comment=reason)
