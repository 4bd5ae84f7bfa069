"""Topics of messages: the group by which a person switches them, and how uncertain mail is handled.

Adding one is a line here and two files in templates/notifications/topics/<name>/.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Category(enum.Enum):
    """What to do with a mail that may or may not have been sent."""

    LEGAL = "legal"  # a right or deadline of the recipient depends on it: better twice than never
    REMINDER = "reminder"  # the inbox has it already: better never than twice


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    group: str
    category: Category


GROUPS: dict[str, StrPromise] = {
    "progress": _("Progress of dossiers"),
    "council": _("Council and voting"),
    "consultation": _("Consultation and objections"),
    "outcome": _("Decisions and outcomes"),
    "deadline": _("Deadlines"),
    "account": _("Accounts"),
    "other": _("Other news"),
}

_LEGAL, _REMINDER = Category.LEGAL, Category.REMINDER

TOPICS: dict[str, Topic] = {
    name: Topic(name, group, category)
    for name, group, category in (
        ("nomination.register", "progress", _REMINDER),
        ("nomination.submit", "progress", _REMINDER),
        ("nomination.return_for_correction", "progress", _LEGAL),
        ("nomination.endorse", "progress", _REMINDER),
        ("nomination.decline", "progress", _LEGAL),
        ("nomination.withdraw", "progress", _REMINDER),
        ("nomination.restore", "progress", _REMINDER),
        ("nomination.waive_unit_review", "progress", _REMINDER),
        ("nomination.waive_vote", "progress", _REMINDER),
        ("nomination.waive_consultation", "progress", _REMINDER),
        ("nomination.arrived", "progress", _LEGAL),
        ("exception.asked", "progress", _LEGAL),
        ("exception.grant", "progress", _LEGAL),
        ("exception.refuse", "progress", _LEGAL),
        ("initiative.register", "progress", _REMINDER),
        ("initiative.send_back", "progress", _LEGAL),
        ("initiative.assess", "progress", _LEGAL),
        ("initiative.fail_assessment", "progress", _LEGAL),
        ("initiative.recognise", "outcome", _LEGAL),
        ("initiative.reject", "outcome", _LEGAL),
        ("initiative.withdraw", "progress", _REMINDER),
        ("model_example.propose", "progress", _REMINDER),
        ("model_example.consent_given", "progress", _REMINDER),
        ("model_example.send_back", "progress", _REMINDER),
        ("model_example.approve", "progress", _REMINDER),
        ("model_example.publish", "outcome", _REMINDER),
        ("model_example.take_down", "outcome", _REMINDER),
        ("model_example.withdraw", "outcome", _REMINDER),
        ("model_example.award_revoked", "outcome", _LEGAL),
        ("nomination.pass_vote", "council", _LEGAL),
        ("nomination.fail_vote", "council", _LEGAL),
        ("nomination.send_back_to_council", "council", _LEGAL),
        ("voting.agenda", "council", _LEGAL),
        ("voting.opened", "council", _LEGAL),
        ("session.close", "council", _REMINDER),
        ("nomination.close_consultation", "consultation", _REMINDER),
        ("consultation.posted", "consultation", _REMINDER),
        ("objection.assigned", "consultation", _LEGAL),
        ("nomination.decide", "outcome", _LEGAL),
        ("nomination.refuse", "outcome", _LEGAL),
        ("nomination.report_upward", "outcome", _REMINDER),
        ("nomination.record_outcome", "outcome", _LEGAL),
        ("nomination.record_refusal", "outcome", _LEGAL),
        ("nomination.correct_to_conferral", "outcome", _LEGAL),
        ("nomination.correct_to_refusal", "outcome", _LEGAL),
        ("nomination.revoke", "outcome", _LEGAL),
        ("outcome.received", "outcome", _LEGAL),
        ("campaign.open", "deadline", _REMINDER),
        ("campaign.reminder", "deadline", _REMINDER),
        ("movement.launch", "deadline", _REMINDER),
        ("deadline.reminder", "deadline", _REMINDER),
        ("account.password_reset", "account", _LEGAL),
        ("account.password_set", "account", _LEGAL),
        ("account.issued", "account", _REMINDER),
        ("account.changed", "account", _LEGAL),
    )
}


def topic(name: str) -> Topic:
    """The registered topic; for an unknown name one with the default templates, as a reminder."""
    return TOPICS.get(name) or Topic(name, "other", Category.REMINDER)
