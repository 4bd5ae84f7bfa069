"""When a consultation may end: posted long enough, no objection case open."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from workflow.rules import Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

_POSTED = (
    "FROM consultation_posteditem pi JOIN consultation_posting po ON po.id = pi.posting_id"
    " WHERE pi.nomination_id = s.id AND pi.ended_at IS NULL"
)
_TITLE = (
    "FROM dossiers_campaigntitle ct"
    " WHERE ct.campaign_id = s.campaign_id AND ct.award_type_id = s.award_type_id"
)

posted_due_on = Fact("posted_due_on", f"(SELECT po.due_on {_POSTED})", "date")
posted_working_days = Fact("posted_working_days", f"(SELECT po.working_days {_POSTED})", "int")
required_days = Fact("required_days", f"(SELECT ct.consultation_days {_TITLE})", "int")
has_open_objection = Fact(
    "has_open_objection",
    "EXISTS (SELECT 1 FROM consultation_objection ob JOIN consultation_posteditem pi"
    " ON pi.id = ob.item_id WHERE pi.nomination_id = s.id AND ob.state <> 'closed')",
)
sent_back_by_finding = Fact(
    "sent_back_by_finding",
    "EXISTS (SELECT 1 FROM consultation_objection ob JOIN consultation_posteditem pi"
    " ON pi.id = ob.item_id WHERE pi.nomination_id = s.id AND pi.ended_at IS NULL"
    " AND ob.state = 'closed' AND ob.effect = 'back_to_council')",
)


def _posted_long_enough(case: Case) -> Verdict:
    """Posted for the required working days, and the last day is over."""
    due, days, required = (
        case.facts["posted_due_on"],
        case.facts["posted_working_days"],
        case.facts["required_days"],
    )
    if due is None:
        return unmet("not_posted", _("The nomination has not been posted for public consultation."))
    if required is not None and days < required:
        return unmet(
            "posted_too_short",
            _("The posting lasts %(days)s working days; %(required)s are required.")
            % {"days": days, "required": required},
        )
    if case.today <= due:
        return unmet(
            "consultation_running",
            _("The public consultation lasts until the end of %(day)s.")
            % {"day": date_format(due, "d/m/Y")},
        )
    return met("posted_long_enough")


def _not_posted(case: Case) -> Verdict:
    """The nomination is on no list that is posted for opinions."""
    if case.facts["posted_due_on"] is not None:
        return unmet(
            "posted",
            _("The nomination is posted for opinions; its consultation has to end as it began."),
        )
    return met("not_posted")


def _no_open_objection(case: Case) -> Verdict:
    """No objection case is open."""
    if case.facts["has_open_objection"]:
        return unmet(
            "objection_open", _("An objection case is still open; close it with a finding first.")
        )
    return met("no_open_objection")


def _not_sent_back(case: Case) -> Verdict:
    """No finding sends the nomination back to the council."""
    if case.facts["sent_back_by_finding"]:
        return unmet(
            "finding_sends_back",
            _("The finding of an objection sends this nomination back to the council."),
        )
    return met("not_sent_back")


def _finding_sends_back(case: Case) -> Verdict:
    """A closed objection case sends the nomination back to the council."""
    if not case.facts["sent_back_by_finding"]:
        return unmet(
            "no_finding_sends_back",
            _("No closed objection case sends this nomination back to the council."),
        )
    return met("finding_sends_back")


posted_long_enough = Condition(
    "posted_long_enough",
    _posted_long_enough,
    facts=(posted_due_on, posted_working_days, required_days),
)
not_posted = Condition("not_posted", _not_posted, facts=(posted_due_on,))
no_open_objection = Condition("no_open_objection", _no_open_objection, facts=(has_open_objection,))
not_sent_back = Condition("not_sent_back", _not_sent_back, facts=(sent_back_by_finding,))
finding_sends_back = Condition(
    "finding_sends_back", _finding_sends_back, facts=(sent_back_by_finding,)
)
