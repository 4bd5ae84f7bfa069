"""Refusals. Each carries the verdicts that explain it to the person who asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflow.verdict import Verdict, unmet

if TYPE_CHECKING:
    from workflow.results import BulkResult
    from workflow.table import Workflow


class TransitionRefused(Exception):
    """The engine refused and wrote nothing. `reasons` has every unmet verdict."""

    def __init__(self, reasons: Sequence[Verdict]) -> None:
        self.reasons = list(reasons)
        super().__init__(self.reasons)

    @property
    def message(self) -> str:
        """The first reason, a full sentence in the active language."""
        return str(self.reasons[0].reason) if self.reasons else ""

    @property
    def key(self) -> str:
        """Stable name of the first reason."""
        return self.reasons[0].key if self.reasons else ""

    def __str__(self) -> str:
        return self.message


class UnknownTransition(TransitionRefused):
    """No row of that name in the table."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__([unmet("unknown_transition", gettext_lazy("This step does not exist."))])


class UnknownSubject(TransitionRefused):
    """No such row in the database."""

    def __init__(self, pk: object) -> None:
        self.pk = pk
        super().__init__([unknown_subject()])


def unknown_subject() -> Verdict:
    """The verdict that no row has this key."""
    return unmet("unknown_subject", gettext_lazy("This record does not exist any more."))


class WrongState(TransitionRefused):
    """The transition does not start at the present state."""


class StaleVersion(TransitionRefused):
    """The record changed since the person looked at it."""


class NotAllowed(TransitionRefused):
    """The person has no right to the transition."""


class ConditionUnmet(TransitionRefused):
    """The person has the right, but a condition does not hold."""


class BulkRefused(TransitionRefused):
    """Some rows of an all-or-nothing set were refused, so none was moved; `result` lists them.

    `workflow` is the table of the rows: whoever shows the refusal finds their names through it.
    """

    def __init__(self, result: BulkResult, workflow: Workflow) -> None:
        self.result = result
        self.workflow = workflow
        super().__init__([reason for refusal in result.refused for reason in refusal.reasons])

    @property
    def message(self) -> str:
        """How many were refused, and the first reason."""
        return _("%(count)d refused, nothing was changed. First reason: %(reason)s") % {
            "count": len(self.result.refused),
            "reason": super().message,
        }


class OutsideEngineError(RuntimeError):
    """A transition's method was called directly: a programming error; nothing is moved."""
