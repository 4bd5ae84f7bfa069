"""The history of an initiative in plain words, and its next step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nominations.records.initiative_workflow import InitiativeState
from nominations.records.models import Initiative
from nominations.records.scales import Scope
from workflow import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiativeTimelineEntry:
    """One entry of the history."""

    at: datetime
    who: str
    sentence: str
    comment: str = ""
    differences: list[Any] = field(default_factory=list)


def initiative_timeline(initiative: Initiative) -> list[InitiativeTimelineEntry]:
    """What happened, newest first: who, when, and the reason or the figures."""
    return [
        InitiativeTimelineEntry(
            at=event.at,
            who=event.actor_name if event.actor_id is not None else _("The system"),
            sentence=str(audit.label_of(event.action)),
            comment=_said(event.content),
        )
        for event in reversed(audit.history(initiative.stream))
    ]


def _said(content: dict[str, Any]) -> str:
    """The reason of an act, the figures of the meeting, or the paper."""
    data = content.get("data") or content
    parts = [str(content.get("comment") or "")]
    if data.get("members"):
        parts.append(
            _("%(agreed)s of %(members)s members agreed, %(present)s were present.")
            % {name: data[name] for name in ("agreed", "members", "present")}
        )
    if data.get("scope") in Scope.values:
        words = [str(Scope(data["scope"]).label), data.get("paper_number"), data.get("issuer")]
        parts.append(", ".join(word for word in words if word))
    return "\n".join(part for part in parts if part)


def what_happens_next(initiative: Initiative, stands: bool) -> str:
    """One sentence for the page; `stands`: there is a recognition that is not cancelled."""
    state = initiative.state
    if state == InitiativeState.RECOGNISED and not stands:
        return _("The recognition was cancelled: the initiative counts for no award.")
    return {
        InitiativeState.DRAFT: _("Only the authors and the unit clerk see the draft. Register it."),
        InitiativeState.REGISTERED: _(
            "The initiative council assesses it; the secretary records the result."
        ),
        InitiativeState.ASSESSED: _("The head of the agency decides about the recognition."),
        InitiativeState.RECOGNISED: _("It counts for awards at its widest scope."),
        InitiativeState.REJECTED: _("It was not recognised. The story says why."),
        InitiativeState.WITHDRAWN: pgettext("initiative", "The authors have withdrawn it."),
    }[InitiativeState(state)]
