"""The six milestones that show how far a nomination has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from nominations.states import MILESTONES, State

WORDS: dict[str, str | Promise] = {
    State.REGISTERED: pgettext_lazy("milestone", "Registered"),
    State.UNIT_REVIEWED: pgettext_lazy("milestone", "Unit agrees"),
    State.COUNCIL_VOTED: pgettext_lazy("milestone", "Council votes"),
    State.CONSULTED: pgettext_lazy("milestone", "Consultation"),
    State.DECIDED: pgettext_lazy("milestone", "Decision"),
    State.REPORTED: pgettext_lazy("milestone", "Reported above"),
}
MILESTONE_ORDER = (
    State.DRAFT,
    State.REGISTERED,
    State.SUBMITTED,
    State.UNIT_REVIEWED,
    State.COUNCIL_VOTED,
    State.CONSULTED,
    State.DECIDED,
    State.REPORTED,
    State.CONFERRED,
)
LEFT_FROM: dict[str, str] = {
    State.DECLINED: State.SUBMITTED,
    State.NOT_PASSED: State.UNIT_REVIEWED,
    State.REFUSED: State.CONSULTED,
    State.REFUSED_ABOVE: State.REPORTED,
    State.REVOKED: State.DECIDED,
    State.WITHDRAWN: State.REGISTERED,
}
"""Where each exit leaves the way when the nomination does not remember its previous state."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step: `status` is done, current, returned, stopped, skipped or ahead."""

    state: str
    word: str | Promise
    status: str
    at: date | datetime | None = None


def milestones_of(
    nomination: Any, dates: Mapping[str, date | datetime], skipped: frozenset[str] = frozenset()
) -> list[Milestone]:
    """The six milestones; the first one not reached is awaited, or the dossier was returned
    before it, or the way stopped there."""
    state = str(nomination.state)
    stopped = state not in MILESTONE_ORDER
    previous = str(getattr(nomination, "previous_state", "") or "")
    reached = MILESTONE_ORDER.index(
        (previous if previous in MILESTONE_ORDER else LEFT_FROM[state]) if stopped else state
    )
    returned = getattr(nomination, "is_returned", False)
    waiting = "stopped" if stopped else "returned" if returned else "current"
    steps = []
    next_found = False
    for milestone in MILESTONES:
        if MILESTONE_ORDER.index(milestone) <= reached:
            status = "skipped" if milestone in skipped else "done"
        elif milestone in skipped:
            status = "skipped"
        elif not next_found:
            status, next_found = waiting, True
        else:
            status = "ahead"
        steps.append(Milestone(str(milestone), WORDS[milestone], status, dates.get(milestone)))
    return steps
