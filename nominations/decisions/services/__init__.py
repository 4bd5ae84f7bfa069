"""Acts of this room: decisions, reports upward, arrivals at the parent, outcomes, revocations."""

from __future__ import annotations

from nominations.decisions.services.arrivals import receive_into_new_campaign, receive_report
from nominations.decisions.services.corrections import may_correct, propose_correction
from nominations.decisions.services.drafts import draft_decision, undecided_nominations
from nominations.decisions.services.funds import set_fund
from nominations.decisions.services.outcomes import (
    record_outcomes,
    record_return,
    return_dossiers,
    revoke_nomination,
)
from nominations.decisions.services.reports import issue_report, reportable_nominations

__all__ = [
    "draft_decision",
    "issue_report",
    "may_correct",
    "propose_correction",
    "receive_into_new_campaign",
    "receive_report",
    "record_outcomes",
    "record_return",
    "reportable_nominations",
    "return_dossiers",
    "revoke_nomination",
    "set_fund",
    "undecided_nominations",
]
