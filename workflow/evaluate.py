"""Evaluates a transition for a locked row: None, or a refusal with its reasons. No queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from notifications.moments import moment_text
from workflow.actors import Actor
from workflow.exceptions import (
    ConditionUnmet,
    NotAllowed,
    StaleVersion,
    TransitionRefused,
    WrongState,
)
from workflow.rules import Case
from workflow.table import PREVIOUS, Transition, Workflow
from workflow.verdict import Verdict, unmet

if TYPE_CHECKING:
    from workflow.models import AuditEvent
    from workflow.store import LockedRow


class _DataNotEnteredError(Exception):
    """A condition looked at data before any was entered."""


class _DataNotEntered(Mapping[str, Any]):
    def __getitem__(self, key: str) -> Any:
        raise _DataNotEnteredError

    def __iter__(self) -> Iterator[str]:
        raise _DataNotEnteredError

    def __len__(self) -> int:
        raise _DataNotEnteredError

    def __contains__(self, key: object) -> bool:
        raise _DataNotEnteredError


_DATA_NOT_ENTERED = _DataNotEntered()
_NO_DATA: Mapping[str, Any] = {}


def evaluate(
    workflow: Workflow,
    transition: Transition,
    locked: LockedRow,
    *,
    actor: Actor,
    now: datetime,
    today: date,
    comment: str,
    data: Mapping[str, Any],
    seen_version: int | None,
) -> TransitionRefused | None:
    """The refusal of the transition for this row, or None if it is allowed.

    Compared in this order: version seen, state, relation, comment, conditions. The first three
    refuse by themselves; missing comment and unmet conditions are reported together.
    """
    if seen_version is not None and seen_version != locked.version:
        return StaleVersion([stale_version(None)])
    if locked.state not in transition.sources:
        return WrongState([wrong_state(workflow, transition, locked.state)])
    if transition.target is PREVIOUS and locked.previous_state not in transition.targets:
        return WrongState([unmet("no_way_back", _("There is no earlier step to go back to."))])
    if not transition.allowed_for.holds(locked.facts):
        if workflow.bars(transition, locked.facts):
            return NotAllowed([concerns_actor(transition)])
        return NotAllowed([not_allowed(transition)])
    reasons = []
    if transition.needs_comment and not comment:
        reasons.append(unmet("reason_needed", _("Please give a reason.")))
    if transition.requires:
        case = Case(
            row=locked.row,
            facts=locked.facts,
            actor=actor,
            data=data,
            comment=comment,
            now=now,
            today=today,
            transition=transition,
        )
        for condition in transition.requires:
            verdict = condition.check(case)
            if not verdict.ok:
                reasons.append(verdict)
    return ConditionUnmet(reasons) if reasons else None


def unmet_before_input(
    transition: Transition, locked: LockedRow, *, actor: Actor, now: datetime, today: date
) -> list[Verdict]:
    """The unmet conditions before any data is entered; those that read data are left out."""
    data = _DATA_NOT_ENTERED if transition.data_fields else _NO_DATA
    case = Case(
        row=locked.row,
        facts=locked.facts,
        actor=actor,
        data=data,
        comment="",
        now=now,
        today=today,
        transition=transition,
    )
    reasons = []
    for condition in transition.requires:
        try:
            verdict = condition.check(case)
        except _DataNotEnteredError:
            continue
        if not verdict.ok:
            reasons.append(verdict)
    return reasons


def stale_version(last: AuditEvent | None) -> Verdict:
    """The record changed since it was opened; says who changed it and when, if that is known."""
    if last is None:
        sentence = _("This record was changed since you opened it. Please reload the page.")
        return unmet("stale_version", sentence)
    at = moment_text(last.at)
    sentence = _("{who} changed this record at {at}. Please reload the page and look again.")
    return unmet("stale_version", format_lazy(sentence, who=last.actor_name, at=at))


def wrong_state(workflow: Workflow, transition: Transition, state: str) -> Verdict:
    """The transition does not start at the present state."""
    sentence = _("“{step}” is not possible now: the record is in the state “{state}”.")
    label = workflow.label_of(state)
    return unmet("wrong_state", format_lazy(sentence, step=transition.label, state=label))


def not_allowed(transition: Transition) -> Verdict:
    """The actor has no right to the transition; says who has."""
    sentence = _("You may not do this. “{step}” is for: {who}.")
    who = transition.allowed_for.label
    return unmet("not_allowed", format_lazy(sentence, step=transition.label, who=who))


def concerns_actor(transition: Transition) -> Verdict:
    """The subject concerns the actor, so somebody else has to do it; says who."""
    sentence = _("This concerns yourself, so somebody else does it. “{step}” is for: {who}.")
    who = transition.allowed_for.label
    return unmet("not_allowed", format_lazy(sentence, step=transition.label, who=who))
