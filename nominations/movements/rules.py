"""Who keeps plans and movements, and what must hold of a row `s`. No models: SQL."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.issued_papers.rules import not_issued
from nominations.people.roles import Role
from nominations.people.rules import role_relation
from workflow.rules import Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

plan_not_issued = not_issued(
    "emulation_plan",
    _("The plan was issued and is not discarded. Put it in force, then make a later edition."),
)
is_keeper = role_relation(
    "is_movement_secretary", _("the council secretary"), Role.SECRETARY, "s.organization_id"
) | role_relation("is_movement_director", _("the director"), Role.DIRECTOR, "s.organization_id")


def _plan_is_complete(case: Case) -> Verdict:
    """Theme, tasks and solutions are written, and the paper has its number and day."""
    row = case.row
    if not (row["theme"].strip() and row["tasks"].strip() and row["solutions"].strip()):
        return unmet(
            "plan_incomplete", _("Write the theme, the tasks and the solutions of the plan first.")
        )
    if not row["paper_number"] or row["paper_date"] is None:
        return unmet(
            "plan_without_paper",
            _("Write the number and the date of the signed plan before it is put in force."),
        )
    return met("plan_complete")


def _movement_is_complete(case: Case) -> Verdict:
    """A movement from above names the paper that launched it."""
    row = case.row
    if row["launched_by"] != "CO_QUAN" and not (row["launcher"].strip() and row["launch_number"]):
        return unmet(
            "movement_without_paper",
            _("Write who launched the movement, and number and date of the paper, first."),
        )
    return met("movement_complete")


has_final_report = Fact(
    "movement_final_report",
    "EXISTS (SELECT 1 FROM movements_movementreport r"
    " WHERE r.movement_id = s.id AND r.review = 'TONG_KET')",
)


def _final_report_written(case: Case) -> Verdict:
    """The final review is recorded."""
    if not case.facts["movement_final_report"]:
        return unmet("no_final_review", _("Record the final review of the movement first."))
    return met("final_review_recorded")


plan_complete = Condition("plan_complete", _plan_is_complete)
movement_complete = Condition("movement_complete", _movement_is_complete)
final_report_written = Condition(
    "final_report_written", _final_report_written, facts=(has_final_report,)
)
