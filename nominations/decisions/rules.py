"""Conditions before a nomination is decided, reported, conferred or revoked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.states import State
from workflow.rules import Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

_TITLE = (
    "FROM dossiers_campaigntitle ct"
    " WHERE ct.campaign_id = s.campaign_id AND ct.award_type_id = s.award_type_id"
)

own_authority = Fact("own_authority", f"EXISTS (SELECT 1 {_TITLE} AND ct.own_authority)")
on_decision_paper = Fact(
    "on_decision_paper",
    "EXISTS (SELECT 1 FROM decisions_decisionline dl"
    " JOIN decisions_decision d ON d.id = dl.decision_id"
    " WHERE dl.nomination_id = s.id AND d.organization_id = s.organization_id"
    " AND d.state = 'signed' AND d.number <> '' AND d.signed_on IS NOT NULL)",
)
on_submission = Fact(
    "on_submission",
    "EXISTS (SELECT 1 FROM decisions_reportline rl JOIN decisions_upwardreport ur"
    " ON ur.id = rl.report_id WHERE rl.nomination_id = s.id AND rl.returned_at IS NULL"
    " AND ur.number <> '' AND ur.kind = 'submission' AND ur.package_sha256 <> '')",
)
on_annual_report = Fact(
    "on_annual_report",
    "EXISTS (SELECT 1 FROM decisions_reportline rl JOIN decisions_upwardreport ur"
    " ON ur.id = rl.report_id WHERE rl.nomination_id = s.id AND rl.returned_at IS NULL"
    " AND ur.number <> '' AND ur.kind = 'annual_report' AND ur.package_sha256 <> '')",
)
taken_up_above = Fact(
    "taken_up_above",
    "EXISTS (SELECT 1 FROM dossiers_nomination up WHERE up.arrived_from_id = s.id)",
)
outcome_conferred = Fact(
    "outcome_conferred",
    "EXISTS (SELECT 1 FROM decisions_outcome oc WHERE oc.nomination_id = s.id AND oc.conferred)",
)


def _decision_paper_ready(case: Case) -> Verdict:
    """The nomination is on a signed decision paper with number and date."""
    if not case.facts["on_decision_paper"]:
        return unmet(
            "no_decision_paper",
            _("The nomination is on no decision paper with a number and a date."),
        )
    return met("decision_paper_ready")


def _report_issued(case: Case) -> Verdict:
    """Own awards are in an issued annual report, the others in an issued submission."""
    if case.facts["own_authority"]:
        if not case.facts["on_annual_report"]:
            return unmet(
                "no_annual_report",
                _("The award is in no annual report issued to the superior agency."),
            )
    elif not case.facts["on_submission"]:
        return unmet(
            "no_submission",
            _("The nomination is in no submission issued to the superior authority."),
        )
    return met("report_issued")


def _decided_above(case: Case) -> Verdict:
    """The award is of a higher authority."""
    if case.facts["own_authority"]:
        return unmet(
            "decided_here",
            _("This award is decided by the agency itself; there is no outcome from above."),
        )
    return met("decided_above")


def _paper_given(case: Case) -> Verdict:
    """The number and the date of the paper are given."""
    wanted = ("paper_number", "paper_date")
    if not all(case.data.get(name) for name in wanted):
        return unmet("no_paper", _("Enter the number and the date of the paper."))
    return met("paper_given")


def _was_conferred(case: Case) -> Verdict:
    """The award was conferred."""
    if case.row["state"] != State.CONFERRED and not case.facts["own_authority"]:
        return unmet(
            "not_conferred_yet", _("The superior authority has not conferred this award yet.")
        )
    return met("was_conferred")


def _not_taken_up_above(case: Case) -> Verdict:
    """The superior agency has not made it a dossier of its own."""
    if case.facts["taken_up_above"]:
        return unmet(
            "taken_up_above",
            _("The superior agency has received this dossier already; it decides on it now."),
        )
    return met("not_taken_up_above")


def _outcome_corrected(case: Case) -> Verdict:
    """The recorded answer was corrected to the other one."""
    if case.facts["outcome_conferred"] == (case.row["state"] == State.CONFERRED):
        return unmet(
            "outcome_not_corrected",
            _("The answer from above stands as it was recorded; correct the answer itself."),
        )
    return met("outcome_corrected")


decision_paper_ready = Condition(
    "decision_paper_ready", _decision_paper_ready, facts=(on_decision_paper,)
)
report_issued = Condition(
    "report_issued", _report_issued, facts=(own_authority, on_annual_report, on_submission)
)
decided_above = Condition("decided_above", _decided_above, facts=(own_authority,))
not_taken_up_above = Condition("not_taken_up_above", _not_taken_up_above, facts=(taken_up_above,))
paper_given = Condition("paper_given", _paper_given)
outcome_corrected = Condition("outcome_corrected", _outcome_corrected, facts=(outcome_conferred,))
was_conferred = Condition("was_conferred", _was_conferred, facts=(own_authority,))
