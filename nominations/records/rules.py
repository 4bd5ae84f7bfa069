"""Who may act on an initiative and what must hold. No models here: SQL over the row `s`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflow.rules import Case, Condition, Fact, Standing
from workflow.verdict import Verdict, met, unmet

_AUTHORS = "FROM records_initiativeauthor a WHERE a.initiative_id = s.id"

is_author = Standing(
    "is_author",
    _("the author"),
    f"EXISTS (SELECT 1 {_AUTHORS} AND a.person_id = %(actor_person_id)s)",
)
share_total = Fact("share_total", f"(SELECT SUM(a.share) {_AUTHORS})", int)


def _authors_complete(case: Case) -> Verdict:
    """The authors are named and their shares add up to 100."""
    total = case.facts["share_total"]
    if total != 100:
        return unmet(
            "shares_not_whole",
            _("The shares of the authors add up to %(total)s%%; they must make 100%%.")
            % {"total": total or 0},
        )
    return met("authors_complete")


def _assessment_recorded(case: Case) -> Verdict:
    """The council's meeting is recorded: members, present, agreed."""
    members, present, agreed = (case.data.get(key) for key in ("members", "present", "agreed"))
    if not all(isinstance(one, int) for one in (members, present, agreed)) or members < 1:
        return unmet(
            "assessment_missing",
            _("Enter the council's size, how many were present and how many agreed."),
        )
    if not 0 <= agreed <= present <= members:
        return unmet(
            "assessment_wrong", _("No more can agree than are present, nor be present than belong.")
        )
    return met("assessment_recorded")


def _recognition_paper_given(case: Case) -> Verdict:
    """Scope, number and date of the decision are given."""
    if not all(case.data.get(key) for key in ("scope", "paper_number", "paper_date")):
        return unmet(
            "paper_missing", _("Enter the scope, the number and the date of the decision.")
        )
    return met("paper_given")


authors_complete = Condition("authors_complete", _authors_complete, facts=(share_total,))
assessment_recorded = Condition("assessment_recorded", _assessment_recorded)
recognition_paper_given = Condition("recognition_paper_given", _recognition_paper_given)
