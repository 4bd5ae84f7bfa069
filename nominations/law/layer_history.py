"""The history of a regulation, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from nominations.law.layer_workflow import RULE_LAYERS
from nominations.law.models import RuleLayer
from workflow import audit
from workflow.canonical import given_day
from workflow.models import AuditEvent

_SETTLES_END = ("rule_layer.approve_end", "rule_layer.drop_end")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerHistoryEntry:
    """One entry of the history, as the timeline shows it."""

    at: datetime
    who: str
    sentence: str
    comment: str = ""
    differences: tuple[object, ...] = ()


def layer_history(layer: RuleLayer) -> list[LayerHistoryEntry]:
    """The entries of proposing, approving, rejecting and ending a regulation, the newest first."""
    return [
        LayerHistoryEntry(
            at=event.at, who=event.actor_name, sentence=event.label, comment=_comment(event)
        )
        for event in reversed(audit.history(layer.stream))
        if event.action != RULE_LAYERS.adopted_action
    ]


def _comment(event: AuditEvent) -> str:
    """The reason of an entry and its last day; older entries have both as plain keys."""
    content = event.content
    row = content.get("row", {}) if event.action in _SETTLES_END else {}
    reason = str(content.get("comment") or content.get("reason") or row.get("ending_reason", ""))
    given = content.get("data", {}).get("last_day") or row.get("ending_on")
    last_day = given_day(str(given or content.get("last_day", ""))[:10])
    if last_day is None:
        return reason
    words = {"day": f"{last_day:%d/%m/%Y}", "reason": reason}
    return _("Last day: %(day)s. %(reason)s") % words
